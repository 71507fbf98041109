"""编 章 节 and what else stands above articles."""

from __future__ import annotations

from collections.abc import Callable

from ingest.grammar.headings import first_sentence, is_bare_heading
from ingest.model import Regulation

Read = Callable[..., Regulation]


def test_short_titles_of_points() -> None:
    assert first_sentence("双面打印。图纸除外。") == "双面打印"
    assert first_sentence("双面打印。") == ""
    assert first_sentence("下列情形：甲。乙。") == ""


def test_bare_headings() -> None:
    assert is_bare_heading("总体要求")
    assert not is_bare_heading("人人省纸。")


def headings(found: Regulation) -> list[tuple[int, str]]:
    return [(h.level, h.title) for h in found.headings]


def test_sections_over_articles(regulation: Read) -> None:
    found = regulation(
        "打印办法\n为省纸，规定如下：\n一、领用\n第一条 领用要登记。\n第二条 下列除外：\n一、图纸；\n二、证书\n"
        "二、盘点\n（一）仓库\n第三条 每月盘点。\n（二）科室\n第四条 每季盘点。\n三、附则\n第五条 完。"
    )
    assert headings(found) == [(5, "一、领用"), (5, "二、盘点"), (6, "（一）仓库"), (6, "（二）科室"), (5, "三、附则")]
    assert [a.path for a in found.articles if a.kind == "article"][2:] == [
        ("二、盘点", "（一）仓库"),
        ("二、盘点", "（二）科室"),
        ("三、附则",),
    ]
    items = found.articles[2].paragraphs[0].items
    assert [found.text[i.start : i.end] for i in items] == ["一、图纸；", "二、证书"]


def test_a_list_before_the_next_article_is_no_heading(regulation: Read) -> None:
    found = regulation("打印办法\n第一条 分为：\n（一）图纸\n（二）证书\n第二条 只有：\n一、照片\n第三条 完。")
    assert found.headings == ()
    assert [len(a.paragraphs[0].items) for a in found.articles] == [2, 1, 0]


def test_headings_without_a_number(regulation: Read) -> None:
    found = regulation(
        "# 打印办法\n\n## 序言\n\n我院历来省纸。\n\n## 总 则\n\n第一条 双面。\n\n附 则\n\n第二条 完。", "某办法.md"
    )
    assert [h.title for h in found.headings] == ["序言", "总则", "附则"]
    assert [(a.address, a.path) for a in found.articles] == [
        ("序言", ("序言",)),
        ("第一条", ("总则",)),
        ("第二条", ("附则",)),
    ]


def test_a_heading_on_two_lines(regulation: Read) -> None:
    found = regulation(
        "打印办法\n第一章 总则\n第一条 省纸。\n第二章 领用、登记和\n盘点、报送\n第二条 登记。\n"
        "第三章\n附则\n第三条 完。"
    )
    assert [h.title for h in found.headings] == ["第一章 总则", "第二章 领用、登记和盘点、报送", "第三章 附则"]
    assert found.articles[1].path == ("第二章 领用、登记和盘点、报送",)


def test_a_heading_whose_number_was_lost(regulation: Read) -> None:
    found = regulation("打印办法\n第一章 总则\n第一条 省纸。\n领用与登记\n第二条 登记。\n第三章 附则\n第三条 完。")
    assert headings(found) == [(3, "第一章 总则"), (3, "领用与登记"), (3, "第三章 附则")]
    assert len(found.articles[0].paragraphs) == 1


def test_text_between_a_heading_and_its_first_article(regulation: Read) -> None:
    found = regulation(
        "打印办法\n第一章 总则\n第一条 省纸。\n第二章 领用\n本章只管纸张，不管墨盒。\n第二条 登记。\n"
        "第三章 附则\n第三条 完。"
    )
    assert [(a.address, a.kind) for a in found.articles] == [
        ("第一条", "article"),
        ("第二章引言", "preamble"),
        ("第二条", "article"),
        ("第三条", "article"),
    ]
