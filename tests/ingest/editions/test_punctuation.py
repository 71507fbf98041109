"""Differences of punctuation, counted."""

from __future__ import annotations

import pytest

from ingest.editions.align import align
from ingest.editions.punctuation import punctuation_differences


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("省纸，双面打印；登记。", "省纸、双面打印；登记。", (("，", "、", 1),)),
        ("省纸，双面打印；登记用量。", "省纸双面打印；登记用量", (("，", "", 1), ("。", "", 1))),
        ("省纸，双面打印，登记用量。", "省纸；双面打印；登记用量。", (("，", "；", 2),)),
        ("省纸，双面打印。", "省纸,双面打印.", ()),
        ("按“三公”经费，双面打印", "按「三公」经费，双面打印", ()),
        ("省纸，双面打印。", "省纸，\n双面打印。", ()),
        ("省纸，一律双面打印。", "省纸；必须双面打印。", ()),
    ],
)
def test_kinds_and_counts(first: str, second: str, found: tuple[tuple[str, str, int], ...]) -> None:
    assert punctuation_differences(first, second, align(first, second).runs) == found
