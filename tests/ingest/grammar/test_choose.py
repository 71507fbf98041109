"""Which grammar a text follows."""

from __future__ import annotations

from collections.abc import Callable

from ingest.model import Regulation

Read = Callable[..., Regulation]


def test_an_outline_one_of_whose_parts_holds_articles(regulation: Read) -> None:
    found = regulation(
        "关于打印的意见\n为省纸，提出如下意见。\n一、要求\n人人省纸。\n二、步骤\n分两步走。\n三、规则\n"
        "第一条 双面打印。\n第二条 领用登记。\n四、保障\n专人负责。\n五、其他\n另行通知。"
    )
    assert [(a.address, a.kind) for a in found.articles] == [
        ("引言", "preamble"),
        ("一", "section"),
        ("二", "section"),
        ("第一条", "article"),
        ("第二条", "article"),
        ("四", "section"),
        ("五", "section"),
    ]
    assert [h.title for h in found.headings] == ["一、要求", "二、步骤", "三、规则", "四、保障", "五、其他"]
    assert found.articles[3].path == ("三、规则",)


def test_without_any_number(regulation: Read) -> None:
    found = regulation(
        "关于打印的通知\n2024年1月8日 院务会议通过\n第一章 纸张\n纸张双面使用。\n第二章 墨盒\n墨盒由仓库发。\n"
        "各科室照办。"
    )
    assert [(a.address, a.path) for a in found.articles] == [
        ("题注", ()),
        ("第1段", ("第一章 纸张",)),
        ("第2段", ("第二章 墨盒",)),
        ("第3段", ("第二章 墨盒",)),
    ]


def test_chapters_that_count_in_words_and_articles_in_the_annex(regulation: Read) -> None:
    found = regulation(
        "打印方案\n一、省纸。\n二、登记。\n附件1\n登记须知\n第一条 按月登记。\n第二条 登记的内容：\n（一）张数；\n"
        "（二）用途。\n代领的说明。\n附件2\n登记表\n填写科室。"
    )
    assert [(a.address, a.kind) for a in found.articles] == [
        ("一", "section"),
        ("二", "section"),
        ("附件1", "annex"),
        ("附件1第一条", "article"),
        ("附件1第二条", "article"),
        ("附件2", "annex"),
    ]
    inner = found.article("附件1第二条")
    assert inner is not None and inner.number is None and inner.path == ("登记须知",)
    assert [len(p.items) for p in inner.paragraphs] == [2, 0]


def test_articles_after_an_outline(regulation: Read) -> None:
    found = regulation(
        "关于修改《打印办法》的决定\n一、删去第三条。\n二、第四条改为第三条。\n本决定自发布之日起施行。\n"
        "第一章 总则\n第一条 省纸。\n第二条 双面。\n第三条 完。"
    )
    assert [a.address for a in found.articles] == ["一", "二", "结尾", "第一条", "第二条", "第三条"]
