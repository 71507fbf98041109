"""Doubtful searches are read again, clear ones are not; what was read decides the order and the probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.model import Passage
from vectorstore import train
from vectorstore.fusion import ANSWERING, APART, RANKING, READING, Linear, Ranker
from vectorstore.reranking import Reach, Reranking, settled
from vectorstore.retrieval import RetrievedArticle, ScoredPassage
from vectorstore.train import Example

RANKER = Ranker(Linear(0.0, {}), Linear(0.0, {"typed": 1.0}), 0.5, read=Linear(0.0, {"typed": 1.0, READING: 1.0}))


class Says:
    """A cross-encoder that says what it is told of each text, and notes what it was asked."""

    def __init__(self, **scores: float) -> None:
        self.of = scores
        self.asked: list[list[str]] = []

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(list(passages))
        return np.array([self.of[text] for text in passages], np.float32)


def article(name: str, *, typed: float = 0.0, margin: float = 5.0, share: float = 1.0) -> RetrievedArticle:
    features = dict.fromkeys((*RANKING, *ANSWERING), 0.0) | {
        "typed": typed,
        "level": 0.6,
        "margin": margin,
        "share": share,
    }
    whole = Passage(f"r#{name}", "r", f"r#{name}", "", "article", ((0, 1),), "", name)
    part = Passage(f"r#{name}-1", "r", f"r#{name}", "第（一）项", "item", ((0, 1),), "", f"{name}项")
    passages = (ScoredPassage(part, 1.0), ScoredPassage(whole, 0.5))
    score = RANKER.probability(features) * share
    return RetrievedArticle(f"r#{name}", "r", name, score, passages, features=features)


def test_an_article_in_doubt_is_read_and_scored_by_the_better_of_whole_and_part() -> None:
    says = Says(甲=-1.0, 甲项=2.0)
    found = Reranking(says, RANKER, 500).settle("问", [article("甲"), article("乙", margin=-5.0)])
    assert [sorted(texts) for texts in says.asked] == [["甲", "甲项"]]
    assert found[0].features[READING] == 2.0
    assert found[0].score == pytest.approx(1 / (1 + np.exp(-1.0)))  # half of what speaks for it
    assert READING not in found[1].features


@pytest.mark.parametrize("first", [article("甲", typed=4.0), article("甲", typed=-4.0), article("甲", share=0.3)])
def test_what_is_sure_hopeless_or_foreign_is_not_read(first: RetrievedArticle) -> None:
    says = Says()
    assert Reranking(says, RANKER, 500).settle("问", [first]) == [first]
    assert says.asked == []


def test_of_close_ones_the_best_read_comes_first() -> None:
    says = Says(甲=-3.0, 甲项=-3.0, 乙=3.0, 乙项=3.0, 丙=1.0, 丙项=0.0)
    close = article("甲", typed=4.0, margin=0.5)  # sure, but hardly before the second
    several = [close, article("乙", margin=-0.5), article("丙", margin=-1.0), article("丁", margin=-1.6)]
    found = Reranking(says, RANKER, 500).settle("问", several)
    assert [a.address for a in found] == ["乙", "丙", "甲", "丁"]
    assert [a.features["margin"] for a in found] == pytest.approx([1.5, -1.5, -2.5, -1.6])
    assert [a.features.get(READING) for a in found] == [3.0, 1.0, -3.0, None]
    assert [a.features.get(APART) for a in found] == [0.5, None, None, None]  # the search had 乙 0.5 before 丙
    assert len(says.asked) == 1


def test_one_that_is_on_something_else_altogether_does_not_come_before_another() -> None:
    says = Says(甲=-1.0, 甲项=-1.0)
    pair = [article("甲", margin=0.5), article("乙", margin=-0.5, share=0.3)]
    found = Reranking(says, RANKER, 500).settle("问", pair)
    assert [a.address for a in found] == ["甲", "乙"] and READING not in found[1].features


@pytest.mark.parametrize("share", [1.0, 0.3])
@pytest.mark.parametrize("odds", [(-3.0, 3.0, 1.0), (2.0, -1.0, 0.0), (0.0, 0.0, 6.0)])
@pytest.mark.parametrize("typed", [0.0, 4.0])
def test_the_fit_sees_what_a_search_leaves(share: float, odds: tuple[float, float, float], typed: float) -> None:
    several = [
        article("甲", typed=typed, margin=0.5, share=share),
        article("乙", margin=-0.5),
        article("丙", margin=-9),
    ]
    scores = Linear(0.0, {"place": 1.0})  # what the search ordered them by, here given
    places = [replace(a, features=a.features | {"place": p}) for a, p in zip(several, (0.0, -0.5, -9.0), strict=True)]
    ranker = replace(RANKER, ranking=scores)
    says = Says(**{name: odds[at] for at, texts in enumerate(("甲", "乙", "丙")) for name in (texts, f"{texts}项")})
    (first, *_) = Reranking(says, ranker, 500).settle("问", places)
    example = Example(tuple(a.features for a in places), (True, False, False), True, read=odds)
    features, is_right = train._settled(example, ranker)
    kept = {name: value for name, value in first.features.items() if name != APART}
    assert features == pytest.approx(kept) and is_right == (first.address == "甲")
    assert ranker.probability(features) * features["share"] == pytest.approx(first.score)


def test_in_a_large_index_more_are_close() -> None:
    says = Says(甲=-3.0, 甲项=-3.0, 乙=3.0, 乙项=3.0)
    pair = [article("甲", typed=4.0, margin=2.5), article("乙", margin=-2.5)]
    assert Reranking(says, RANKER, 500).settle("问", pair) == pair
    assert [a.address for a in Reranking(says, RANKER, 50_000).settle("问", pair)] == ["乙", "甲"]


def test_reading_cannot_be_surer_than_its_limit() -> None:
    assert Reranking(Says(甲=40.0, 甲项=-40.0), RANKER, 500).read("问", [article("甲")]) == [6.0]


def test_nothing_found_is_nothing_to_read() -> None:
    assert Reranking(Says(), RANKER, 500).settle("问", []) == []


def test_how_many_are_read() -> None:
    reach = Reach(3, 1.0)
    assert [reach.count(chance, [0.0, 9.0]) for chance in (0.01, 0.5, 0.99)] == [0, 1, 0]
    assert [reach.count(chance, [0.0, 0.1]) for chance in (0.01, 0.5, 0.99)] == [0, 2, 2]
    assert reach.count(0.5, [0.0, 0.1, 0.2, 0.3]) == 3
    assert reach.count(0.5, [0.0]) == 1


def test_alike_ones_stay_as_they_were() -> None:
    assert settled([0.0, 0.5, 0.7], [1.0, 1.0, 1.0]) == ([0, 1, 2], pytest.approx([0.5, -0.5, -0.7]))
