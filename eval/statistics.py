"""Means, percentiles, confidence intervals and paired tests; each with its reference. Everything random is seeded."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20261122
_LEVEL = 0.95
_RESAMPLES = 2000
_FLIPS = 9999


@dataclass(frozen=True, slots=True)
class Measured:
    """A number over ``count`` questions. ``low`` and ``high`` are the 95 % bootstrap interval; ``wilson`` is the 95 %
    interval that stays honest where there are few questions or all have the same score (None where it does not
    apply)."""

    mean: float
    low: float
    high: float
    count: int
    wilson: tuple[float, float] | None = None


def measured(values: Sequence[float | None], *, lowest: float = 0.0) -> Measured | None:
    """The mean of the values that exist with its intervals; None if none exists. Values lie in [``lowest``, 1]."""
    average, interval = mean(values), bootstrap_interval(values)
    if average is None or interval is None:
        return None
    count = sum(value is not None for value in values)
    return Measured(average, *interval, count, wilson_interval(average, count, lowest=lowest))


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of the values that exist, or None if none does."""
    known = [value for value in values if value is not None]
    return math.fsum(known) / len(known) if known else None


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The nearest-rank percentile: the smallest value that at least ``percent`` % of the values do not exceed.

    Always a measured value, never one between two. None if there are no values.

    Reference: Hyndman & Fan, Sample Quantiles in Statistical Packages, 1996, definition 1.
    """
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def bootstrap_interval(
    values: Sequence[float | None], *, seed: int = SEED, resamples: int = _RESAMPLES, level: float = _LEVEL
) -> tuple[float, float] | None:
    """A confidence interval for the mean: the percentile bootstrap over questions.

    Questions are drawn with replacement ``resamples`` times; the interval runs between the ``(1-level)/2`` and
    ``(1+level)/2`` quantiles of the means. The seed makes it the same every time. Given differences between two runs
    question by question, it is the paired bootstrap. None if no value exists.

    Reference: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; Sakai, SIGIR 2006, for IR.
    """
    known = np.array([value for value in values if value is not None], dtype=float)
    if known.size == 0:
        return None
    return _between(known[_draws(known.size, seed, resamples)].mean(axis=1), level)


def ratio(
    numerators: Sequence[float], denominators: Sequence[float], *, seed: int = SEED, resamples: int = _RESAMPLES
) -> Measured | None:
    """Sum of ``numerators`` / sum of ``denominators``, one of each a question, with a 95 % bootstrap interval.

    For what is no mean of scores: precision and F1 of refusing, the share of all quotations. Whole questions are drawn,
    so what belongs to one question stays together; draws whose denominators sum to 0 are left out. ``count`` are the
    questions with a denominator. None if the denominators sum to 0.

    Reference: Efron & Tibshirani 1993, chapter 13, as above.
    """
    above, below = np.array(numerators, dtype=float), np.array(denominators, dtype=float)
    if not below.sum():
        return None
    draws = _draws(below.size, seed, resamples)
    summed = below[draws].sum(axis=1)
    ratios = above[draws].sum(axis=1)[summed > 0] / summed[summed > 0]
    return Measured(float(above.sum() / below.sum()), *_between(ratios, _LEVEL), int((below > 0).sum()))


def wilson_interval(average: float, count: int, *, lowest: float = 0.0) -> tuple[float, float]:
    """The 95 % score interval of a proportion: does not shrink to a point where every question has the same score.

    For graded scores in [``lowest``, 1] it is at least as wide as it should be, since no such score varies more than
    one of only ``lowest`` and 1 with the same mean.

    Reference: Wilson 1927; Brown, Cai & DasGupta, Interval Estimation for a Binomial Proportion, 2001.
    """
    z = 1.959963984540054
    span = 1.0 - lowest
    share = (average - lowest) / span
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(max(0.0, share * (1 - share)) / count + z * z / (4 * count * count))
    low, high = (
        min(share, max(0.0, middle - half)),
        max(share, min(1.0, middle + half)),
    )  # rounding must not lose the mean
    return lowest + span * low, lowest + span * high


def paired_p(before: Sequence[float], now: Sequence[float], *, seed: int = SEED) -> float:
    """The two-sided p-value that the scores of the same questions differ: :func:`mcnemar` where every score is 0 or 1,
    else :func:`sign_flip`."""
    if {*before, *now} <= {0.0, 1.0}:
        differences = [new - old for old, new in zip(before, now, strict=True)]
        return mcnemar(sum(d > 0 for d in differences), sum(d < 0 for d in differences))
    return sign_flip([new - old for old, new in zip(before, now, strict=True)], seed=seed)


def mcnemar(won: int, lost: int) -> float:
    """The exact test for right or wrong: were as many questions lost as won but for chance? 1 if none changed.

    Reference: McNemar 1947; the exact binomial form, as Dietterich, Neural Computation 1998, discusses it.
    """
    from scipy.stats import binomtest

    return float(binomtest(won, won + lost).pvalue) if won + lost else 1.0


def sign_flip(differences: Sequence[float], *, seed: int = SEED) -> float:
    """The paired randomisation test for graded scores: how often is the mean difference as large when the two runs of
    each question are swapped at random? All swaps are tried up to 13 changed questions, above that 9,999 drawn ones.

    Reference: Smucker, Allan & Carterette, A Comparison of Statistical Significance Tests for Information Retrieval
    Evaluation, CIKM 2007.
    """
    from scipy.stats import permutation_test

    changed = np.array([difference for difference in differences if difference], dtype=float)
    if changed.size < 2:  # one question, swapped or not: the difference is as large both times
        return 1.0

    def total(sample: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
        # rounded, so that equal sums added in another order stay equal
        summed: NDArray[np.float64] = np.round(np.sum(sample, axis=axis), 9)
        return summed

    drawn = np.random.default_rng(seed)
    found = permutation_test((changed,), total, permutation_type="samples", n_resamples=_FLIPS, rng=drawn)
    return float(found.pvalue)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """The p-values of several measures adjusted, so that the chance of even one false alarm stays at the level.

    Reference: Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979.
    """
    adjusted: dict[str, float] = {}
    reached = 0.0
    for position, (name, value) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        reached = max(reached, min(1.0, (len(p_values) - position) * value))
        adjusted[name] = reached
    return {name: adjusted[name] for name in p_values}


def _draws(size: int, seed: int, resamples: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).integers(0, size, size=(resamples, size))


def _between(values: NDArray[np.float64], level: float) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
