"""Fixtures for the index: a model of letters, and regulations in invented words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.model import Article, Paragraph, Regulation, Source
from ingest.store import write_regulations
from vectorstore import build as build_module
from vectorstore import verify as verify_module
from vectorstore.embedding import SentenceEmbeddings
from vectorstore.synonyms import Vocabulary
from vectorstore.synonyms import load as load_vocabulary
from vectorstore.words import Segmenter


class LetterEmbeddings(SentenceEmbeddings):
    """Vectors from character pairs: like texts are near, and no model is loaded. ``seen`` is what it was asked for."""

    def __init__(self, fingerprint: str = "letters") -> None:
        super().__init__(Path("letters"), precision="float32")
        self._fingerprint = fingerprint
        self.seen: list[str] = []

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in enumerate(texts):
            for pair in pairwise(text):
                vectors[row, hashlib.sha256("".join(pair).encode()).digest()[0] % 64] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)

    def documents(self, texts, progress=None):  # type: ignore[no-untyped-def]
        self.seen.extend(texts)
        return self.queries(texts)


@pytest.fixture(autouse=True)
def checked_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds are checked without a second process, which takes seconds to start; test_verify.py has the real thing."""
    monkeypatch.setattr(build_module, "verify_build", verify_module.check)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def segmenter(vocabulary: Vocabulary) -> Segmenter:
    """Takes a second to make; the tests share it."""
    return Segmenter(vocabulary)


@pytest.fixture(autouse=True)
def one_segmenter(monkeypatch: pytest.MonkeyPatch, vocabulary: Vocabulary, segmenter: Segmenter) -> None:
    """Builds with the packaged vocabulary do not each spend a second on the same dictionary."""
    monkeypatch.setattr(build_module, "Segmenter", lambda own: segmenter if own == vocabulary else Segmenter(own))


@pytest.fixture(scope="session")
def shared_letters() -> LetterEmbeddings:
    return LetterEmbeddings()


@pytest.fixture
def letters() -> LetterEmbeddings:
    return LetterEmbeddings()


@pytest.fixture
def make_regulation() -> Callable[[str, list[str]], Regulation]:
    """Makes a regulation of one-paragraph articles from its title and their words."""

    def make(title: str, articles: list[str]) -> Regulation:
        text, parts = title + "\n", []
        for number, words in enumerate(articles, start=1):
            start = len(text)
            text += f"第{number}条 {words}\n"
            end = len(text) - 1
            paragraph = Paragraph(1, end - len(words), end, end)
            parts.append(Article(f"第{number}条", "article", number, 0, "", (), start, end, (paragraph,)))
        source = Source(f"{title}.txt", "0" * 64, ())
        return Regulation(title, title, False, text, (), tuple(parts), (source,))

    return make


@pytest.fixture
def data(tmp_path: Path, make_regulation: Callable[[str, list[str]], Regulation]) -> Path:
    """A data folder with two ingested regulations of invented words."""
    write_regulations(
        tmp_path / "regulations.jsonl",
        [
            make_regulation("青苔镇图书借阅办法", ["借书证每人一张。", "逾期还书按日收取一角。", "珍本只在馆内阅读。"]),
            make_regulation("青苔镇食堂管理办法", ["早餐七点开始。", "餐具由各人自行清洗。"]),
        ],
    )
    return tmp_path
