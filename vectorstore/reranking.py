"""A second look at what was found, where the first one leaves it in doubt: whether the first article answers, and which
of two close ones comes first. A cross-encoder reads them with the question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedded import embedded_text
from vectorstore.fusion import READING, Ranker
from vectorstore.retrieval import RetrievedArticle

_UNLIKELY, _SURE = 0.05, 0.95  # probabilities that reading would not change enough to be worth its time
_CLOSE = 0.7  # margin to the second article below which both are read
_WEIGHT = 0.3  # what the cross-encoder's preference counts beside the margin
_LIMIT = 6.0  # of its log odds: beyond, it is no surer


class Scorer(Protocol):
    """What is needed of the cross-encoder."""

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """For each passage the logarithm of the odds that it settles the question."""


class Reranking:
    """Settles doubtful searches with ``cross_encoder`` and a ``ranker`` that has learned what its reading is worth."""

    def __init__(self, cross_encoder: Scorer, ranker: Ranker) -> None:
        self._cross_encoder = cross_encoder
        self._ranker = ranker

    def settle(self, question: str, articles: Sequence[RetrievedArticle]) -> list[RetrievedArticle]:
        """The articles of a search for ``question``, the first one or two read and put in order; the others as they
        were. A search that leaves no doubt is returned unread."""
        found = list(articles)
        first = found[0] if found else None
        # a question on what is not here keeps its low probability, whatever is read
        if first is None or not first.passages or first.route != "search" or first.features["share"] < 1.0:
            return found
        margin = first.features["margin"] if found[1:] and found[1].passages else math.inf
        read = self.read(question, found[: to_read(self._ranker.probability(first.features), margin)])
        if not read:
            return found
        if len(read) == 1:
            return [self._scored(first, read[0], first.features["margin"]), *found[1:]]
        margin = reread(margin, *read)
        pair = [self._scored(first, read[0], margin), self._scored(found[1], read[1], -margin)]
        return [*(pair if margin >= 0.0 else reversed(pair)), *found[2:]]

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


def to_read(chance: float, margin: float) -> int:
    """How many articles to read where the first answers with this probability, by this margin over the second."""
    if chance <= _UNLIKELY or (chance >= _SURE and margin >= _CLOSE):
        return 0
    return 2 if margin < _CLOSE else 1


def reread(margin: float, first: float, second: float) -> float:
    """The margin of the first article over the second, once both were read; below 0 the second comes first."""
    return margin + _WEIGHT * (first - second)


def _texts(article: RetrievedArticle) -> tuple[str, ...]:
    best = article.passages[0].passage
    whole = next((p.passage for p in article.passages if p.passage.kind == "article"), best)
    return tuple(dict.fromkeys((embedded_text(whole), embedded_text(best))))
