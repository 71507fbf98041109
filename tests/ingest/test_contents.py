"""Tables of contents."""

from __future__ import annotations

from collections.abc import Callable

from ingest.contents import drop_contents, is_contents
from ingest.line import Line


def test_the_heading() -> None:
    assert is_contents("目 录") and is_contents("CONTENTS")
    assert not is_contents("目录由办公室编制。")


def test_lines_that_stand_again_are_dropped(laid_out: Callable[[str], list[Line]]) -> None:
    lines = laid_out(
        "打印办法\n目录\n第一章 总则 1\n第二章 附则 2\n第一章 总则\n第一条 省纸。\n第二章 附则\n第二条 完。"
    )
    kept, edits = drop_contents(lines)
    assert [line.text for line in kept] == ["打印办法", "第一章 总则", "第一条 省纸。", "第二章 附则", "第二条 完。"]
    assert [edit.text for edit in edits] == ["目录", "第一章 总则 1", "第二章 附则 2"]
    assert all(edit.removed for edit in edits)
