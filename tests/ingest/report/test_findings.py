"""What needs a look, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ingest.model import Article, Item, Paragraph, Reference, Regulation
from ingest.report.findings import LONG_ARTICLE, NAMES, Finding, final_findings, findings, reader_finding, slips

Read = Callable[..., Regulation]


def looks(regulation: Regulation, *warnings: str) -> list[tuple[str, str]]:
    found = findings(regulation, warnings)
    assert all(finding.kind in NAMES for finding in found)
    return [(finding.kind, finding.address) for finding in found if finding.look]


def article(text: str, *paragraphs: tuple[str, list[str]], address: str = "第一条") -> Regulation:
    """A regulation of one article whose paragraphs and items begin with the words given."""
    made = []
    starts = [text.index(words) for words, _ in paragraphs]
    for number, ((_, items), start, end) in enumerate(
        zip(paragraphs, starts, [*starts[1:], len(text)], strict=True), 1
    ):
        places = [text.index(words) for words in items]
        parts = tuple(Item(int(text[at + 1]), text[at : at + 3], at, end, end) for at in places)
        made.append(Paragraph(number, start, end, end, parts))
    only = Article(address, "article", 1, 0, "", (), 0, len(text), tuple(made))
    return Regulation("甲", "打印办法", False, text, (), (only,), ())


CLEAN = """打印办法
第一章 总则
第一条 为节约用纸（含信纸），制定本办法。
“双面”是指正反两面。
第二章 分则
第二条 禁止：
（一）单面打印；
（二）彩色打印。
"""


def test_a_clean_text_needs_no_look(regulation: Read) -> None:
    assert findings(regulation(CLEAN)) == []


def test_doubts_of_the_grammar_need_a_look(regulation: Read) -> None:
    assert looks(regulation(CLEAN), "条号不连续：第三条起缺失") == [("numbering", "")]


def test_chapters_that_leap(regulation: Read) -> None:
    text = CLEAN.replace("第二章", "第三章")
    [found] = [f for f in findings(regulation(text)) if f.look]
    assert found.message == "第一章 总则之后是第三章 分则，编号不连续"
    assert found.kind == "chapters"


def test_chapters_may_run_on_or_begin_again_below_a_new_part(regulation: Read) -> None:
    body = "打印办法\n第一编 甲\n第一章 子\n第一条 一。\n第二编 乙\n第{}章 丑\n第二条 二。\n"
    assert looks(regulation(body.format("一"))) == looks(regulation(body.format("二"))) == []
    assert looks(regulation(body.format("四"))) != []


def test_an_article_that_swallowed_the_rest(regulation: Read) -> None:
    long = "打印办法\n第一条 一。\n第二条 二。\n第三条 三。\n" + "后面的内容都并在这里。" * (LONG_ARTICLE // 10)
    assert looks(regulation(long)) == [("long", "第三条")]


@pytest.mark.parametrize(
    ("text", "paragraphs", "expected"),
    [
        ("第一条 甲。\n（三）乙。", [("甲", []), ("（三）", [])], [("items", "第一条第二款")]),
        ("第一条 甲。\n二、三级科室除外。", [("甲", []), ("二、", [])], []),
        ("第一条 甲。\n，乙。", [("甲", []), ("，乙", [])], [("continuation", "第一条第二款")]),
        ("第一条 甲：（1）乙；（3）丙。", [("甲", ["（1）", "（3）"])], [("items", "第一条第（三）项")]),
    ],
)
def test_parts_that_do_not_join(
    text: str, paragraphs: list[tuple[str, list[str]]], expected: list[tuple[str, str]]
) -> None:
    assert looks(article(text, *paragraphs)) == expected


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("第一条 甲（乙。", "（"),
        ("第一条 甲）乙。", "）"),
        ("第一条 称“乙。", "“"),
        ("第一条 依照《乙。", "《"),
    ],
)
def test_marks_without_their_other_half(text: str, marks: str) -> None:
    found = findings(article(text, (text[4], [])))
    assert [(f.kind, f.look) for f in found] == [("unclosed", True)]
    assert f"“{marks}”" in found[0].message


@pytest.mark.parametrize(
    "text", ["第一条 甲：\n“乙。\n“丙。”", "第一条 甲：\n1）乙；\n2）丙。", "第一条 （甲（乙）丙）。"]
)
def test_marks_that_are_in_order(text: str) -> None:
    assert looks(article(text, (text[4], []))) == []


@pytest.mark.parametrize(
    ("notice", "kind", "look"),
    [
        ("附件2《登记表》在原文中缺失", "annex", True),
        ("附件1《登记表（略）》在原文中缺失", "notice", False),
        ("附件1在句中中断：原文到“登记”为止", "annex", True),
        ("附件1的表格结构不可恢复，按原文各行照录", "table", True),
        ("有效期至2030-01-01", "notice", False),
    ],
)
def test_notices(notice: str, kind: str, look: bool) -> None:
    noted = replace(article("第一条 甲。", ("甲", [])), notices=(notice,))
    assert findings(noted) == [Finding(kind, look, notice, "甲")]


@pytest.mark.parametrize(
    ("notice", "look"),
    [
        ("文字由图像识别得到，可能有错字、漏字，请与原件核对。", True),
        ("第3页没有文字层（扫描图像），未识别。", True),
        ("自动编号3处，已按Word的编号规则写成文字，请抽查核对", False),
        ("列表的 3 个序号由网页自动编排，已补入正文。", False),
    ],
)
def test_what_readers_say(notice: str, look: bool) -> None:
    assert reader_finding(notice) == Finding("reader", look, notice)


def test_an_address_that_stands_twice() -> None:
    assert looks(article("第一条 甲。", ("甲", []), address="第一条（重复2）")) == [("numbering", "第一条（重复2）")]


def test_a_title_is_judged_when_copies_are_merged(regulation: Read) -> None:
    inferred = replace(regulation(CLEAN), title_inferred=True)
    assert looks(inferred) == []
    [found] = final_findings(inferred)
    assert (found.kind, found.look) == ("title", True) and "《打印办法》" in found.message


def test_references_that_lead_nowhere(regulation: Read) -> None:
    inside = Reference(0, 4, "第一条", problem="本办法没有第九条")
    outside = [
        Reference(0, 4, "第一条", title=title, problem="没有导入") for title in ("用纸办法", "信纸办法", "用纸办法")
    ]
    resolved = Reference(0, 4, "第一条", targets=("第二条",))
    found = final_findings(replace(regulation(CLEAN), references=(inside, *outside, resolved)))
    assert [(f.kind, f.look, f.address) for f in found] == [("reference", True, "第一条"), ("reference", False, "")]
    assert "本办法没有第九条" in found[0].message
    assert "2 部" in found[1].message and "《用纸办法》" in found[1].message


def test_slips_stay_and_are_shown(regulation: Read) -> None:
    found = regulation("打印办法\n第一条 依照科室 and 仓库的约定办理。\n第二条 完。")
    [(start, end, shown)] = slips(found)
    assert found.text[start:end] == " and "
    assert "科室 and 仓库" in shown
    assert [(f.kind, f.look) for f in findings(found)] == [("slip", False)]
