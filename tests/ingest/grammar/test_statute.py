"""章 节 over 第X条."""

from __future__ import annotations

from collections.abc import Callable

from ingest.grammar.placed import place
from ingest.grammar.statute import article_address, drop_repeats, is_statute
from ingest.lines.line import Line
from ingest.model import Regulation

Read = Callable[..., Regulation]
TEXT = """打印机管理办法

第一章 总 则
第一条 为省纸，制定本办法。
第二条 双面打印。
图纸除外。
第二章 领用
第一节 登记
第三条 领用要登记。
第三条之一 代领要说明。
第二节 盘点
第四条 每月盘点。
第三章 附则
第五条 自2023年5月1日起施行。
"""


def test_headings_and_paths(regulation: Read) -> None:
    found = regulation(TEXT)
    assert [h.title for h in found.headings] == [
        "第一章 总则",
        "第二章 领用",
        "第一节 登记",
        "第二节 盘点",
        "第三章 附则",
    ]
    assert [(a.address, a.path) for a in found.articles] == [
        ("第一条", ("第一章 总则",)),
        ("第二条", ("第一章 总则",)),
        ("第三条", ("第二章 领用", "第一节 登记")),
        ("第三条之一", ("第二章 领用", "第一节 登记")),
        ("第四条", ("第二章 领用", "第二节 盘点")),
        ("第五条", ("第三章 附则",)),
    ]


def test_numbers_and_spans(regulation: Read) -> None:
    found = regulation(TEXT)
    second = found.article("第二条")
    inserted = found.article("第三条之一")
    assert second is not None and inserted is not None
    assert found.text[second.start : second.end] == "第二条 双面打印。\n图纸除外。"
    assert (inserted.number, inserted.inserted) == (3, 1)


def test_a_number_that_does_not_follow_is_text(regulation: Read) -> None:
    found = regulation("甲办法\n第一条 省纸。\n第二条 依照下列：\n第九十九条 这是引来的。\n第三条 完。")
    assert [a.address for a in found.articles] == ["第一条", "第二条", "第三条"]
    assert "引来" in found.text


def test_gaps_are_warned_of(ingested: Callable) -> None:  # type: ignore[type-arg]
    _, [parsed] = ingested("甲办法\n第一条 省纸。\n第二条 双面。\n第五条 完。")
    assert parsed.warnings == ("条号不连续：第三条起缺失，下一条是第五条",)


def test_part_of_a_code(ingested: Callable) -> None:  # type: ignore[type-arg]
    _, [parsed] = ingested("# 打印法典\n\n第一百二十条 省纸。\n\n第一百二十一条 完。")
    assert [a.number for a in parsed.regulation.articles] == [120, 121]
    assert parsed.warnings == ()
    assert parsed.regulation.notices == ("条文从第一百二十条开始，之前的条文不在本文件中",)


def test_what_is_a_statute(laid_out: Callable[[str], list[Line]]) -> None:
    assert is_statute(place(laid_out("第一条 省纸。")))
    assert is_statute(place(laid_out("第八条 省纸。\n第九条 双面。")))
    assert not is_statute(place(laid_out("第八条 省纸。\n一、双面。")))
    assert not is_statute(place(laid_out("省纸。")))


def test_an_article_printed_twice(laid_out: Callable[[str], list[Line]]) -> None:
    kept, edits = drop_repeats(laid_out("第八条 省纸。\n第九条 自发布之日起施行。\n第九条 自发布之日起 施行。"))
    assert len(kept) == 2
    assert [(edit.reason, edit.removed) for edit in edits] == [("重复印出的条文", True)]


def test_a_changed_repetition_stays_and_is_warned_of(ingested: Callable) -> None:  # type: ignore[type-arg]
    _, [parsed] = ingested("甲办法\n第一条 省纸。\n第二条 双面。\n第二条 双面省纸。\n第三条 完。")
    assert "重复出现" in parsed.warnings[0]
    assert "双面省纸" in parsed.regulation.text


def test_addresses() -> None:
    assert article_address(44) == "第四十四条"
    assert article_address(20, 1) == "第二十条之一"


def test_a_leap_is_a_gap_only_if_the_numbers_go_on_from_there(ingested: Callable) -> None:  # type: ignore[type-arg]
    _, [parsed] = ingested("甲办法\n第一条 省纸。\n第二条 双面。\n第四十条 处罚。\n第四十一条 完。")
    assert [a.number for a in parsed.regulation.articles] == [1, 2, 40, 41]
    assert parsed.warnings == ("条号不连续：第三条起缺失，下一条是第四十条",)
    _, [parsed] = ingested(
        "甲办法\n第一条 省纸。\n第二条 依照：\n第四十条 处罚。\n第三条 双面。\n第二条 又来。\n第四条 完。"
    )
    assert [a.number for a in parsed.regulation.articles] == [1, 2, 3, 4]
    assert parsed.warnings == (
        "第二条之后出现第四十条，未接续编号，作为第二条的内容，请核对原文",
        "第三条之后出现第二条，未接续编号，作为第三条的内容，请核对原文",
    )


def test_references_open_no_article(ingested: Callable) -> None:  # type: ignore[type-arg]
    lines = [
        "第三条规定的情形除外。",
        "第三条、第四条所列除外。",
        "第三条第二款除外。",
        "第三条至第八条除外。",
        "第三条和第四条除外。",
    ]
    for line in lines:
        _, [parsed] = ingested(f"甲办法\n第一条 省纸。\n第二条 双面。\n{line}\n第三条 完。")
        assert [a.number for a in parsed.regulation.articles] == [1, 2, 3]
        assert len(parsed.regulation.articles[1].paragraphs) == 2 and parsed.warnings == (), line


def test_numbers_as_people_write_them(regulation: Read) -> None:
    for one, two, three in (
        ("第1条", "第2条", "第3条"),
        ("第１条　", "第２条　", "第３条　"),
        ("第 一 条 ", "第 二 条 ", "第 三 条 "),
    ):
        found = regulation(f"甲办法\n{one}省纸。\n{two}双面。\n{three}完。")
        assert [a.address for a in found.articles] == ["第一条", "第二条", "第三条"]
    found = regulation("甲办法\n第十九条 甲。\n第廿条 乙。\n第廿条之一 丙。\n第廿条之十二 丁。\n第二十一条 戊。")
    assert [(a.number, a.inserted) for a in found.articles] == [(19, 0), (20, 0), (20, 1), (20, 12), (21, 0)]


def test_a_table_of_another_laws_articles_is_no_statute(regulation: Read) -> None:
    rows = "\n".join(f"| 第{n}条 | 罚{n}元 |" for n in ("一百四十一", "一百六十", "二百一十九"))
    found = regulation(
        f"# 关于罚款的补充规定\n\n按照规定，补充如下：\n\n| 条文 | 罚款 |\n| --- | --- |\n{rows}\n", "某规定.md"
    )
    assert {a.kind for a in found.articles} == {"paragraph"}
    plain = "\n".join(f"第{n}条 罚款" for n in ("一百四十一", "一百六十", "二百一十九"))
    assert {a.kind for a in regulation(f"关于罚款的补充规定\n补充如下：\n{plain}\n完。").articles} == {"paragraph"}
