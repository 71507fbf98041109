"""Vectors of questions, worked out once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.remembered import RememberedQueries


class _Counting:
    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)


def test_what_is_known_is_not_embedded_again_and_the_rest_in_one_batch() -> None:
    model = _Counting()
    remembered = RememberedQueries(model)
    assert remembered.queries(["事假", "病假条", "事假"]).tolist() == [[2, 1], [3, 1], [2, 1]]
    assert remembered.queries(["病假条", "年假期间"]).tolist() == [[3, 1], [4, 1]]
    assert model.batches == [["事假", "病假条"], ["年假期间"]]


def test_only_the_last_are_kept() -> None:
    model = _Counting()
    remembered = RememberedQueries(model, keep=2)
    for text in ("甲", "乙", "甲", "丙", "甲", "乙"):
        remembered.queries([text])
    assert model.batches == [["甲"], ["乙"], ["丙"], ["乙"]]
