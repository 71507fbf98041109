"""Ways to rank the articles of an opened index for a question: ours whole, and each half of it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np

from vectorstore.index import Index
from vectorstore.retriever import Retriever

System = Literal["tiaowen", "dense", "bm25"]
Rank = Callable[[str], list[tuple[str, float]]]
"""Question → (article id, score), best first, each article once."""

NAMES: dict[System, str] = {"tiaowen": "条问（融合排序）", "dense": "只用向量", "bm25": "只用词（BM25）"}
_PASSAGES = 6  # passages looked at for each article wanted


def ranker(system: System, index: Index, retriever: Retriever, depth: int) -> Rank:
    """The way of ranking called ``system``; it gives up to ``depth`` articles."""
    passages = list(index.passages.values())

    def fused(question: str) -> list[tuple[str, float]]:
        found = retriever.retrieve(question, limit=depth).articles
        return [(article.article_id, float(len(found) - rank)) for rank, article in enumerate(found)]

    def dense(question: str) -> list[tuple[str, float]]:
        assert index.embedder is not None
        near = index.dense(index.embedder.queries([question])[0], _PASSAGES * depth)
        return _articles(((index.passages[identity].article_id, score) for identity, score in near), depth)

    def words(question: str) -> list[tuple[str, float]]:
        scores = retriever.lexical.words(retriever.lexical.terms(question))
        wanted = min(_PASSAGES * depth, len(scores) - 1)
        best = np.argpartition(-scores, wanted)[: wanted + 1]
        best = best[np.argsort(-scores[best], kind="stable")]
        return _articles(((passages[i].article_id, float(scores[i])) for i in best if scores[i] > 0), depth)

    return {"tiaowen": fused, "dense": dense, "bm25": words}[system]


def _articles(scored: Iterable[tuple[str, float]], depth: int) -> list[tuple[str, float]]:
    found: dict[str, float] = {}
    for article, score in scored:
        found.setdefault(article, score)
        if len(found) == depth:
            break
    return list(found.items())
