"""The fitted models: reading, ordering, probability."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from vectorstore.fusion import (
    ANSWERING,
    DEFAULT_FILE,
    RANKING,
    READING,
    Linear,
    Ranker,
    RankerError,
    load_ranker,
    logistic,
)
from vectorstore.train import write

UNKNOWING = {"ranking": {"bias": 0, "weights": {"asked": 1}}}
"""``asked`` is for an index with known questions."""


def test_the_model_that_comes_with_the_project() -> None:
    ranker = load_ranker()
    assert set(ranker.ranking.weights) == set(RANKING) and set(ranker.answering.weights) == set(ANSWERING)
    assert 0.3 < ranker.threshold < 0.9
    assert ranker.ranking.weights["typed"] > 0 and ranker.ranking.weights["dense"] > 0
    assert ranker.answering.weights["level"] > 0 and ranker.answering.weights["typed"] > 0
    assert ranker.read is not None and ranker.read.weights[READING] > 0
    assert ranker.fitted["questions"] > 200
    known = ranker.known
    assert known is not None and known.ranking.weights["asked"] > 0 and known.read is not None
    assert known.answering.weights["asked"] > 0 > known.answering.weights["unsettled"]
    assert 0.3 < known.threshold < 0.9


def test_order_and_probability() -> None:
    ranker = Ranker(Linear(0.0, {"dense": 2.0}), Linear(-1.0, {"typed": 4.0}), 0.5)
    assert [i for i, _ in ranker.order([{"dense": 0.1}, {"dense": 0.4}, {"dense": 0.1}])] == [1, 0, 2]
    assert ranker.probability({"typed": 0.25}) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("reading", "level", "odds"),
    [
        (-3.0, 0.6, -2.0),  # against it: whole
        (3.0, 0.6, 2.5),  # for it: half
        (3.0, 0.2, 1.0),  # for what is far in meaning: not at all
        (-3.0, 0.2, -2.0),
    ],
)
def test_what_is_read_against_an_article_counts_more_than_what_is_read_for_it(
    reading: float, level: float, odds: float
) -> None:
    answering, read = Linear(1.0, {}), Linear(1.0, {READING: 1.0})
    ranker = Ranker(Linear(0.0, {}), answering, 0.5, read=read)
    assert ranker.probability({"level": level, READING: reading}) == pytest.approx(logistic(odds))
    assert ranker.probability({"level": level}) == pytest.approx(logistic(1.0))
    assert replace(ranker, read=None).probability({"level": level, READING: reading}) == pytest.approx(logistic(1.0))


def test_written_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "ranker.json"
    write(load_ranker(), path)
    assert load_ranker(path) == load_ranker()
    assert path.read_text(encoding="utf-8") == DEFAULT_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change", [{"threshold": 2}, {"ranking": {"bias": 0, "weights": {"luck": 1}}}, {"answering": None}, UNKNOWING]
)
def test_a_broken_model_is_explained(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "ranker.json"
    path.write_text(json.dumps({**load_ranker().to_dict(), **change}), encoding="utf-8")
    with pytest.raises(RankerError, match="train"):
        load_ranker(path)


def test_logistic_does_not_overflow() -> None:
    assert logistic(-1e6) == 0.0 and logistic(1e6) == 1.0 and logistic(0.0) == 0.5


def test_weights_go_from_those_of_a_small_index_to_those_of_a_large_one() -> None:
    small, large = Linear(0.0, {"words": 4.0}), Linear(0.0, {"words": 0.0, "dense": 2.0})
    ranker = Ranker(small, Linear(0.0, {}), 0.5, large=large)
    assert ranker.at(12).ranking == small
    assert ranker.at(500).ranking == small
    between = ranker.at(5000).ranking.weights
    assert between["words"] == pytest.approx(2.0)
    assert between["dense"] == pytest.approx(1.0)
    assert ranker.at(1_000_000).ranking.weights == large.weights
    assert Ranker(small, Linear(0.0, {}), 0.5).at(1_000_000).ranking == small


def test_an_index_with_known_questions_has_models_of_its_own(tmp_path: Path) -> None:
    known = Ranker(Linear(0.0, {"asked": 8.0, "words": 1.0}), Linear(0.0, {"unsettled": -9.0}), 0.6)
    large = Linear(0.0, {"words": 3.0})
    ranker = Ranker(Linear(0.0, {"words": 4.0}), Linear(0.0, {}), 0.5, large=large, known=known)
    assert ranker.at(12).ranking == ranker.ranking and ranker.at(12).threshold == 0.5
    assert ranker.at(12, known=1.0).ranking == known.ranking and ranker.at(12, known=1.0).threshold == 0.6
    assert ranker.at(12, known=0.1).ranking.weights == pytest.approx({"asked": 8.0, "words": 3.7})
    assert ranker.at(5000, known=1.0).ranking.weights == pytest.approx({"asked": 8.0, "words": 2.0})
    assert replace(ranker, known=None).at(12, known=1.0).threshold == 0.5
    path = tmp_path / "ranker.json"
    write(ranker, path)
    assert load_ranker(path) == ranker


def test_an_article_without_known_questions_is_judged_as_where_there_are_none() -> None:
    plain = Ranker(Linear(0.0, {}), Linear(-1.0, {"typed": 4.0}), 0.4, read=Linear(-1.0, {"typed": 4.0, READING: 1.0}))
    known = Ranker(Linear(0.0, {}), Linear(3.0, {"unsettled": -9.0}), 0.6, read=Linear(3.0, {READING: 1.0}))
    there = replace(plain, known=known).at(12, known=1.0)
    assert there.probability({"unsettled": 0.1, "asked": 0.2}) == pytest.approx(logistic(2.1))
    for typed in (0.0, 0.1, 0.15, 0.2, 0.9):
        for features in ({"typed": typed, "asked": 0.0}, {"typed": typed, READING: -0.3, "level": 0.5}):
            own, moved = plain.probability(features), there.probability(features)
            assert (own < plain.threshold) == (moved < there.threshold)
            assert logistic(math.log(own / (1 - own)) + math.log(1.5) - math.log(2 / 3)) == pytest.approx(moved)


def test_an_index_with_many_known_questions_has_models_of_its_own(tmp_path: Path) -> None:
    plain = Ranker(Linear(0.0, {"words": 4.0}), Linear(-2.0, {}), 0.5)
    known = Ranker(Linear(0.0, {"asked": 8.0, "words": 2.0}), Linear(-1.0, {"unsettled": 0.0}), 0.5)
    many = Ranker(Linear(0.0, {"asked": 4.0, "settles": 1.0}), Linear(3.0, {"nothing": -1.0}), 0.7)
    ranker = replace(plain, known=known, classified=many)
    assert ranker.at(12, known=1.0).threshold == 0.5 and ranker.at(12, known=1.0, classified=True).threshold == 0.7
    half = ranker.at(12, known=1.0, classified=True)
    assert half.ranking.weights == {"asked": 4.0, "words": 0.0, "settles": 1.0}
    both = {"asked": 0.1, "unsettled": 0.1, "settles": -0.5, "nothing": -1.0}
    assert half.probability(both) == pytest.approx(logistic(4.0))
    # of an article with few known questions those with known questions decide, of one without any the plain ones,
    for features, bias in (({"unsettled": 0.1}, -1.0), ({}, -2.0)):
        moved = bias + math.log(0.7 / 0.3)  # moved, so that the threshold turns away what their own does
        assert half.probability({"asked": 0.0, **features}) == pytest.approx(logistic(moved))
    path = tmp_path / "ranker.json"
    write(ranker, path)
    assert load_ranker(path) == ranker


def test_the_classifier_does_not_say_that_it_is_an_article_it_knows() -> None:
    plain = Ranker(Linear(0.0, {"words": 1.0}), Linear(0.0, {}), 0.5)
    many = Ranker(Linear(0.0, {"settles": 9.0}), Linear(0.0, {}), 0.5)
    ranker = replace(plain, classified=many).at(12, classified=True)
    known = [{"words": 0.6, "settles": -5.0}, {"words": 0.2, "settles": -0.1}]
    assert [i for i, _ in ranker.order(known)] == [1, 0]
    # the best of those it knows stands where the plain models put the best of them
    for words, order in ((0.7, [2, 1, 0]), (0.5, [1, 2, 0])):
        assert [i for i, _ in ranker.order([*known, {"words": words}])] == order
    assert ranker.order([{"words": 0.1}, {"words": 0.3}]) == plain.order([{"words": 0.1}, {"words": 0.3}])


def test_the_weights_for_a_large_index_are_read_back(tmp_path: Path) -> None:
    ranker = Ranker(Linear(0.0, {"words": 4.0}), Linear(0.0, {}), 0.5, large=Linear(0.0, {"dense": 2.0}))
    path = tmp_path / "ranker.json"
    path.write_text(json.dumps(ranker.to_dict()), encoding="utf-8")
    assert load_ranker(path) == ranker
