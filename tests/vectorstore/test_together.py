"""Callers that wait for the model at the same time share a batch; a lone one is never kept waiting."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from vectorstore.together import Together
from vectorstore.turn import Turn


class Model:
    """Gives each text its length, and can be held up; a text 坏 cannot be embedded."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.entered = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.batches.append(list(texts))
        self.entered.set()
        assert self.go_on.wait(30)
        if "坏" in texts:
            raise ValueError("坏")
        return np.array([[len(text)] for text in texts], np.float32)


class Sharing:
    """:class:`Together` as a searching thread uses it, having the turn."""

    def __init__(self, model: Model, *, most: int = 8) -> None:
        self._turn = Turn()
        self.together = Together(model, self._turn, most=most)

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._turn.taken():
            return self.together.queries(texts)


def while_busy(model: Model, together: Sharing, *asked: list[str]) -> list[list[float] | str]:
    """What each of ``asked`` gets when all of them come while the model is at work on another."""

    def ask(texts: list[str]) -> list[float] | str:
        try:
            return [float(value) for value in together.queries(texts)[:, 0]]
        except ValueError as error:
            return str(error)

    model.go_on.clear()
    with ThreadPoolExecutor(len(asked) + 1) as pool:
        first = pool.submit(ask, ["第一个"])
        assert model.entered.wait(30)
        waiting = [pool.submit(ask, texts) for texts in asked]
        while len(together.together._waiting) < len(asked):  # all have come
            threading.Event().wait(0.001)
        model.go_on.set()
        assert first.result(30) == [3.0]
        return [each.result(30) for each in waiting]


def test_alone_at_once() -> None:
    model = Model()
    together = Sharing(model)
    assert together.queries(["甲", "乙丙"]).tolist() == [[1], [2]]
    assert together.queries(["乙丙", "乙丙"]).tolist() == [[2], [2]]
    assert model.batches == [["甲", "乙丙"], ["乙丙"]]


def test_those_who_come_while_the_model_is_busy_share_a_batch() -> None:
    model = Model()
    assert while_busy(model, Sharing(model), ["甲"], ["乙丙", "甲"], ["丁丁丁丁"]) == [[1.0], [2.0, 1.0], [4.0]]
    assert len(model.batches) == 2 and sorted(model.batches[1]) == ["丁丁丁丁", "乙丙", "甲"]


def test_a_batch_stays_small() -> None:
    model = Model()
    asked = [["甲"], ["乙丙"], ["丁丁丁"], ["戊戊戊戊"], ["己己己己己"]]
    assert while_busy(model, Sharing(model, most=2), *asked) == [[1.0], [2.0], [3.0], [4.0], [5.0]]
    assert sorted(map(len, model.batches[1:])) == [1, 2, 2]


def test_one_that_cannot_be_embedded_does_not_harm_the_others() -> None:
    model = Model()
    together = Sharing(model)
    assert while_busy(model, together, ["甲"], ["坏"], ["乙丙"]) == [[1.0], "坏", [2.0]]
    with pytest.raises(ValueError, match="坏"):
        together.queries(["坏"])
    assert together.queries(["甲"]).tolist() == [[1]]  # and the next is served
