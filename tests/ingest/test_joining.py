"""Broken lines become whole again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.joining import join_broken
from ingest.line import Line
from ingest.mapped import Mapped

LaidOut = Callable[[str], list[Line]]
FIRST = "各科室应当在每月最后一个工作日之前把本科室的用纸数量，报送给办公室的纸张"


def test_lines_broken_by_a_page_are_joined(laid_out: LaidOut) -> None:
    source = f"{FIRST}\n\n管理员汇总。\n第二条 完。"
    joined, edits = join_broken(laid_out(source))
    assert [line.text for line in joined] == [FIRST + "管理员汇总。", "第二条 完。"]
    assert [(edit.reason, source[edit.start : edit.end]) for edit in edits] == [("断行接续", "\n\n")]
    assert edits[0].text == f"{FIRST[-8:]}⏎管理员汇总。"


def test_a_sentence_of_many_lines(laid_out: LaidOut) -> None:
    source = "\n".join([FIRST, *["并按照要求登记造册", "存"] * 5, "备查。", "另起一行。"])
    joined, edits = join_broken(laid_out(source))
    assert [line.text for line in joined] == [FIRST + "并按照要求登记造册存" * 5 + "备查。", "另起一行。"]
    assert len(edits) == 11
    assert edits[-1].text == "按照要求登记造册存"[-8:] + "⏎备查。"


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
