"""Titles printed over several lines."""

from __future__ import annotations

from collections.abc import Callable

from ingest.line import Line
from ingest.titlelines import join_title_lines


def test_a_title_over_two_lines_with_its_issuer(laid_out: Callable[[str], list[Line]]) -> None:
    joined, edits = join_title_lines(laid_out("青石镇办公室\n关于进一步加强\n打印管理的意见\n\n各科室：\n请照办。"))
    assert [line.text for line in joined] == ["青石镇办公室关于进一步加强打印管理的意见", "各科室：", "请照办。"]
    assert [edit.reason for edit in edits] == ["标题分行接续"]


def test_a_whole_title_is_left_alone(laid_out: Callable[[str], list[Line]]) -> None:
    joined, edits = join_title_lines(laid_out("关于打印管理的意见\n附则办法"))
    assert [line.text for line in joined] == ["关于打印管理的意见", "附则办法"]
    assert edits == []


def test_a_sentence_is_no_title(laid_out: Callable[[str], list[Line]]) -> None:
    lines = laid_out("关于打印的事，昨天已经说过\n请看意见")
    assert len(join_title_lines(lines)[0]) == 2
