"""The precise mode as the settings turn it on."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

import pytest

from app.server import open_chain
from app.settings import Settings
from tests.vectorstore.conftest import LetterEmbeddings
from vectorstore.build import build


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
