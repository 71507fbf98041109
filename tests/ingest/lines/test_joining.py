"""Broken lines become whole again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.lines.joining import join_broken
from ingest.lines.line import Line
from ingest.lines.mapped import Mapped

LaidOut = Callable[[str], list[Line]]
FIRST = "各科室应当在每月最后一个工作日之前把本科室的用纸数量，报送给办公室的纸张"


def test_lines_broken_by_a_page_are_joined(laid_out: LaidOut) -> None:
    source = f"{FIRST}\n\n管理员汇总。\n第二条 完。"
    joined, edits = join_broken(laid_out(source))
    assert [line.text for line in joined] == [FIRST + "管理员汇总。", "第二条 完。"]
    assert [(edit.reason, source[edit.start : edit.end]) for edit in edits] == [("断行接续", "\n\n")]
    assert edits[0].text == f"{FIRST[-8:]}⏎管理员汇总。"


def test_a_sentence_of_many_lines(laid_out: LaidOut) -> None:
    pieces = ["并按照要求逐页登记造册，由专人在当天", "送交办公室统一编号装订并放入专柜分类妥善"]
    source = "\n".join([FIRST, *pieces * 5, "保存。", "另起一行。"])
    joined, edits = join_broken(laid_out(source))
    assert [line.text for line in joined] == [FIRST + "".join(pieces) * 5 + "保存。", "另起一行。"]
    assert len(edits) == 11
    assert edits[-1].text == pieces[1][-8:] + "⏎保存。"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2024年1月8日 砚禾研究院第三次院务会议《关于修改打印办法的决定》修正", "2024年3月1日 起在全院施行"),
        ("关于加强砚禾研究院各科室、各分院打印纸张管理工作的若干规定和说明", "砚院发〔2024〕3号"),
        ("甲科室、乙科室、丙科室、丁科室、戊科室、己科室、庚科室、辛科室、壬科室", "第三分院各科室"),
        ("一、修改《砚禾研究院各科室、各分院打印纸张管理工作的若干规定》", "将第二条修改为下列内容，其余不变。"),
    ],
)
def test_what_is_no_sentence_is_not_joined(laid_out: LaidOut, before: str, after: str) -> None:
    assert len(join_broken(laid_out(f"{before}\n{after}"))[0]) == 2


def test_a_reference_broken_before_its_number(laid_out: LaidOut) -> None:
    joined, _ = join_broken(laid_out("第一条 违反规定的，依照\n第三条 处理，并在全院通报。\n第二条 完。"))
    assert [line.text for line in joined] == ["第一条 违反规定的，依照第三条 处理，并在全院通报。", "第二条 完。"]


@pytest.mark.parametrize("line", ["第二条 复印", "（一）复印", "责任单位：办公室", "Copies", "| 甲 | 乙 |", "# 复印"])
def test_what_opens_something_of_its_own_is_not_joined(laid_out: LaidOut, line: str) -> None:
    assert len(join_broken(laid_out(f"{FIRST}\n{line}"))[0]) == 2


def test_headings_tables_and_finished_lines_are_not_joined(laid_out: LaidOut) -> None:
    source = "第一章 总则\n各科室应当双面打印，并在每月最后一个工作日之前报送用纸的数量和用途。\n其余另行通知。"
    assert len(join_broken(laid_out(source))[0]) == 3


def test_gaps_of_line_ends_are_closed(laid_out: LaidOut) -> None:
    source = "各科室应当双面打印，并在每月最后一个工作日之前 报送用纸的数量，做到  不漏报。"
    [line], edits = join_broken(laid_out(source))
    assert " " not in line.text
    assert [(edit.reason, source[edit.start : edit.end]) for edit in edits] == [("句中空格", " "), ("句中空格", "  ")]


def test_the_gap_after_a_marker_and_those_of_latin_stay() -> None:
    text = "第三条 各科室应当用 PDF format 保存全部打印的文件，并在每月最后一个工作日之前报送。"
    [line], edits = join_broken([Line(Mapped.of(text))])
    assert (line.text, edits) == (text, [])


def test_a_title_note_keeps_the_spaces_that_part_it(laid_out: Callable[[str], list[Line]]) -> None:
    note = "（2024年11月6日院长办公会议通过 砚院办〔2024〕31号印发 自2025年1月1日起施行）"
    joined, edits = join_broken(laid_out(note))
    assert [line.text for line in joined] == [note] and edits == []
