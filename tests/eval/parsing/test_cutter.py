"""The rival: cutting at the second level of headings."""

from __future__ import annotations

import pytest

from eval.parsing.cutter import Cuts, cut, cut_units, judge, source_lines
from eval.parsing.structure import digest


def pieces(source: str, *, signs: bool = False) -> list[str]:
    return ["|".join(line.text for line in chunk.lines) for chunk in cut(source_lines(source, signs=signs))]


def test_chapters_and_articles_are_cut_at_articles() -> None:
    source = "办法\n第一章 总则\n第一条 甲：\n（一）乙；\n第二条 丙。\n第二章 附则\n第三条 丁。"
    assert pieces(source) == [
        "办法",
        "第一章 总则|第一条 甲：|（一）乙；",
        "第一章 总则|第二条 丙。",
        "第二章 附则|第三条 丁。",
    ]


def test_where_there_are_sections_articles_stay_together() -> None:
    source = "第一章 总则\n第一条 甲。\n第二条 乙。\n第二章 分则\n第一节 丙\n第三条 丁。\n第四条 戊。"
    assert pieces(source) == ["第一章 总则|第一条 甲。|第二条 乙。", "第二章 分则|第一节 丙|第三条 丁。|第四条 戊。"]


def test_without_chapters_articles_are_split_at_their_items() -> None:
    source = "第一条 甲：\n（一）乙；\n（二）丙。\n另有规定的除外。\n第二条 丁。"
    assert pieces(source) == ["第一条 甲：|（一）乙；", "第一条 甲：|（二）丙。|另有规定的除外。", "第二条 丁。"]


def test_markdown_signs_hide_the_chapters() -> None:
    source = "# 办法\n## 第一章 总则\n第一条 甲。\n## 第二章 附则\n第二条 乙。\n第三条 丙。\n第四条 丁。\n第五条 戊。"
    assert pieces(source, signs=True)[1] == "第一条 甲。|## 第二章 附则"


def test_a_table_of_contents_is_left_out() -> None:
    source = "办法\n目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。"
    assert pieces(source) == ["办法", "第一章 总则|第一条 甲。", "第二章 附则|第二条 乙。"]


def test_a_text_without_headings_is_left_in_lines() -> None:
    assert pieces("甲乙丙\n丁戊己") == ["甲乙丙", "丁戊己"]


def test_pieces_read_as_units() -> None:
    found = {unit.address: unit.digest for unit in cut_units("第一条 甲：\n（一）乙；\n（二）丙。\n第二条 丁。")}
    assert found["第二条"] == digest("第二条 丁。")
    assert found["第一条第一款第（二）项"] == digest("（二）丙。")
    assert found["第一条"] != digest("第一条 甲：（一）乙；（二）丙。"), "no piece holds it whole"


@pytest.mark.parametrize(
    ("cuts", "expected"),
    [
        ([{0, 6}, {12}], Cuts(2, 0, 0)),
        ([{0, 6, 12}], Cuts(2, 2, 0)),
        ([{0}, {6}, {12}], Cuts(2, 0, 1)),
        ([{0}, {6, 12}], Cuts(2, 0, 1)),
        ([{0, 6}, {6}, {12}], Cuts(2, 0, 0)),
        ([{12}], Cuts(2, 0, 1)),
    ],
)
def test_merged_and_split(cuts: list[set[int]], expected: Cuts) -> None:
    source = "第一条 甲\n乙丙丁戊。\n第二条 丙"
    lines = source_lines(source)
    assert [line.at for line in lines] == [0, 6, 12]
    assert judge(lines, [0, 12], cuts) == expected


def test_headings_and_annexes_belong_to_no_article() -> None:
    source = "第一条 甲\n一、乙\n## 第二章 乙\n第二条 丙\n附件\n登记表。"
    lines = source_lines(source, signs=False)
    openings = [source.index("第一条"), source.index("第二条")]
    assert judge(lines, openings, [{at} for at in openings]) == Cuts(2, 0, 0)
