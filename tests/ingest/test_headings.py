"""编 章 节 and what else stands above articles."""

from __future__ import annotations

from collections.abc import Callable

from ingest.headings import first_sentence, is_bare_heading
from ingest.model import Regulation

Read = Callable[..., Regulation]


def test_short_titles_of_points() -> None:
    assert first_sentence("双面打印。图纸除外。") == "双面打印"
    assert first_sentence("双面打印。") == ""
    assert first_sentence("下列情形：甲。乙。") == ""


def test_bare_headings() -> None:
    assert is_bare_heading("总体要求")
    assert not is_bare_heading("人人省纸。")
