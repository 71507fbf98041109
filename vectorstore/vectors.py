"""Texts → vectors, each computed once: what a model made of a text before comes from the cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.cache import EmbeddingCache
from vectorstore.embedding import SentenceEmbeddings

Progress = Callable[[str, int, int], None]

_COMMIT = 256  # texts a transaction: what a killed run loses at most


def embed(
    cache_file: Path, embedder: SentenceEmbeddings, texts: Sequence[str], report: Progress
) -> tuple[NDArray[np.float32], int]:
    """The vectors of ``texts``, of shape (texts, dimensions), and how many texts had to be computed.

    The longest come first, so that the time left is never worse than it looks.
    """
    with EmbeddingCache(cache_file) as cache:
        known = cache.get(embedder.fingerprint, texts)
        missing = sorted({text for text in texts if text not in known}, key=len, reverse=True)
        for at in range(0, len(missing), _COMMIT):
            report("计算向量", at, len(missing))
            part = missing[at : at + _COMMIT]
            vectors = embedder.documents(part)
            cache.put(embedder.fingerprint, part, vectors)
            known.update(zip(part, vectors, strict=True))
        report("计算向量", len(missing), len(missing))
    fresh = set(missing)
    return np.stack([known[text] for text in texts]), sum(text in fresh for text in texts)
