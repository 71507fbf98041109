from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.dataset import load
from eval.inventory import counts, interval, repeated

Write = Callable[..., Path]
Record = Callable[..., dict[str, Any]]


def test_kinds_are_counted_in_their_order(write_set: Write, record: Record) -> None:
    made = load(write_set(record(), record(id="q2", kind="direct"), record(id="q3")))
    assert list(counts(made).items()) == [("direct", 1), ("numeric", 2)]


def test_the_same_wording_is_found_within_and_across_sets(write_set: Write, record: Record) -> None:
    turn = [{"question": "能借几本", "answer": "五本"}]
    one = load(write_set(record(), record(id="q2", question="晚还，多久 会停借？"), record(id="q3", question="别的")))
    other = load(
        write_set(
            record(id="x", question="别的！"),
            record(id="y", kind="followup", history=turn),
            record(id="z", as_of="2020-01-01"),
            name="另.jsonl",
        )
    )
    assert [[p.question.id for p in places] for places in repeated([one])] == [["q1", "q2"]]
    assert [[p.question.id for p in places] for places in repeated([one, other])] == [["q1", "q2"], ["q3", "x"]]


def test_how_little_a_set_proves() -> None:
    # 9 in 10, with z² = 3.8415: (0.9 + 0.19207 ± 1.96·√(0.009 + 0.009604)) / 1.38415
    assert interval(10) == pytest.approx((0.5958, 0.9821), abs=0.0001)
    low, high = interval(1000)
    assert high - low < 0.04
