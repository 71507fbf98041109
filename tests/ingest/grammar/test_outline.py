"""Texts that count in 一、（一） 1. and in words of their own."""

from __future__ import annotations

from collections.abc import Callable

from ingest.address import label
from ingest.grammar.outline import is_outline
from ingest.grammar.placed import place
from ingest.lines.line import Line
from ingest.model import Regulation

Read = Callable[..., Regulation]


def test_points_that_run_through_the_whole_text(regulation: Read) -> None:
    found = regulation(
        "关于节约用纸的意见\n\n为省纸，提出如下意见。\n一、总体要求\n人人省纸。\n二、办法\n1.双面打印。图纸除外。\n"
        "2.按月登记。登记表由仓库印。\n三、保障\n3.专人负责。没有人时由仓库负责。\n"
    )
    assert [(a.address, a.kind, a.title, a.path) for a in found.articles] == [
        ("引言", "preamble", "", ()),
        ("一", "section", "总体要求", ()),
        ("1", "point", "双面打印", ("二、办法",)),
        ("2", "point", "按月登记", ("二、办法",)),
        ("3", "point", "专人负责", ("三、保障",)),
    ]
    assert [h.title for h in found.headings] == ["一、总体要求", "二、办法", "三、保障"]


def test_subsections_carry_their_sections_number(regulation: Read) -> None:
    found = regulation(
        "关于节约用纸的意见\n\n一、总体要求\n人人省纸。\n二、办法\n（一）双面打印。图纸除外。\n（二）按月登记。不漏报。\n"
        "三、保障\n（一）专人负责。仓库派人。\n"
    )
    assert [a.address for a in found.articles] == ["一", "二（一）", "二（二）", "三（一）"]


def test_points_that_restart_are_items(regulation: Read) -> None:
    found = regulation(
        "关于节约用纸的意见\n\n一、办法\n1.双面打印。\n2.按月登记。\n二、保障\n1.专人负责。\n2.经费自筹。\n"
    )
    assert [a.address for a in found.articles] == ["一", "二"]
    assert [[i.number for i in a.paragraphs[0].items] for a in found.articles] == [[1, 2], [1, 2]]


def test_problems_with_named_parts(regulation: Read) -> None:
    found = regulation(
        "节约用纸工作方案\n\n一、任务\n问题一：打印太多。\n工作目标：减半。\n工作措施1：双面打印。\n责任单位：仓库\n"
        "完成时限：5月底\n工作措施2：按月登记。\n责任单位：各科室\n完成时限：6月底\n"
        "问题二：复印太多。\n工作目标：减少三成。\n工作措施：登记。\n责任单位：仓库\n完成时限：年底\n"
    )
    one, two = found.article("问题一"), found.article("问题二")
    assert one is not None and two is not None
    items = [item for paragraph in one.paragraphs for item in paragraph.items]
    assert [item.name for item in items] == ["工作目标", "工作措施1", "工作措施2"]
    assert [[sub.name for sub in item.subitems] for item in items[1:]] == [["责任单位", "完成时限"]] * 2
    assert found.text[items[1].start : items[1].end].endswith("完成时限：5月底")
    assert "工作措施" in [item.name for paragraph in two.paragraphs for item in paragraph.items]


def test_addresses_are_unique_and_spans_in_order(regulation: Read) -> None:
    found = regulation(
        "关于用纸的意见\n\n一、办法\n（一）双面。图纸除外。\n（二）登记。按月。\n二、保障\n（一）专人。仓库派。\n（二）经费。自筹。\n"
    )
    assert len({a.address for a in found.articles}) == len(found.articles)
    assert all(first.end < second.start for first, second in zip(found.articles, found.articles[1:], strict=False))


def test_what_is_an_outline(laid_out: Callable[[str], list[Line]]) -> None:
    assert is_outline(place(laid_out("一、甲。\n二、乙。")))
    assert is_outline(place(laid_out("1.甲。\n2.乙。")))
    assert not is_outline(place(laid_out("一、甲。\n四、乙。")))
    assert not is_outline(place(laid_out("甲。\n乙。")))


def test_sections_that_start_again_in_each_chapter(regulation: Read) -> None:
    found = regulation(
        "打印方案\n第一章 领用\n一、登记。\n（一）代领说明。\n（二）按月报送。\n二、盘点。\n"
        "第二章 保障\n一、专人。\n二、经费。\n"
    )
    assert [a.address for a in found.articles] == [
        "第一章一",
        "第一章一（一）",
        "第一章一（二）",
        "第一章二",
        "第二章一",
        "第二章二",
    ]
    assert found.articles[-1].path == ("第二章 保障",)


def test_short_entries_of_a_list_are_no_headings(regulation: Read) -> None:
    found = regulation("停用下列打印机：\n一、甲型打印机\n二、乙型打印机\n三、丙型打印机\n")
    assert [found.text[a.start : a.end] for a in found.articles if a.kind == "section"] == [
        "一、甲型打印机",
        "二、乙型打印机",
        "三、丙型打印机",
    ]
    assert found.headings == ()


def test_a_missing_number_is_warned_of(ingested: Callable) -> None:  # type: ignore[type-arg]
    _, [parsed] = ingested("打印意见\n一、省纸。\n三、登记。\n四、盘点。\n")
    assert [a.address for a in parsed.regulation.articles] == ["一", "三", "四"]
    assert parsed.warnings == ("编号不连续：缺“二、”，其后是“三、”",)


def test_the_words_that_end_it_are_no_part_of_the_last_section(regulation: Read) -> None:
    found = regulation("关于打印的批复\n一、可以双面。\n二、不得彩打。\n此复。\n")
    assert [a.address for a in found.articles] == ["一", "二", "结尾"]


def test_subsections_that_a_sentence_leads_into_are_items(regulation: Read) -> None:
    found = regulation(
        "用纸规定\n一、下列除外：\n（一）图纸；\n（二）证书。\n其余双面。\n二、登记\n（一）科室。按月报送。\n（二）仓库。按季盘点。\n"
    )
    assert [a.address for a in found.articles] == ["一", "二（一）", "二（二）"]
    assert [[i.marker for i in p.items] for p in found.articles[0].paragraphs] == [["（一）", "（二）"], []]
    assert label(found.articles[0], found.articles[0].paragraphs[0], found.articles[0].paragraphs[0].items[1]) == (
        "一第一款（二）"
    )
