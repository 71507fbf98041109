"""Questions that wait for the model at the same time, embedded in one batch.

The model takes one batch at a time, and four short questions together cost it hardly more than one. Nobody waits for
company: whoever finds the model free has it at once, with all who came while it was busy.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.remembered import Embedder
from vectorstore.turn import Turn


@dataclass
class _Wanted:
    texts: tuple[str, ...]
    vectors: NDArray[np.float32] | None = None
    error: Exception | None = None

    @property
    def is_done(self) -> bool:
        return self.vectors is not None or self.error is not None


class Together:
    """An embedder for several threads at once; at most about ``most`` texts a batch. Each of the threads has the
    ``turn`` to compute, and gives it up while it waits for its vectors."""

    def __init__(self, embedder: Embedder, turn: Turn, *, most: int = 8) -> None:
        self._embedder = embedder
        self._turn = turn
        self._most = most
        self._waiting: deque[_Wanted] = deque()  # filled at one end, emptied at the other: needs no lock
        self._model = threading.Lock()

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts``, one row each."""
        mine = _Wanted(tuple(texts))
        self._waiting.append(mine)
        with self._turn.given_up(), self._model:
            while not mine.is_done:  # another may have taken it along
                self._embed(self._next())
        if mine.vectors is None:
            assert mine.error is not None
            raise mine.error
        return mine.vectors

    def _next(self) -> list[_Wanted]:
        taken: list[_Wanted] = []
        while self._waiting and (not taken or sum(len(each.texts) for each in taken) < self._most):
            taken.append(self._waiting.popleft())  # nobody else takes any: the model is ours
        return taken

    def _embed(self, several: Sequence[_Wanted]) -> None:
        texts = list(dict.fromkeys(text for each in several for text in each.texts))
        try:
            found = dict(zip(texts, self._embedder.queries(texts), strict=True))
            for each in several:
                each.vectors = np.stack([found[text] for text in each.texts])
        except Exception as error:
            if len(several) == 1:
                several[0].error = error
                return
            for each in several:  # one text that cannot be embedded is not the others' fault
                self._embed([each])
