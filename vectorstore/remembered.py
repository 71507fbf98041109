"""Vectors of questions, the last few kept: a follow-up is looked at before it is answered, and asked about again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """What is needed of the embedding model."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions."""


class RememberedQueries:
    """An embedder that works out each of the last ``keep`` texts once. Safe to use from several threads."""

    def __init__(self, embedder: Embedder, *, keep: int = 256) -> None:
        self._embedder = embedder
        self._keep = keep
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts``, one row each; those not yet known are embedded in one batch."""
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, self._embedder.queries(new), strict=True))
        with self._lock:
            for text in texts:
                self._known[text] = known[text]
                self._known.move_to_end(text)
            while len(self._known) > self._keep:
                self._known.popitem(last=False)
        return np.stack([known[text] for text in texts])
