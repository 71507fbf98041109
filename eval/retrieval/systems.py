"""Ways to rank the articles of an opened index for a question: ours whole, and each half of it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, cast

import numpy as np

from ingest.model import Passage
from vectorstore.index import Index
from vectorstore.retriever import Retriever

Half = Literal["dense", "bm25"]
System = Literal["tiaowen", "precise", "dense", "bm25"]
Rank = Callable[[str], list[tuple[str, float]]]
"""Question → (article id, score), best first, each article once."""

NAMES: dict[System, str] = {
    "tiaowen": "条问（融合排序）",
    "precise": "条问（精确模式）",
    "dense": "只用向量",
    "bm25": "只用词（BM25）",
}
_PASSAGES = 6  # passages looked at for each article wanted


def ranker(system: System, index: Index, retriever: Retriever, depth: int) -> Rank:
    """The way of ranking called ``system``; it gives up to ``depth`` articles. For ``precise`` the ``retriever`` is
    one that reads again."""
    if system in ("tiaowen", "precise"):

        def fused(question: str) -> list[tuple[str, float]]:
            found = retriever.retrieve(question, limit=depth).articles
            return [(article.article_id, float(len(found) - rank)) for rank, article in enumerate(found)]

        return fused

    search = nearest(cast(Half, system), index, retriever, depth)
    return lambda question: [(p.article_id, score) for p, score in of_articles(search(question), depth)]


def nearest(half: Half, index: Index, retriever: Retriever, depth: int) -> Callable[[str], list[tuple[Passage, float]]]:
    """Question → passages with their scores, best first, found by this half of the search alone; enough of them for
    ``depth`` articles."""
    passages = list(index.passages.values())

    def dense(question: str) -> list[tuple[Passage, float]]:
        assert index.embedder is not None
        near = index.dense(index.embedder.queries([question])[0], _PASSAGES * depth)
        return [(index.passages[identity], score) for identity, score in near]

    def words(question: str) -> list[tuple[Passage, float]]:
        scores = retriever.lexical.words(retriever.lexical.terms(question))
        wanted = min(_PASSAGES * depth, len(scores) - 1)
        best = np.argpartition(-scores, wanted)[: wanted + 1]
        best = best[np.argsort(-scores[best], kind="stable")]
        return [(passages[i], float(scores[i])) for i in best if scores[i] > 0]

    return {"dense": dense, "bm25": words}[half]


def of_articles(found: Iterable[tuple[Passage, float]], depth: int) -> list[tuple[Passage, float]]:
    """The best passage of each article, of the first ``depth`` articles."""
    best: dict[str, tuple[Passage, float]] = {}
    for passage, score in found:
        best.setdefault(passage.article_id, (passage, score))
        if len(best) == depth:
            break
    return list(best.values())
