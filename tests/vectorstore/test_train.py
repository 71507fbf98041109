"""Fitting the weights: what separates right from wrong gets weight, too few questions are refused."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from vectorstore.errors import VectorstoreError
from vectorstore.fusion import ANSWERING, CLASSIFIED, RANKING, READING
from vectorstore.train import Example, _threshold, cross_validate, fit

NAMES = tuple(dict.fromkeys((*RANKING, *ANSWERING)))  # in a fixed order: a set's differs from process to process


def _example(chance: random.Random, answerable: bool) -> Example:
    """The right article has more words covered; of a question without an answer no article has many."""
    candidates = []
    for position in range(6):
        right = answerable and position == 0
        features = {name: chance.random() * 0.1 for name in NAMES}
        features["typed"] = chance.uniform(0.6, 0.9) if right else chance.uniform(0.1, 0.4)
        candidates.append(features)
    return Example(tuple(candidates), tuple(answerable and i == 0 for i in range(6)), answerable)


@pytest.fixture(scope="module")
def found() -> list[Example]:
    chance = random.Random(7)
    return [_example(chance, number % 3 != 0) for number in range(60)]


def test_what_separates_gets_weight(found: list[Example]) -> None:
    ranker = fit(found)
    assert ranker.ranking.weights["typed"] == max(ranker.ranking.weights.values()) > 0
    assert ranker.answering.weights["typed"] > 0
    assert ranker.fitted["success_at_1"] == 1.0 and ranker.fitted["refusal"] > 0.9
    assert ranker.fitted["false_refusal"] <= 0.05


def test_what_was_read_counts_where_nothing_else_separates() -> None:
    chance = random.Random(9)
    alike = [
        Example(
            tuple({name: chance.random() * 0.01 for name in NAMES} | {"level": 0.6} for _ in range(2)),
            (answerable, False),
            answerable,
            read=(4.0 if answerable else -3.0, -3.0),
        )
        for answerable in (number % 2 == 0 for number in range(80))
    ]
    ranker = fit(alike)
    assert ranker.read is not None and ranker.read.weights[READING] > 0
    assert fit([replace(example, read=()) for example in alike]).read is None
    unread = cross_validate([replace(example, read=()) for example in alike])
    read = cross_validate(alike)
    assert unread["read"] == 0.0 < read["read"]
    assert read["success_at_1"] > 0.9 > unread["success_at_1"]
    assert read["refusal"] > 0.9 > unread["refusal"]


def test_likeness_to_known_questions_counts_where_there_are_some(found: list[Example]) -> None:
    def asked(example: Example, known: bool) -> Example:
        likeness = [
            {"asked": 0.3 if good else -0.1, "unsettled": 0.0 if example.answerable else 0.3} for good in example.right
        ]
        candidates = [
            f | (more if known else dict.fromkeys(more, 0.0))
            for f, more in zip(example.candidates, likeness, strict=True)
        ]
        return replace(example, candidates=tuple(candidates), known=known)

    plain = fit([asked(example, False) for example in found])
    assert plain.known is None and "asked" not in plain.ranking.weights
    both = fit([*(asked(example, False) for example in found), *(asked(example, True) for example in found)])
    assert "asked" not in both.ranking.weights and both.known is not None
    assert both.known.ranking.weights["asked"] > 0
    assert both.known.answering.weights["asked"] > 0 > both.known.answering.weights["unsettled"]
    assert both.known.fitted["questions"] == len(found) == both.fitted["questions"] / 2


def test_the_same_questions_give_the_same_weights(found: list[Example]) -> None:
    assert fit(found) == fit(found)
    assert cross_validate(found) == cross_validate(found)


def test_too_few_questions(found: list[Example]) -> None:
    with pytest.raises(VectorstoreError, match="至少"):
        fit([example for example in found if example.answerable])


def test_questions_that_teach_ranking_only_are_not_enough_to_fit_on() -> None:
    candidate = dict.fromkeys(NAMES, 0.5)
    ranking_only = [Example((candidate,), (True,), True, refusing=False) for _ in range(20)]
    unanswerable = [Example((candidate,), (False,), False) for _ in range(20)]
    with pytest.raises(VectorstoreError) as error:
        fit([*ranking_only, *unanswerable])
    assert error.value.code == "few_questions"


def test_the_classifier_counts_where_many_questions_are_known(found: list[Example]) -> None:
    def classified(example: Example) -> Example:
        candidates = []
        for features, good in zip(example.candidates, example.right, strict=True):
            more = {"asked": 0.0, "unsettled": 0.0, **dict.fromkeys(CLASSIFIED[:2], -0.2 if good else -6.0)}
            candidates.append(features | more | dict.fromkeys(CLASSIFIED[2:], -5.0 if example.answerable else -0.1))
        few = {name: value for name, value in candidates[-1].items() if name not in (*CLASSIFIED[2:], "unsettled")}
        return replace(example, candidates=(*candidates[:-1], few), known=True)

    ranker = fit([classified(example) for example in found])
    assert ranker.classified is not None and ranker.known is not None
    assert "settles" not in ranker.known.ranking.weights
    assert ranker.classified.ranking.weights["settles"] > 0
    assert ranker.classified.answering.weights["settles"] > 0 > ranker.classified.answering.weights["nothing"]
    assert ranker.classified.fitted["refusal"] == 1.0
    assert fit([replace(classified(example), known=False) for example in found]).classified is None


def test_the_threshold_refuses_enough_within_what_that_may_cost() -> None:
    answerable = np.linspace(0.0, 1.0, 1001)
    assert _threshold(answerable, np.linspace(0.0, 0.02, 101)) == pytest.approx(0.0192)
    assert _threshold(answerable, np.linspace(0.0, 0.9, 101)) == pytest.approx(0.03)
    assert _threshold(answerable, np.zeros(10)) == pytest.approx(0.01)  # it costs little to refuse more
