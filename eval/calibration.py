"""Does the system's own probability mean what it says, and what would another threshold of refusing cost?

A probability is held against what it speaks of: that what was found first answers the question. It does where the first
article of the ranking is gold (P@1); where no regulation answers, nothing found first can. Questions without a
probability (another system, no reply) are left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from eval.run import QuestionResult
from eval.statistics import wilson_interval

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The ``count`` questions whose confidence lies in [``low``, ``high``) (the last bin includes 1): the mean of their
    ``confidence``, the share ``right`` of them, and its 95 % interval (Wilson)."""

    low: float
    high: float
    count: int
    confidence: float
    right: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """What refusing below ``threshold`` does: the shares of unanswerable (``refusal``) and of answerable questions
    (``false_refusal``) whose confidence is lower."""

    threshold: float
    refusal: float
    false_refusal: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of ``count`` questions: expected calibration error and Brier score (0 is best of both), and how well
    confidence tells answerable questions from others (AUROC; 0.5 is chance, None where there is only one sort)."""

    count: int
    ece: float
    brier: float
    auroc: float | None


def calibration(results: Sequence[QuestionResult]) -> Calibration | None:
    """All numbers of these results; None if no question has a confidence.

    ECE is the mean distance between confidence and share of right ones in the bins of :func:`reliability`, weighted by
    their counts (Guo et al., On Calibration of Modern Neural Networks, ICML 2017). The Brier score is the mean squared
    difference between confidence and 1 (right) or 0 (Brier 1950). AUROC is the probability that an answerable question
    has a higher confidence than an unanswerable one (Hanley & McNeil 1982).
    """
    from sklearn.metrics import roc_auc_score

    pairs = _judged(results)
    if not pairs:
        return None
    ece = math.fsum(b.count * abs(b.right - b.confidence) for b in reliability(results)) / len(pairs)
    brier = math.fsum((confidence - right) ** 2 for confidence, right in pairs) / len(pairs)
    answerable, confidences = _sorts(results)
    auroc = float(roc_auc_score(answerable, confidences)) if len(set(answerable)) == 2 else None
    return Calibration(len(pairs), ece, brier, auroc)


def reliability(results: Sequence[QuestionResult]) -> tuple[Bin, ...]:
    """The reliability diagram: ten bins of equal width, those without a question left out (DeGroot & Fienberg 1983)."""
    groups: dict[int, list[tuple[float, float]]] = {}
    for confidence, right in _judged(results):
        groups.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, right))
    made = []
    for position, pairs in sorted(groups.items()):
        share = math.fsum(right for _, right in pairs) / len(pairs)
        average = math.fsum(confidence for confidence, _ in pairs) / len(pairs)
        low, high = position / BINS, (position + 1) / BINS
        made.append(Bin(low, high, len(pairs), average, share, wilson_interval(share, len(pairs))))
    return tuple(made)


def tradeoff(results: Sequence[QuestionResult]) -> tuple[Point, ...]:
    """Refusals against false refusals, for every threshold that makes a difference, from refusing nothing to refusing
    everything. It is the ROC curve of refusing by confidence alone; what the system refuses on other grounds has a
    confidence of 0 or does not show. Empty unless there are questions of both sorts."""
    from sklearn.metrics import roc_curve

    answerable, confidences = _sorts(results)
    if len(set(answerable)) < 2:
        return ()
    unanswerable = [not answer for answer in answerable]
    doubts = [-confidence for confidence in confidences]
    false, true, at = roc_curve(unanswerable, doubts, drop_intermediate=False)
    # at[i] marks the last confidence that is refused; the threshold is the next one, which is still answered
    refused = [-float(doubt) for doubt in at[1:]]
    thresholds = [*refused, math.nextafter(refused[-1], math.inf)]
    return tuple(
        Point(threshold, float(refusal), float(wrong))
        for threshold, refusal, wrong in zip(thresholds, true, false, strict=True)
    )


def _judged(results: Sequence[QuestionResult]) -> list[tuple[float, float]]:
    """(confidence, 1 if what was found first answers, else 0) of every question that has a confidence."""
    return [
        (r.confidence, 0.0 if r.question.unanswerable else r.scores["P@1"] or 0.0)
        for r in results
        if r.confidence is not None and not r.error
    ]


def _sorts(results: Sequence[QuestionResult]) -> tuple[list[bool], list[float]]:
    """Whether each question is answerable, and its confidence."""
    known = [(not r.question.unanswerable, r.confidence) for r in results if r.confidence is not None and not r.error]
    return [answerable for answerable, _ in known], [confidence for _, confidence in known]
