"""Tables of metadata between the lines of a text."""

from __future__ import annotations

from collections.abc import Callable

from ingest.documents.pagetable import take_tables
from ingest.lines.line import Line

ROW = "发文机关： | 砚禾研究院 | 成文日期： | 2024年3月5日"


def test_tables_are_taken_out(laid_out: Callable[[str], list[Line]]) -> None:
    lines, [first, second] = take_tables(
        laid_out(f"{ROW}\n\n打印办法\n第一条 省纸。\n第二条 完。\n\n{ROW}\n\n复印规定\n")
    )
    assert [line.text for line in lines] == ["打印办法", "第一条 省纸。", "第二条 完。", "复印规定"]
    assert (first.at, first.texts) == (0, (ROW,)) and second.at == 3
    assert all(edit.removed for edit in (*first.edits, *second.edits))


def test_whose_a_table_is(laid_out: Callable[[str], list[Line]]) -> None:
    [first] = take_tables(laid_out(f"打印办法\n{ROW}\n第一条 省纸。"))[1]
    assert first.owner([0, 2]) == 0
    assert first.owner([5, 9]) == 5
    [last] = take_tables(laid_out("打印办法\n" + "省纸。\n\n" * 8 + ROW))[1]
    assert (last.at, last.owner([0])) == (9, 0)


def test_no_table(laid_out: Callable[[str], list[Line]]) -> None:
    lines = laid_out("打印办法\n第一条 省纸。")
    assert take_tables(lines) == (lines, [])
