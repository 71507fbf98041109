"""Texts as the characters they are written with: how much each character, and each two neighbouring ones, tells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.words import normalise, pairs

_LEAST = 3  # of the texts must have it, else it tells of one text and not of what texts are about


class Characters:
    """The characters and pairs of characters of many texts, weighted by inverse document frequency. Safe to use from
    several threads."""

    def __init__(self, grams: Sequence[str], rarity: NDArray[np.float32]) -> None:
        """``rarity`` is the weight of each of the ``grams``."""
        if len(grams) != len(rarity):
            raise ValueError("characters do not fit together")
        self.grams, self.rarity = list(grams), rarity
        self._at = {gram: number for number, gram in enumerate(grams)}

    @classmethod
    def of(cls, texts: Sequence[str]) -> Characters:
        """Those that some of the ``texts`` have in common."""
        having = Counter(gram for text in texts for gram in _grams(text))
        kept = sorted(gram for gram, count in having.items() if count >= _LEAST)
        rarity = [math.log((1 + len(texts)) / (1 + having[gram])) + 1.0 for gram in kept]
        return cls(kept, np.array(rarity, np.float32))

    def vector(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Where the text's vector (unit length, one number a gram) is not 0, and what it is there."""
        found = np.array(sorted(self._at[gram] for gram in _grams(text) if gram in self._at), np.int64)
        values = self.rarity[found]
        return found, values / np.float32(np.linalg.norm(values) or 1.0)

    def table(self, texts: Sequence[str]) -> Any:
        """The vectors of ``texts``: a sparse matrix (``scipy.sparse.csr_matrix``), float32 of shape (texts, grams)."""
        from scipy.sparse import csr_matrix

        rows = [self.vector(text) for text in texts]
        ends = np.cumsum([0, *(len(found) for found, _ in rows)])
        places, values = (np.concatenate(each) for each in zip(*rows, strict=True))
        return csr_matrix((values, places, ends), shape=(len(texts), len(self.grams)))


def _grams(text: str) -> set[str]:
    return {*pairs(text), *filter(str.isalnum, normalise(text))}
