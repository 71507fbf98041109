"""The numbers of a load, by hand."""

from __future__ import annotations

from eval.load.client import Sample
from eval.load.measured import Limited, Load, milliseconds


def test_a_load_in_numbers() -> None:
    samples = (*(Sample("ok", 200, n / 100) for n in range(1, 21)), Sample("busy", 503, 9.0), Sample("busy", 503, 9.0))
    assert Load(4, samples, 5.0).to_dict() == {
        "users": 4,
        "requests": 22,
        "answered": 20,
        "faults": {"busy": 2},
        "seconds": 5.0,
        "per_second": 4.0,
        "answered_ms": {"p50": 100.0, "p95": 190.0, "max": 200.0},
    }


def test_nothing_measured_is_none_not_zero() -> None:
    assert milliseconds([]) is None
    assert Load(4, (), 0.0).to_dict()["per_second"] == 0.0


def test_refusals_apart_from_what_was_answered_meanwhile() -> None:
    refused = Sample("too_many_requests", 429, 0.004)
    found = Limited(30, (refused, Sample("ok", 200, 0.1), refused), Load(1, (), 1.0)).to_dict()
    assert (found["answered_before_refusal"], found["requests_beyond"], found["refused"]) == (30, 3, 2)
    assert found["refused_ms"] == {"p50": 4.0, "p95": 4.0, "max": 4.0}
