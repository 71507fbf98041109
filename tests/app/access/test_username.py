"""Names that may stand in logs and limits."""

from __future__ import annotations

import pytest

from app.access.username import username


def test_one_spelling() -> None:
    assert username(" 张三 ") == "张三" and username("e\u0301") == username("\u00e9") == "\u00e9"
    assert username("x" * 128) == "x" * 128


@pytest.mark.parametrize(
    "bad", ["", "  ", "x" * 129, "x" * 10**6, "a\nb", "a\x00", "a\u202eb", "a\u200bb", "\ud800", "a\u2028b"]
)
def test_no_name(bad: str) -> None:
    assert username(bad) is None
