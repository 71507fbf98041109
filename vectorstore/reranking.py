"""A second look at what was found, where the first one leaves it in doubt: whether the first article answers, and which
of several close ones comes first. A cross-encoder reads them with the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedded import embedded_text
from vectorstore.fusion import APART, READING, Ranker
from vectorstore.retrieval import RetrievedArticle

_UNLIKELY, _SURE = 0.05, 0.95  # probabilities that reading would not change enough to be worth its time
_WEIGHT = 0.5  # what the cross-encoder's log odds count beside the ranking score
_LIMIT = 6.0  # of its log odds: beyond, it is no surer
_MANY = 5_000  # articles of an index in which many are close to each other


@dataclass(frozen=True, slots=True)
class Reach:
    """Read are the first article and those whose ranking score is less than ``gap`` below its, ``most`` in all."""

    most: int
    gap: float

    @classmethod
    def of(cls, articles: int) -> Reach:
        """That in an index of so many articles."""
        return cls(20, 4.0) if articles >= _MANY else cls(3, 1.5)

    def count(self, chance: float, behind: Sequence[float]) -> int:
        """How many articles to read where the first answers with this probability; ``behind``: how far the score of
        each is below the first one's, beginning with its own 0."""
        close = sum(gap < self.gap for gap in behind[: self.most])
        return 0 if chance <= _UNLIKELY or (chance >= _SURE and close == 1) else close


class Scorer(Protocol):
    """What is needed of the cross-encoder."""

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """For each passage the logarithm of the odds that it settles the question."""


class Reranking:
    """Settles readable searches with ``cross_encoder`` and a ``ranker`` that has learned what its reading is worth."""

    def __init__(self, cross_encoder: Scorer, ranker: Ranker, articles: int) -> None:
        """``articles``: how many the index has."""
        self._cross_encoder = cross_encoder
        self._ranker = ranker
        self._reach = Reach.of(articles)

    def settle(self, question: str, articles: Sequence[RetrievedArticle]) -> list[RetrievedArticle]:
        """The articles of a search for ``question``, the first few read and put in order; the others as they were. A
        search that leaves no doubt is returned unread."""
        found = list(articles)
        # what a question on something else altogether found keeps its low probability, whatever is read
        readable = list(takewhile(_readable, found))
        if not readable:
            return found
        first = readable[0]
        behind = [0.0, *(-article.features["margin"] for article in readable[1:])]
        read = self.read(question, found[: self._reach.count(self._ranker.probability(first.features), behind)])
        if len(read) < 2:
            return [self._scored(first, odds, first.features["margin"]) for odds in read] + found[len(read) :]
        order, margins = settled(behind, read)
        apart = abs(behind[order[0]] - behind[order[1]])
        again = [self._scored(found[at], read[at], margin) for at, margin in zip(order, margins, strict=True)]
        again[0] = replace(again[0], features={**again[0].features, APART: apart})
        return [*again, *found[len(read) :]]

    def read(self, question: str, articles: Sequence[RetrievedArticle]) -> list[float]:
        """For each article the log odds that it settles the question, by the better of the whole and its best passage;
        each must have passages."""
        if not articles:
            return []
        texts = [_texts(article) for article in articles]
        every = list(dict.fromkeys(text for several in texts for text in several))
        scores = dict(zip(every, self._cross_encoder.scores(question, every), strict=True))
        return [max(-_LIMIT, min(_LIMIT, max(float(scores[text]) for text in several))) for several in texts]

    def _scored(self, article: RetrievedArticle, read: float, margin: float) -> RetrievedArticle:
        features = {**article.features, "margin": margin, READING: read}
        return replace(article, score=self._ranker.probability(features) * features["share"], features=features)


def settled(behind: Sequence[float], read: Sequence[float]) -> tuple[list[int], list[float]]:
    """The places of two or more articles that were read, best first, and for each its margin: the first one's over the
    second, the others' below the first."""
    scores = [_WEIGHT * odds - gap for odds, gap in zip(read, behind, strict=False)]
    order = sorted(range(len(read)), key=lambda at: (-scores[at], at))
    best = scores[order[0]]
    return order, [best - scores[order[1]], *(scores[at] - best for at in order[1:])]


def _readable(article: RetrievedArticle) -> bool:
    return bool(article.passages) and article.route == "search" and article.features["share"] == 1.0


def _texts(article: RetrievedArticle) -> tuple[str, ...]:
    best = article.passages[0].passage
    whole = next((p.passage for p in article.passages if p.passage.kind == "article"), best)
    return tuple(dict.fromkeys((embedded_text(whole), embedded_text(best))))
