"""Regulations assembled at random and written as files are: what was assembled is found, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.address import label
from ingest.citation import parse as parse_citation
from ingest.formats.archive import Member
from ingest.model import Article, Regulation
from ingest.numeral import format_numeral
from ingest.pipeline import parse_member
from ingest.record import from_record, to_line
from ingest.references.resolve import find_references
from ingest.report.records import FileReport
from ingest.sources import Limits

always = settings(derandomize=True, deadline=None, max_examples=30)

WORDS = "研究室 设备 管理员 登记 归还 保存 按时 记录 核对 领用人 检查 清点 通知 负责 说明 填写 交接 钥匙 仪器".split()  # noqa: SIM905
ITEM_MARKERS = {
    "（一）": lambda n: f"（{format_numeral(n)}）",
    "(一)": lambda n: f"({format_numeral(n)})",
    "一、": lambda n: f"{format_numeral(n)}、",
    "（1）": lambda n: f"（{n}）",
    "1.": lambda n: f"{n}.",
}
SUBITEM_MARKERS = {
    "1.": lambda n: f"{n}.",
    "1．": lambda n: f"{n}．",
    "1、": lambda n: f"{n}、",
    "（1）": lambda n: f"（{n}）",
}
WIDE = str.maketrans(",;:?!()．", "，；：？！（）.")


@dataclass
class Listed:
    """An 项 with its 目; texts without marker."""

    text: str
    below: list[str] = field(default_factory=list)


@dataclass
class Clause:
    """A 款: its text, or its lead-in and what it lists."""

    text: str
    items: list[Listed] = field(default_factory=list)


@dataclass
class Plan:
    """A whole regulation: (number, inserted) → its 款, and above which article a chapter begins."""

    articles: dict[tuple[int, int], list[Clause]]
    chapters: dict[tuple[int, int], str]
    item_style: str
    subitem_style: str
    arabic: bool


def _sentence(number: int) -> str:
    """Three to seven words; the number is drawn, since drawing each word takes long."""
    return "".join(WORDS[(number >> 5 * place) % len(WORDS)] for place in range(3 + number % 5))


sentences = st.integers(0, 2**35 - 1).map(_sentence)


@st.composite
def clauses(draw: st.DrawFn, listing: bool) -> Clause:
    if not listing:
        return Clause("，".join(draw(st.lists(sentences, min_size=1, max_size=3))) + "。")
    items = [
        Listed(
            f"{draw(sentences)}：" if below else f"{draw(sentences)}；",
            [f"{draw(sentences)}；" for _ in range(below)],
        )
        for below in draw(st.lists(st.sampled_from([0, 0, 0, 2, 3]), min_size=2, max_size=4))
    ]
    return Clause(f"{draw(sentences)}包括：", items)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(3, 6))
    numbers = [(n, 0) for n in range(1, count + 1)]
    if draw(st.booleans()):
        after = draw(st.integers(1, count))
        numbers = sorted([*numbers, (after, 1)])
    item_style = draw(st.sampled_from(list(ITEM_MARKERS)))
    subitem_style = draw(st.sampled_from([style for style in SUBITEM_MARKERS if style[:1] != item_style[:1]]))
    articles = {}
    for number in numbers:
        # A 款 that lists is followed by one that does not, or nothing would tell where the list ends.
        kinds = draw(st.sampled_from([[0], [0], [1], [0, 0], [0, 1], [1, 0], [0, 1, 0]]))
        articles[number] = [draw(clauses(bool(kind))) for kind in kinds]
    chapters = {}
    if draw(st.booleans()):
        starts = sorted({(1, 0), *draw(st.lists(st.sampled_from(numbers), max_size=2))})
        chapters = {start: f"第{format_numeral(n)}章" for n, start in enumerate(starts, start=1)}
    return Plan(articles, chapters, item_style, subitem_style, draw(st.booleans()))


@st.composite
def written(draw: st.DrawFn) -> tuple[Plan, str]:
    """A plan and the file somebody made of it: indents, blank lines, page numbers, half-width marks, line ends."""
    plan = draw(plans())
    lines = ["砚禾研究院仪器管理规定"]
    for number, body in plan.articles.items():
        if number in plan.chapters:
            lines.append(f"{plan.chapters[number]} {draw(st.sampled_from(['总则', '领用与归还', '附则']))}")
        for place, clause in enumerate(body):
            marker = _marker(number, plan.arabic) + draw(st.sampled_from([" ", "\u3000", "  "])) if place == 0 else ""
            lines.append(marker + clause.text)
            for n, item in enumerate(clause.items, start=1):
                lines.append(ITEM_MARKERS[plan.item_style](n) + item.text)
                lines += [SUBITEM_MARKERS[plan.subitem_style](m) + text for m, text in enumerate(item.below, start=1)]
    indent = draw(st.sampled_from(["", "  ", "\u3000\u3000", "\t"]))
    noise = draw(st.lists(st.sampled_from(["", "", "- 3 -", "第3页"]), max_size=4))
    source = [lines[0]]
    for line in lines[1:]:
        source.append(indent + line)
        if noise and draw(st.booleans()):
            source.append(noise.pop())
    text = "\n".join(source) + draw(st.sampled_from(["", "\n"]))
    if draw(st.booleans()):
        text = text.translate(str.maketrans("，；：", ",;:"))
    return plan, text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def _marker(number: tuple[int, int], arabic: bool) -> str:
    printed = str(number[0]) if arabic else format_numeral(number[0])
    return f"第{printed}条" + (f"之{format_numeral(number[1])}" if number[1] else "")


def _parsed(text: str) -> tuple[FileReport, Regulation]:
    report, documents = parse_member(Member("规定.txt", text.encode()), Limits())
    assert len(documents) == 1
    return report, documents[0].regulation


def _understood(regulation: Regulation, article: Article) -> list[Clause]:
    """The 款 of an article as they were assembled: texts without markers."""
    text = regulation.text
    found = []
    for paragraph in article.paragraphs:
        items = []
        for item in paragraph.items:
            below = [text[sub.start + len(sub.marker) : sub.end].strip() for sub in item.subitems]
            items.append(Listed(text[item.start + len(item.marker) : item.lead_end].strip(), below))
        found.append(Clause(text[paragraph.start : paragraph.lead_end], items))
    return found


@always
@given(written())
def test_what_was_assembled_is_found(case: tuple[Plan, str]) -> None:
    plan, text = case
    report, regulation = _parsed(text)
    assert regulation.title == "砚禾研究院仪器管理规定"
    found = {(a.number, a.inserted): _understood(regulation, a) for a in regulation.articles if a.kind == "article"}
    assert found == plan.articles
    assert [a.address for a in regulation.articles] == [_marker(number, False) for number in plan.articles]
    assert [heading.title.split()[0] for heading in regulation.headings] == list(plan.chapters.values())
    assert report.unaccounted == []


@always
@given(written())
def test_every_character_leads_back_to_the_file(case: tuple[Plan, str]) -> None:
    _, text = case
    report, regulation = _parsed(text)
    segments = regulation.sources[0].segments
    end = source_end = 0
    for segment in segments:
        assert end <= segment.start < segment.end <= len(regulation.text)
        assert source_end <= segment.source_start < segment.source_end <= len(text)
        mine = regulation.text[segment.start : segment.end]
        its = text[segment.source_start : segment.source_end]
        assert mine.translate(WIDE) == its.translate(WIDE).replace("\u3000", " ")
        end, source_end = segment.end, segment.source_end
    covered = sum(s.source_end - s.source_start for s in segments)
    removed = sum(edit.end - edit.start for edit in report.left_out)
    rest = len(text) - covered - removed
    # What is in no segment and no removal is white space at the ends of lines.
    assert rest == sum(character.isspace() for character in text) - sum(
        character.isspace() for s in segments for character in text[s.source_start : s.source_end]
    ) - sum(character.isspace() for edit in report.left_out for character in text[edit.start : edit.end])


@always
@given(written())
def test_spans_nest_and_labels_are_read_back(case: tuple[Plan, str]) -> None:
    _, regulation = _parsed(case[1])
    labels: list[str] = []
    for article in regulation.articles:
        labels.append(label(article))
        end = article.start
        for paragraph in article.paragraphs:
            assert end <= paragraph.start < paragraph.lead_end <= paragraph.end <= article.end
            end = paragraph.end
            if len(article.paragraphs) > 1:
                labels.append(label(article, paragraph))
            inner = paragraph.lead_end
            for item in paragraph.items:
                assert inner <= item.start < item.lead_end <= item.end <= paragraph.end
                inner = item.end
                labels.append(label(article, paragraph, item))
                labels += [label(article, paragraph, item, subitem) for subitem in item.subitems]
                assert all(item.lead_end <= subitem.start < subitem.end <= item.end for subitem in item.subitems)
    assert len(set(labels)) == len(labels)
    for printed in labels:
        citation = parse_citation(printed)
        assert citation is not None and citation.format() == printed


@always
@given(written(), st.data())
def test_a_reference_leads_where_it_points(case: tuple[Plan, str], data: st.DataObject) -> None:
    plan, text = case
    number = data.draw(st.sampled_from(list(plan.articles)))
    place = data.draw(st.integers(1, len(plan.articles[number])))
    target = f"{_marker(number, False)}第{format_numeral(place)}款"
    if items := plan.articles[number][place - 1].items:
        target += f"第{format_numeral(data.draw(st.integers(1, len(items))))}项"
    last = f"第{format_numeral(max(plan.articles)[0] + 1)}条"
    _, regulation = _parsed(text.rstrip() + f"\n{last} 依照本规定{target}登记，前条另有说明的除外。\n")
    found = find_references(regulation)
    assert [regulation.text[reference.start : reference.end] for reference in found] == [f"本规定{target}", "前条"]
    assert [reference.problem for reference in found] == ["", ""]
    assert found[1].targets == (_marker(max(plan.articles), False),)
    (printed,) = found[0].targets
    cited, meant = parse_citation(printed), parse_citation(target)
    assert cited is not None and meant is not None
    assert (cited.article, cited.inserted, cited.item) == (meant.article, meant.inserted, meant.item)
    assert cited.paragraph == (place if len(plan.articles[number]) > 1 else None)


@always
@given(written())
def test_a_regulation_survives_its_record(case: tuple[Plan, str]) -> None:
    _, regulation = _parsed(case[1])
    record = json.loads(to_line(regulation))
    assert from_record(record) == regulation
    assert to_line(from_record(record)) == to_line(regulation)


@always
@given(written(), st.data())
def test_a_damaged_record_is_refused(case: tuple[Plan, str], data: st.DataObject) -> None:
    """A span outside the text, a field too few: an error, not a wrong quotation later."""
    record = json.loads(to_line(_parsed(case[1])[1]))
    kind = data.draw(st.sampled_from(["beyond", "missing", "unknown", "type"]))
    article = data.draw(st.sampled_from(record["articles"]))
    if kind == "beyond":
        article["end"] = len(record["text"]) + 1
    elif kind == "missing":
        del article[data.draw(st.sampled_from(["start", "paragraphs", "address", "kind"]))]
    elif kind == "unknown":
        article["另加"] = 1
    else:
        article["start"] = str(article["start"])
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_record(record)
