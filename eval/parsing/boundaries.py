"""Found units against labelled ones: precision, recall and F1 by kind, with confidence intervals over files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.parsing.structure import KIND_NAMES, Kind, Unit


@dataclass(frozen=True, slots=True)
class Tally:
    """The units of one kind in one file: labelled, found, and found rightly (address and extent)."""

    gold: int = 0
    found: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio with its 95 % interval; None where nothing could be counted."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """One kind of unit over all files: micro-averaged, every unit counts alike."""

    gold: int
    found: int
    right: int
    precision: Rate | None
    recall: Rate | None
    f1: Rate | None


def tally(gold: Iterable[Unit], found: Iterable[Unit]) -> dict[Kind, Tally]:
    """The counts of one file. A unit that stands twice must be found twice."""
    wanted, made = Counter(gold), Counter(found)
    right = wanted & made
    return {
        kind: Tally(*(sum(n for unit, n in units.items() if unit.kind == kind) for units in (wanted, made, right)))
        for kind in KIND_NAMES
    }


def differences(gold: Iterable[Unit], found: Iterable[Unit]) -> tuple[list[str], list[str]]:
    """The addresses of the labelled units that were not found as labelled, and of the found ones not labelled so."""
    wanted, made = Counter(gold), Counter(found)
    return [unit.address for unit in (wanted - made).elements()], [unit.address for unit in (made - wanted).elements()]


def score(files: Sequence[Mapping[Kind, Tally]], *, seed: int = 20261122, resamples: int = 2000) -> dict[Kind, Score]:
    """Every kind that occurs. The intervals are those of the percentile bootstrap over files: units of one file stand
    or fall together, so files are what is drawn again.

    Reference: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    """
    draws = np.random.default_rng(seed).integers(0, max(1, len(files)), size=(resamples, len(files)))
    scores: dict[Kind, Score] = {}
    for kind in KIND_NAMES:
        counts = np.array([(f[kind].gold, f[kind].found, f[kind].right) for f in files], dtype=float).reshape(-1, 3)
        gold, found, right = (int(n) for n in counts.sum(axis=0))
        if not gold and not found:
            continue
        drawn = counts[draws].sum(axis=1).T
        scores[kind] = Score(
            gold,
            found,
            right,
            _rate(right, found, drawn[2], drawn[1]),
            _rate(right, gold, drawn[2], drawn[0]),
            _rate(2 * right, gold + found, 2 * drawn[2], drawn[0] + drawn[1]),
        )
    return scores


def _rate(part: int, whole: int, parts: npt.NDArray[np.float64], wholes: npt.NDArray[np.float64]) -> Rate | None:
    if not whole:
        return None
    known = wholes > 0
    low, high = np.quantile(parts[known] / wholes[known], [0.025, 0.975])
    return Rate(part / whole, float(low), float(high))
