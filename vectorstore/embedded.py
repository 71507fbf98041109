"""Passages → their vectors, from the cache or from the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.model import Passage
from vectorstore.cache import EmbeddingCache
from vectorstore.embedding import SentenceEmbeddings

_COMMIT = 64


def embedded_text(passage: Passage) -> str:
    """What is embedded for a passage: its place (title and headings), then its words."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def embed(
    cache_file: Path,
    embedder: SentenceEmbeddings,
    passages: Sequence[Passage],
    progress: Callable[[int, int], None],
) -> tuple[NDArray[np.float32], int]:
    """The vectors of ``passages``, of shape (passages, dimensions), and how many of them had to be computed.

    What is computed is in the cache at once; ``progress`` is told (texts computed, texts to compute).
    """
    texts = [embedded_text(passage) for passage in passages]
    with EmbeddingCache(cache_file) as cache:
        known = cache.get(embedder.fingerprint, texts)
        missing = sorted({text for text in texts if text not in known}, key=len, reverse=True)
        for at in range(0, len(missing), _COMMIT):
            progress(at, len(missing))
            part = missing[at : at + _COMMIT]
            vectors = embedder.documents(part)
            cache.put(embedder.fingerprint, part, vectors)
            known.update(zip(part, vectors, strict=True))
        progress(len(missing), len(missing))
    fresh = set(missing)
    return np.stack([known[text] for text in texts]), sum(text in fresh for text in texts)
