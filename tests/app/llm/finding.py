"""What a search found, for tests that reorder it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vectorstore.query import Query
from vectorstore.retrieval import Retrieval, RetrievedArticle

QUERY = Query("借期", "借期")


def retrieval(scores: Sequence[float], **more: Any) -> Retrieval:
    """Articles r#1, r#2, … with these scores; 0.5 is enough for an answer."""
    articles = [RetrievedArticle(f"r#{n}", "r", f"第{n}条", score, ()) for n, score in enumerate(scores, 1)]
    return Retrieval("借期", QUERY, articles, threshold=0.5, **more)


def ids(articles: Sequence[RetrievedArticle]) -> list[str]:
    """Their ids, in order."""
    return [article.article_id for article in articles]
