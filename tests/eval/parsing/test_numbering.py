"""Numbers in the source and numbers as parsed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.parsing.numbering import examine, source_articles
from ingest.lines.mapped import Edit
from ingest.model import Article, Regulation, Segment, Source


def opened(source: str) -> list[tuple[int, int]]:
    return [opening.number for opening in source_articles(source) if not opening.why_not]


def refused(source: str) -> list[str]:
    return [opening.why_not for opening in source_articles(source) if opening.why_not]


def test_articles_are_read_from_the_beginnings_of_lines() -> None:
    source = "# 办法\n第一条 甲。\n**第二条** 依照第一条 的规定。\n第二条之一　乙。\n第三 条丙。\n"
    source += "第四条规定的除外。\n笫四条 丁。"
    assert opened(source) == [(1, 0), (2, 0), (2, 1), (3, 0), (4, 0)]


def test_articles_in_mid_line_count_where_they_are_next() -> None:
    assert opened("第一条 甲。 第二条 乙。 第九条 丙。") == [(1, 0), (2, 0)]


def test_quoted_articles_are_none() -> None:
    source = "第一条 甲改为：\n“乙\n第五条 丙。”\n第二条 丁。"
    assert opened(source) == [(1, 0), (2, 0)]
    assert refused(source) == ["引号内引用的条文"]


def test_an_amendment_may_print_new_articles_without_quotation_marks() -> None:
    assert opened("# 章程修正案（2019年）\n第五条 增加两条：\n第八十一条 甲。\n第六条 乙。") == [(5, 0), (6, 0)]
    assert opened("# 章程\n第五条 甲。\n第八十一条 乙。\n第六条 丙。") == [(5, 0), (81, 0), (6, 0)]


def parsed(source: str, marks: Sequence[str], kind: str = "article") -> Regulation:
    """A regulation whose units open at the marks, in order; its text is the source itself."""
    places, at = [], 0
    for mark in marks:
        at = source.index(mark, at)
        places.append(at)
        at += 1
    articles = []
    for mark, start, end in zip(marks, places, [*places[1:], len(source)], strict=True):
        number, _, inserted = mark.removeprefix("第").partition("条")
        digits = "一二三四五六七八九"
        articles.append(
            Article(
                mark,
                kind,  # type: ignore[arg-type]
                digits.find(number) + 1,
                digits.find(inserted.removeprefix("之")) + 1 if inserted else 0,
                "",
                (),
                start,
                end,
                (),
            )
        )
    whole = Source("甲.md", "", (Segment(0, len(source), 0, len(source)),))
    return Regulation("甲", "甲", False, source, (), tuple(articles), (whole,))


@pytest.mark.parametrize(
    ("source", "marks", "field", "said"),
    [
        ("第一条 甲\n第二条 乙\n第三条 丙", ["第一条", "第三条"], "faults", ["第一条之后是第三条"]),
        ("第一条 甲\n第二条 乙\n第三条 丙", ["第一条", "第三条"], "swallowed", ["第二条"]),
        ("第一条 甲\n第三条 丙", ["第一条", "第三条"], "explained", ["第一条之后是第三条（原文缺号）"]),
        ("第一条 甲\n第一条 丙", ["第一条", "第一条"], "faults", ["第一条之后是第一条"]),
        ("第四条 甲\n第五条 乙", ["第四条", "第五条"], "faults", []),
        ("第一条 甲\n依照第二条规定", ["第一条", "第二条"], "invented", ["第二条"]),
        ("第一条 甲\n第一条之二 乙", ["第一条", "第一条之二"], "faults", ["第一条之后是第一条之二"]),
        ("| 第四条 | 甲 |\n| 第五条 | 乙 |", ["第四条", "第五条"], "faults", ["开头之后是第四条"]),
    ],
)
def test_faults(source: str, marks: list[str], field: str, said: list[str]) -> None:
    found = examine(source, [parsed(source, marks)], [])
    assert getattr(found, field) == said


def test_what_runs_on_is_clean() -> None:
    source = "第一条 甲\n第一条之一 乙\n第二条 丙"
    found = examine(source, [parsed(source, ["第一条", "第一条之一", "第二条"])], [])
    assert (found.clean, found.articles, found.explained) == (True, 3, [])


def test_part_of_a_code_is_explained() -> None:
    source = "第四条 甲\n第五条 乙"
    found = examine(source, [parsed(source, ["第四条", "第五条"])], [])
    assert found.clean and found.explained[0].startswith("开头之后是第四条")


def test_an_article_printed_twice_and_left_out_once_is_not_swallowed() -> None:
    source = "第一条 甲\n第一条 甲\n第二条 乙"
    again = source.index("第一条", 2)
    left = [Edit("重复印出的条文", again, again + 5, "第一条 甲", removed=True)]
    regulation = parsed(source, ["第一条", "第二条"])
    assert examine(source, [regulation], left).swallowed == []
    assert examine(source, [regulation], []).swallowed == ["第一条"]


def test_the_articles_of_an_annex_count_by_themselves() -> None:
    source = "第一条 甲\n第二条 乙\n附件1\n第一条 丙\n第二条 丁"
    regulation = parsed(source, ["第一条", "第二条", "第一条", "第二条"])
    inner = [replace(a, address=f"附件1{a.address}", number=None) for a in regulation.articles[2:]]
    within = replace(regulation, articles=(*regulation.articles[:2], *inner))
    assert examine(source, [within], []).clean
    assert examine(source, [regulation], []).faults == ["第二条之后是第一条"]


def test_texts_without_articles_have_numbers_of_their_own() -> None:
    source = "意见\n一、甲\n（一）乙\n（二）丙\n二、丁\n（一）戊\n“三、己”"
    found = examine(source, [parsed(source, ["一、", "（一）", "（二）", "二、", "（一）"], "section")], [])
    assert (found.articles, found.parts, found.clean) == (0, 5, True)
    found = examine(source, [parsed(source, ["一、", "（一）", "二、", "（一）"], "section")], [])
    assert found.swallowed == ["（二）"]


def test_a_gap_that_the_source_has_is_explained_there_too() -> None:
    source = "意见\n一、甲\n三、乙"
    found = examine(source, [parsed(source, ["一、", "三、"], "section")], [])
    assert (found.faults, found.explained) == ([], ["三、之前没有前一个编号（原文缺号）"])
    source = "意见\n一、甲\n二、乙\n三、丙"
    assert examine(source, [parsed(source, ["一、", "三、"], "section")], []).faults == ["三、之前没有前一个编号"]
