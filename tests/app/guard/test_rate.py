"""Allowances fill up evenly, and memory for them has an end."""

from __future__ import annotations

import pytest

from app.guard.rate import Buckets


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_all_at_once_and_then_evenly() -> None:
    clock = Clock()
    buckets = Buckets(6, clock=clock)
    assert [buckets.take("a") for _ in range(6)] == [0] * 6
    assert buckets.take("a") == pytest.approx(10)
    clock.now = 4
    assert buckets.take("a") == pytest.approx(6)
    clock.now = 10
    assert buckets.take("a") == 0 and buckets.take("a") == pytest.approx(10)
    clock.now = 10_000
    assert [buckets.take("a") for _ in range(7)] == [0] * 6 + [pytest.approx(10)]


def test_each_has_its_own() -> None:
    buckets = Buckets(1, clock=Clock())
    assert buckets.take("a") == 0 and buckets.take("b") == 0 and buckets.take("a") > 0


def test_nothing_is_limited_by_none() -> None:
    buckets = Buckets(0, clock=Clock())
    assert not any(buckets.take("a") for _ in range(10_000)) and len(buckets) == 0
    buckets.give_back("a")
    assert len(buckets) == 0


def test_giving_back() -> None:
    buckets = Buckets(2, clock=Clock())
    buckets.take("a")
    buckets.give_back("a")
    buckets.give_back("a")  # no more than there was
    buckets.give_back("stranger")
    assert [buckets.take("a") > 0 for _ in range(3)] == [False, False, True] and len(buckets) == 1


def test_memory_is_bounded_and_the_longest_away_are_forgotten() -> None:
    buckets = Buckets(1, most=100, clock=Clock())
    for number in range(1000):
        buckets.take("regular")
        buckets.take(str(number))
        assert len(buckets) <= 100
    assert buckets.take("regular") > 0 and buckets.take("999") > 0 and buckets.take("1") == 0


def test_a_clock_that_stands_still_gives_nothing() -> None:
    buckets = Buckets(1, clock=Clock())
    assert [buckets.take("a") > 0 for _ in range(5)] == [False] + [True] * 4
