from __future__ import annotations

from dataclasses import replace

import pytest

from eval.calibration import Point, calibration, reliability, tradeoff
from eval.dataset import Gold, Question
from eval.run import QuestionResult
from eval.statistics import wilson_interval


def asked(confidence: float | None, first: bool | None, error: str = "") -> QuestionResult:
    """A question whose first article is right (True) or wrong (False), or that no regulation answers (None)."""
    question = Question(
        "q", "问", "direct", () if first is None else (Gold("甲", "第一条"),), unanswerable=first is None
    )
    scores = {"correct": 0.0} if first is None else {"correct": float(first), "P@1": float(first)}
    return QuestionResult(question, False, (), (), (), scores, 1, error, confidence=confidence)


RESULTS = [asked(0.95, True), asked(0.91, True), asked(0.6, False), asked(0.65, True), asked(0.3, None)]


def test_bins_hold_mean_confidence_and_the_share_of_right_ones() -> None:
    bins = reliability(RESULTS)
    assert [(b.low, b.high, b.count, b.right) for b in bins] == [
        (0.3, 0.4, 1, 0.0),  # no regulation answers: nothing found first does
        (0.6, 0.7, 2, 0.5),
        (0.9, 1.0, 2, 1.0),
    ]
    assert [b.confidence for b in bins] == pytest.approx([0.3, 0.625, 0.93])
    assert bins[1].interval == wilson_interval(0.5, 2)


def test_the_ends_of_the_scale_are_in_the_first_and_the_last_bin() -> None:
    assert [(b.low, b.count) for b in reliability([asked(0.0, None), asked(1.0, True)])] == [(0.0, 1), (0.9, 1)]


def test_calibration_numbers() -> None:
    found = calibration(RESULTS)
    assert found is not None
    # ECE: (1·|0 − 0.3| + 2·|0.5 − 0.625| + 2·|1 − 0.93|) / 5 = (0.3 + 0.25 + 0.14) / 5
    assert found.ece == pytest.approx(0.138)
    # Brier: (0.05² + 0.09² + 0.6² + 0.35² + 0.3²) / 5 = (0.0025 + 0.0081 + 0.36 + 0.1225 + 0.09) / 5
    assert found.brier == pytest.approx(0.11662)
    assert (found.auroc, found.count) == (1.0, 5)


def test_auroc_counts_the_pairs_in_the_right_order() -> None:
    # answerable 0.9, 0.4; unanswerable 0.5, 0.4: 0.9 > both, 0.4 < 0.5, 0.4 = 0.4 counts half: 2.5 of 4
    mixed = [asked(0.9, True), asked(0.4, True), asked(0.5, None), asked(0.4, None)]
    found = calibration(mixed)
    assert found is not None and found.auroc == pytest.approx(2.5 / 4)


def test_the_tradeoff_runs_from_refusing_nothing_to_refusing_everything() -> None:
    mixed = [asked(0.9, True), asked(0.4, True), asked(0.5, None), asked(0.4, None)]
    points = tradeoff(mixed)
    assert points[:-1] == (
        Point(0.4, 0.0, 0.0),
        Point(0.5, 0.5, 0.5),  # below 0.5: one unanswerable, one answerable
        Point(0.9, 1.0, 0.5),
    )
    assert (points[-1].refusal, points[-1].false_refusal) == (1.0, 1.0)
    assert points[-1].threshold == pytest.approx(0.9) and points[-1].threshold > 0.9


def test_every_threshold_does_what_its_point_says() -> None:
    results = [*RESULTS, asked(0.7, None), asked(0.2, True)]
    for point in tradeoff(results):
        for unanswerable, share in ((True, point.refusal), (False, point.false_refusal)):
            below = [(r.confidence or 0) < point.threshold for r in results if r.question.unanswerable == unanswerable]
            assert sum(below) / len(below) == pytest.approx(share)


def test_what_has_no_confidence_is_left_out() -> None:
    assert calibration([asked(None, True)]) is None
    assert reliability([asked(None, True)]) == ()
    found = calibration([*RESULTS, asked(None, False), replace(RESULTS[0], error="坏了")])
    assert found is not None and found.count == 5


def test_one_sort_of_questions_has_no_tradeoff() -> None:
    found = calibration(RESULTS[:3])
    assert found is not None and found.auroc is None
    assert tradeoff(RESULTS[:3]) == () == tradeoff(RESULTS[4:])
