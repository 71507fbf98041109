"""How like two questions are by their characters, where the vectors of their meaning see a difference too small."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.words import pairs


class Wording:
    """The character pairs of known questions. Safe to use from several threads."""

    def __init__(self, texts: Sequence[str]) -> None:
        having: dict[str, list[int]] = {}
        sizes = np.ones(len(texts), np.float32)
        for number, text in enumerate(texts):
            own = set(pairs(text))
            sizes[number] = max(len(own), 1)
            for pair in own:
                having.setdefault(pair, []).append(number)
        self._having = {pair: np.array(numbers, np.int32) for pair, numbers in having.items()}
        self._sizes: NDArray[np.float32] = sizes

    def shared(self, text: str) -> NDArray[np.float32]:
        """With each of the texts, the share of character pairs that ``text`` has in common: the cosine of the two
        sets, float32 of shape (texts,)."""
        own = set(pairs(text))
        found = [self._having[pair] for pair in own if pair in self._having]
        if not found:
            return np.zeros(len(self._sizes), np.float32)
        common = np.bincount(np.concatenate(found), minlength=len(self._sizes))
        return (common / np.sqrt(self._sizes * len(own))).astype(np.float32)
