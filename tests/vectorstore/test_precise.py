"""The precise mode as the settings turn it on."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.server import open_chain
from app.settings import Settings
from tests.vectorstore.conftest import LetterEmbeddings
from vectorstore.build import build
from vectorstore.fusion import READING, Linear, Ranker


class Reads:
    """Says that nothing settles anything, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(question)
        return np.full(len(passages), -6.0, np.float32)


def test_a_doubtful_search_is_read_and_a_follow_up_is_looked_at_unread(
    data: Path, letters: LetterEmbeddings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reads = Reads()
    build(data, embedder=letters)
    doubts = Ranker(Linear(0.0, {"typed": 4.0}), Linear(0.5, {}), 0.4, read=Linear(0.5, {READING: 1.0}))
    monkeypatch.setattr("app.server.load_cross_encoder", lambda embedder, data: reads)
    monkeypatch.setattr("vectorstore.retriever.load_ranker", lambda: doubts)
    with closing(open_chain(Settings(data=data, precise=True), letters)) as chain:
        assert chain.index.retriever.precise
        reads.asked.clear()
        chain.index.retriever.condense("那图书馆呢", ["餐具由谁清洗"])
        assert reads.asked == []
        found = chain.index.retriever.retrieve("餐具由谁清洗")
        assert reads.asked == ["餐具由谁清洗"] and found.articles[0].score < 0.4
    with closing(open_chain(Settings(data=data), letters)) as chain:
        assert chain.index.retriever.retrieve("餐具由谁清洗").articles[0].score > 0.6
    monkeypatch.setattr("vectorstore.retriever.load_ranker", lambda: replace(doubts, read=None))
    with closing(open_chain(Settings(data=data, precise=True), letters)) as chain:
        assert not chain.index.retriever.precise
    assert "vectorstore train" in caplog.text


def test_with_another_model_it_is_off_and_this_is_said(
    data: Path, letters: LetterEmbeddings, caplog: pytest.LogCaptureFixture
) -> None:
    build(data, embedder=letters)
    with caplog.at_level(logging.WARNING, "tiaowen.server"):
        with closing(open_chain(Settings(data=data), letters)) as chain:
            assert not chain.index.retriever.precise and not caplog.records
        with closing(open_chain(Settings(data=data, precise=True), letters)) as chain:
            assert not chain.index.retriever.precise
    assert "仍按快的模式" in caplog.text
