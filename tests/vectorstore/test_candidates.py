"""Passages gathered by article."""

from __future__ import annotations

import numpy as np

from ingest.model import Passage
from vectorstore.candidates import Gathering


def _passage(regulation: str, article: str, part: str) -> Passage:
    return Passage(f"{article}/{part}", regulation, article, part, "paragraph", ((0, 1),), "", "字")


PASSAGES = [
    _passage("甲", "甲#1", "a"),
    _passage("甲", "甲#1", "b"),
    _passage("甲", "甲#2", "a"),
    _passage("乙", "乙#1", "a"),
]
BOTH = frozenset({"甲", "乙"})
NONE = np.zeros(4, np.float32)


def test_an_article_has_the_score_of_its_best_passage() -> None:
    words = np.array([1.0, 3.0, 2.0, 0.0], np.float32)
    best = Gathering(PASSAGES).best(BOTH, {"甲#1/a": 0.5, "甲#1/b": 0.7, "乙#1/a": 0.6}, words, NONE, 2)
    assert best.dense == {"甲#1": 0.7, "乙#1": 0.6}
    assert best.words == {"甲#1": 3.0, "甲#2": 2.0}, "a score of 0 finds nothing"
    assert best.pairs == {}


def test_the_first_of_each_ranking_once() -> None:
    words, pairs = np.array([1.0, 3.0, 2.0, 0.0], np.float32), np.array([0.0, 0.0, 0.0, 1.0], np.float32)
    best = Gathering(PASSAGES).best(BOTH, {"甲#1/a": 0.5}, words, pairs, 2)
    assert best.first(1) == ["甲#1", "乙#1"]
    assert best.first(2) == ["甲#1", "甲#2", "乙#1"]


def test_only_the_allowed_regulations_count_however_well_others_fit() -> None:
    many = [_passage("甲", f"甲#{n}", "a") for n in range(40)] + [_passage("乙", "乙#1", "a")]
    words = np.array([9.0] * 40 + [1.0], np.float32)
    best = Gathering(many).best(frozenset({"乙"}), {}, words, np.zeros(41, np.float32), 2)
    assert best.words == {"乙#1": 1.0}


def test_nothing_to_gather() -> None:
    empty = np.zeros(0, np.float32)
    assert Gathering([]).best(frozenset(), {"甲#1/a": 0.5}, empty, empty, 12).first(12) == []
