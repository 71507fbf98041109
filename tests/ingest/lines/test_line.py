"""A line and what it begins and ends with."""

from __future__ import annotations

import pytest

from ingest.lines.line import Line, dropped, ends_sentence
from ingest.lines.mapped import Mapped


@pytest.mark.parametrize(
    "text", ["完。", "如下：", "另行通知）", "“双面打印。”", "见《须知》。）", "……", "【完】", "（略。）”"]
)
def test_ends(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "双面打印", "打印，", "”", "》", "《打印须知》", "“节约”", "。打印"])
def test_goes_on(text: str) -> None:
    assert not ends_sentence(text)


def test_the_end_of_a_part() -> None:
    text = "甲。乙”丙"
    assert ends_sentence(text, 0, 2)
    assert not ends_sentence(text, 2, 4), "what stands before the part does not count"
    assert not ends_sentence(text, 2, 2)


def test_a_part_of_a_line_has_its_own_marker() -> None:
    line = Line(Mapped.of("第九条 打印。 第十条 复印。"), boundary=True, gap=True)
    assert line.marker and (line.marker.kind, line.marker.number) == ("article", 9)
    rest = line.cut(7, 16)
    assert rest.text == "第十条 复印。"
    assert rest.marker and rest.marker.number == 10
    assert (rest.boundary, rest.gap) == (False, True)
    assert line.cut(0, 7).boundary


def test_what_is_left_out_says_where_it_stood() -> None:
    edit = dropped(Line(Mapped.of("甲\n- 3 -\n乙").cut(2, 7)), "页码")
    assert (edit.reason, edit.start, edit.end, edit.text, edit.removed) == ("页码", 2, 7, "- 3 -", True)
