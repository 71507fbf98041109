"""Two sequences beside each other."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest

from ingest.editions import sequences
from ingest.editions.sequences import matched


def check(first: list[str], second: list[str]) -> list[tuple[int, int, int, int]]:
    """The blocks, which must be in order, not empty and inside the sequences."""
    blocks = list(matched(first, second))
    at, other = 0, 0
    for i1, i2, j1, j2 in blocks:
        assert at <= i1 < i2 <= len(first)
        assert other <= j1 < j2 <= len(second)
        at, other = i2, j2
    return blocks


def agreeing(first: list[str], second: list[str]) -> int:
    return sum(i2 - i1 for i1, i2, j1, j2 in check(first, second) if first[i1:i2] == second[j1:j2])


def test_blocks_are_equal_or_different_throughout() -> None:
    assert check(list("甲乙丙丁"), list("甲戊丙丁己")) == [(0, 1, 0, 1), (1, 2, 1, 2), (2, 4, 2, 4)]
    assert check([], list("甲")) == []
    assert check([], []) == []


def test_elements_that_recur_by_the_hundred_thousand() -> None:
    cells = ["0"] * 60_000
    assert agreeing(["甲", *cells, "乙", *cells], ["甲", *cells, "丙", *cells]) == 120_001
    assert agreeing([*cells, "乙", *cells, "丁"], ["甲", *cells, "乙", *cells]) > 100_000
    assert check(["甲", *cells, "乙"], ["丙", *cells[:-1], "丁"]) == [(0, 60_002, 0, 60_001)]


@pytest.mark.parametrize("seed", range(20))
def test_the_short_way_finds_what_the_long_way_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    first = [chance.choice("甲乙丙") + str(at if chance.random() < 0.7 else 0) for at in range(300)]
    second = [each for each in first if chance.random() < 0.95]
    for _ in range(10):
        second.insert(chance.randrange(len(second)), "新")
    long = sum(block.size for block in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks())
    assert agreeing(first, second) == long
    monkeypatch.setattr(sequences, "_MOST_PAIRS", 40)
    assert agreeing(first, second) >= 0.95 * long
