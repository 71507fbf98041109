"""附件 stay apart from the last article."""

from __future__ import annotations

from collections.abc import Callable

from ingest.grammar.annex import LOST_TABLE, cut_annexes, listed_titles, missing
from ingest.lines.line import Line
from ingest.model import Regulation

Read = Callable[..., Regulation]
LaidOut = Callable[[str], list[Line]]
HEAD = "打印办法\n第一条 省纸。\n第二条 完。\n"


def test_an_annex_is_an_article_of_its_own(regulation: Read) -> None:
    found = regulation(HEAD + "附件1\n用纸登记表\n填写科室和张数。\n附件2\n领用单\n填写姓名。")
    assert [(a.address, a.kind, a.title) for a in found.articles[2:]] == [
        ("附件1", "annex", "用纸登记表"),
        ("附件2", "annex", "领用单"),
    ]
    assert found.text[found.articles[1].start : found.articles[1].end] == "第二条 完。"


def test_missing_annexes_are_named(regulation: Read) -> None:
    found = regulation(HEAD + "附件：1.用纸登记表 2.领用单\n附件1\n用纸登记表\n填写科室和张数。")
    assert found.notices == ("附件2《领用单》在原文中缺失",)


def test_a_listing_names_its_annexes(laid_out: LaidOut) -> None:
    body, listing, parts = cut_annexes(laid_out("第一条 完。\n附件：1.登记表\n2.领用单\n附件1\n登记表"))
    assert [line.text for line in body] == ["第一条 完。"]
    assert listed_titles(listing) == [(1, "登记表"), (2, "领用单")]
    assert [part.number for part in parts] == [1]
    assert missing(listing, parts) == ["附件2《领用单》在原文中缺失"]


def test_a_table_whose_cells_came_out_as_lines(regulation: Read) -> None:
    page = "指标\n任务\n扣分\n{}月用纸不超过\n五十张，超过\n1.超过十张扣一分\n仓库\n"
    found = regulation(
        HEAD + "附件1\n用纸考核表\n" + "".join(page.format(n) for n in range(1, 8)) + "每季度由仓库把科室的"
    )
    annex = found.article("附件1")
    assert annex is not None and annex.note == LOST_TABLE
    assert any(LOST_TABLE in notice for notice in found.notices)
    assert any("中断" in notice for notice in found.notices)
    assert found.text[annex.start : annex.end].count("\n") == 7 * 7 + 2


def test_a_table_that_is_one_keeps_its_rows(regulation: Read) -> None:
    found = regulation(
        "# " + HEAD.replace("\n", "\n\n") + "## 附件1 限额表\n\n| 科室 | 张数 |\n| --- | --- |\n| 仓库 | 10 |\n",
        "某办法.md",
    )
    annex = found.article("附件1")
    assert annex is not None and annex.note == "" and annex.title == "限额表"
    assert [i.name for i in annex.paragraphs[0].items] == ["第1行"]


def test_an_annex_before_any_number_is_text(regulation: Read) -> None:
    found = regulation("打印办法\n附件不再另发。\n第一条 省纸。\n第二条 完。")
    assert [a.kind for a in found.articles] == ["preamble", "article", "article"]


def test_a_table_inside_an_article_is_no_annex(regulation: Read) -> None:
    found = regulation("打印办法\n第一条 标准见附表。\n附表\n甲种纸 十张\n第二条 双面。\n第三条 完。")
    assert [a.kind for a in found.articles] == ["article"] * 3


def test_tables_below_the_text_that_are_not_called_annexes(regulation: Read) -> None:
    found = regulation(
        HEAD + "用纸限额表一（科室适用）\n（仓库十张，收发二十张）\n用纸限额表二（分院适用）\n（仓库五张）"
    )
    assert [(a.address, a.title) for a in found.articles[2:]] == [
        ("附表1", "用纸限额表一（科室适用）"),
        ("附表2", "用纸限额表二（分院适用）"),
    ]
    assert len(found.articles[1].paragraphs) == 1


def test_annexes_listed_in_one_line(regulation: Read) -> None:
    found = regulation(HEAD + "附件一 登记表（略） 附件二 领用单（略）")
    assert found.notices == ("附件1《登记表（略）》在原文中缺失", "附件2《领用单（略）》在原文中缺失")


def test_an_annex_below_the_line_that_names_it(regulation: Read) -> None:
    found = regulation(HEAD + "附件：登记表参考样式\n登记表\n写明科室名称和张数。\n写明用途。")
    assert [(a.address, a.title, len(a.paragraphs)) for a in found.articles[2:]] == [("附件", "登记表参考样式", 3)]
    assert found.notices == ()
    found = regulation(HEAD + "附件：1.登记表\n2.领用单\n填表说明如下。\n写明科室。\n附件1\n登记表\n填写张数。")
    assert [a.address for a in found.articles[2:]] == ["附件", "附件1"]
    found = regulation(HEAD + "附件：1.登记表\n2.领用单\n砚禾研究院\n2024年1月8日")
    assert [a.address for a in found.articles[2:]] == ["落款"] and len(found.notices) == 2
