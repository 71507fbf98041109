"""Passages and questions → their vectors, from the cache or from the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage
from vectorstore.cache import EmbeddingCache
from vectorstore.embedding import SentenceEmbeddings

_COMMIT = 64

Progress = Callable[[int, int], None]
Compute = Callable[[Sequence[str]], NDArray[np.float32]]


def embedded_text(passage: Passage) -> str:
    """What is embedded for a passage: its place (title and headings), then its words."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def embed(
    cache_file: Path,
    embedder: SentenceEmbeddings,
    passages: Sequence[Passage],
    progress: Progress,
) -> tuple[NDArray[np.float32], int]:
    """The vectors of ``passages``, of shape (passages, dimensions), and how many of them had to be computed.

    What is computed is in the cache at once; ``progress`` is told (texts computed, texts to compute).
    """
    texts = [embedded_text(passage) for passage in passages]
    return _kept(cache_file, embedder.fingerprint, texts, embedder.documents, progress)


def embed_questions(
    cache_file: Path, embedder: SentenceEmbeddings, questions: Sequence[str], progress: Progress
) -> NDArray[np.float32]:
    """The vectors of ``questions``, of shape (questions, dimensions), one at least; kept and told in the same way."""
    return _kept(cache_file, f"{embedder.fingerprint}-questions", questions, embedder.queries, progress)[0]


def _kept(
    cache_file: Path, model: str, texts: Sequence[str], compute: Compute, progress: Progress
) -> tuple[NDArray[np.float32], int]:
    with EmbeddingCache(cache_file) as cache:
        known = cache.get(model, texts)
        missing = sorted({text for text in texts if text not in known}, key=len, reverse=True)
        for at in range(0, len(missing), _COMMIT):
            progress(at, len(missing))
            part = missing[at : at + _COMMIT]
            vectors = compute(part)
            cache.put(model, part, vectors)
            known.update(zip(part, vectors, strict=True))
        progress(len(missing), len(missing))
    fresh = set(missing)
    return np.stack([known[text] for text in texts]), sum(text in fresh for text in texts)
