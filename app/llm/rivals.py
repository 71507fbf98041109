"""The articles among which a language model may choose: those that would each be an answer without it.

Whether there is an answer at all is never the model's to say. A refusal has no rivals, and an article that alone would
be refused is none: words that a model makes up find something for any question.
"""

from __future__ import annotations

from dataclasses import replace

from vectorstore.retrieval import Retrieval, RetrievedArticle

_FIRST = 5  # articles that are looked at


def rivals(found: Retrieval) -> list[RetrievedArticle]:
    """Those that might come first instead, the first one included; empty where there is nothing to choose: a refusal, a
    place that was named, several things asked at once."""
    if found.citations or found.missing or found.parts or not found.articles:
        return []
    if found.articles[0].score < found.threshold:
        return []
    likely = [article for article in found.articles[:_FIRST] if article.score >= found.threshold]
    return likely if len(likely) > 1 else []


def promoted(found: Retrieval, article: RetrievedArticle) -> Retrieval:
    """``found`` with ``article``, one of its own, in the first place; nothing else changes."""
    rest = [each for each in found.articles if each.article_id != article.article_id]
    return replace(found, articles=[article, *rest])
