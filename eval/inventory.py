"""What can be said of question sets without asking anything: how many of each kind, what is asked twice, and how little
a set of this size can prove."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from eval.agreement import wording
from eval.dataset import KINDS, Question, QuestionSet
from eval.statistics import wilson_interval

SHARE = 0.9
"""The share of right answers that the interval is told for."""


@dataclass(frozen=True, slots=True)
class Place:
    """A question and the set it stands in."""

    question_set: QuestionSet
    question: Question


def counts(question_set: QuestionSet) -> dict[str, int]:
    """The number of questions of each kind, in the order of the kinds, kinds without any left out."""
    found = Counter(question.kind for question in question_set.questions)
    return {kind: found[kind] for kind in KINDS if found[kind]}  # type: ignore[index]


def repeated(sets: Sequence[QuestionSet]) -> list[tuple[Place, ...]]:
    """The questions that stand twice or more, in one set or in several: same wording without punctuation and width,
    same conversation before, same day."""
    places: dict[Hashable, list[Place]] = defaultdict(list)
    for question_set in sets:
        for question in question_set.questions:
            places[wording(question)].append(Place(question_set, question))
    return [tuple(same) for same in places.values() if len(same) > 1]


def interval(count: int) -> tuple[float, float]:
    """The 95 % interval of a share of :data:`SHARE` over ``count`` questions (Wilson 1927)."""
    return wilson_interval(SHARE, count)
