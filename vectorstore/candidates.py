"""The articles worth reading: those that one of three rankings of passages puts among its first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage
from vectorstore.postings import Scores

_DEEP = 8  # passages looked at for each article that is taken: several are parts of one article
_KEPT = 16  # selections of regulations whose passages are remembered


@dataclass(frozen=True, slots=True)
class Candidates:
    """The best score of each article, by kind of score, best first."""

    dense: dict[str, float]
    words: dict[str, float]
    pairs: dict[str, float]

    def first(self, each: int) -> list[str]:
        """The articles that one of the rankings puts among its first ``each``."""
        found: dict[str, None] = {}
        for scores in (self.dense, self.words, self.pairs):
            found.update(dict.fromkeys(list(scores)[:each]))
        return list(found)


class Gathering:
    """Gathers the passages of an index by article. Safe to use from several threads."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._owner = {passage.id: passage.article_id for passage in passages}
        numbers: dict[str, int] = {}
        self._regulation = np.array([numbers.setdefault(p.regulation_id, len(numbers)) for p in passages], np.int32)
        self._number = numbers
        self._closed: Callable[[frozenset[str]], NDArray[np.bool_] | None] = lru_cache(_KEPT)(self._closed_anew)

    def best(
        self, allowed: frozenset[str], near: Mapping[str, float], words: Scores, pairs: Scores, each: int
    ) -> Candidates:
        """The articles of the ``allowed`` regulations: ``near`` are cosines by passage id, ``words`` and ``pairs``
        scores of all passages, of which as many are looked at as ``each`` articles need."""
        dense: dict[str, float] = {}
        for identity, cosine in sorted(near.items(), key=lambda pair: -pair[1]):
            if identity in self._owner:
                dense.setdefault(self._owner[identity], cosine)
        return Candidates(dense, self._counted(allowed, words, each), self._counted(allowed, pairs, each))

    def _counted(self, allowed: frozenset[str], scores: Scores, each: int) -> dict[str, float]:
        closed = self._closed(allowed)
        if closed is not None:
            scores = np.where(closed, np.float32(0), scores)
        deep = min(_DEEP * each, len(scores))
        first = np.argpartition(-scores, deep - 1)[:deep] if deep else np.empty(0, np.int64)
        found: dict[str, float] = {}
        for position in first[np.lexsort((first, -scores[first]))]:
            if scores[position] > 0:
                found.setdefault(self._passages[position].article_id, float(scores[position]))
        return found

    def _closed_anew(self, allowed: frozenset[str]) -> NDArray[np.bool_] | None:
        """Which passages may not be found; None where all may."""
        closed = np.array([regulation not in allowed for regulation in self._number], bool)
        return closed[self._regulation] if closed.any() else None
