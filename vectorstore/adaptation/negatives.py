"""Articles that look right and are not: those that share the question's words, and the right article's neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from vectorstore.adaptation.examples import Example
from vectorstore.postings import Postings
from vectorstore.words import pairs

_LEXICAL = 14  # articles that share words with the question
_BESIDE = 4  # neighbours on either side of the right article in its own law
_TWIN = 0.5  # share of character pairs in common from which two articles say the same: no wrong answer then


class Twins:
    """Tells articles that say the same, word for word or nearly."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        self._documents = documents
        self._pairs: dict[str, frozenset[str]] = {}

    def has(self, one: str, others: Iterable[str]) -> bool:
        """Whether the article says the same as one of the ``others`` (ids)."""
        mine = self._of(one)
        return any(len(mine & other) > _TWIN * max(1, min(len(mine), len(other))) for other in map(self._of, others))

    def _of(self, identity: str) -> frozenset[str]:
        if identity not in self._pairs:
            self._pairs[identity] = frozenset(pairs(self._documents[identity].partition("\n")[2]))
        return self._pairs[identity]


def with_negatives(examples: Sequence[Example], documents: Mapping[str, str]) -> list[Example]:
    """The examples with some twenty wrong articles each, words first and neighbours between them.

    ``documents``: the text of each article, its law's title on the first line; the articles of a law stand together.
    """
    ids = list(documents)
    rows = {identity: row for row, identity in enumerate(ids)}
    titles = [documents[identity].partition("\n")[0] for identity in ids]
    tokens = [pairs(documents[identity].partition("\n")[2]) for identity in ids]
    index = _postings(tokens)
    twins = Twins(documents)

    def fits(row: int) -> bool:
        return ids[row] not in example.right and not twins.has(ids[row], example.right)

    found: list[Example] = []
    for example in examples:
        right = [rows[doc] for doc in example.right]
        asked = [token for token in pairs(example.question) if index.having(token)]
        lexical: list[int] = []
        if asked:
            scores = index.scores(asked)
            nearest = np.argpartition(-scores, 3 * _LEXICAL)[: 3 * _LEXICAL]
            lexical = [int(row) for row in nearest[np.argsort(-scores[nearest])]]
        beside = [
            row
            for at in right
            for row in range(max(0, at - _BESIDE), min(len(ids), at + _BESIDE + 1))
            if titles[row] == titles[at]
        ]
        fit = [row for row in lexical if fits(row)][:_LEXICAL]
        near = [row for row in dict.fromkeys(beside) if fits(row)]
        mixed = [*(row for both in zip(fit, near, strict=False) for row in both), *fit[len(near) :], *near[len(fit) :]]
        wrong = dict.fromkeys(ids[row] for row in mixed)
        found.append(replace(example, wrong=tuple(wrong)))
    return found


def _postings(documents: Sequence[Sequence[str]]) -> Postings:
    numbers: dict[str, int] = {}
    lengths = [len(tokens) for tokens in documents]
    every = (numbers.setdefault(token, len(numbers)) for tokens in documents for token in tokens)
    found = np.fromiter(every, np.int64, sum(lengths))
    return Postings.of(list(numbers), [(np.repeat(np.arange(len(documents)), lengths), found)], len(documents))
