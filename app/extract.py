"""Retrieved articles → a cited answer in the regulations' own words, or a refusal. No language model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from app.answer import Answer, Quote, answered, quote, refusal
from app.choose import Chosen, at, choose
from ingest.model import Article, Regulation
from vectorstore.query import Query
from vectorstore.retriever import Retrieval, RetrievedArticle

_RELATED = 3
_PLACES = 3  # articles quoted where an address fits several regulations
_SEVERAL = 3  # articles quoted where the question needs several
_NEW = 0.22  # share of the question that a further article must add
_LIKELY = 0.5  # of the threshold: what a further article must reach


class Served(Protocol):
    """What is needed of an opened index."""

    @property
    def regulations(self) -> Mapping[str, Regulation]:
        """The records by id."""


def extract(found: Retrieval, index: Served) -> Answer:
    """The answer to what was retrieved: the words that settle the question, or a refusal with what is near."""
    articles = [a for a in found.articles if a.regulation_id in index.regulations]
    if found.citations:
        return _at_addresses(found, articles, index)
    if found.missing:
        return refusal(found.question_used, note="；".join(found.missing))
    if not articles or articles[0].score < found.threshold:
        related = [_quote(a, found.query, index, 0) for a in articles[:_RELATED]]
        return refusal(found.question_used, related)
    chosen = _several(found, articles)
    cited = [_quote(article, found.query, index, number) for number, article in enumerate(chosen, 1)]
    ids = {article.article_id for article in chosen}
    near = [a for a in articles if a.article_id not in ids and a.score >= found.threshold][:_RELATED]
    return answered(found.question_used, cited, [_quote(a, found.query, index, 0) for a in near])


def _at_addresses(found: Retrieval, articles: Sequence[RetrievedArticle], index: Served) -> Answer:
    places = dict(found.citations)
    cited: list[Quote] = []
    absent: list[str] = []
    for retrieved in articles[:_PLACES]:
        regulation, article = _record(retrieved, index)
        asked = places[retrieved.article_id]
        part: Chosen | None
        if found.query.whole or asked.sublabel:
            part = at(article, asked)
        else:
            part = choose(regulation, article, retrieved.passages, found.query)
        if part is None:
            absent.append(f"《{regulation.title}》{article.address}没有{asked.sublabel}")
            continue
        cited.append(quote(regulation, article, part.spans, part.label, retrieved.score, len(cited) + 1))
    if not cited:
        return refusal(found.question_used, note="；".join(absent))
    return answered(found.question_used, cited)


def _several(found: Retrieval, articles: Sequence[RetrievedArticle]) -> list[RetrievedArticle]:
    """The first article, and others where the question asks for several things that it does not have."""
    chosen = [articles[0]]
    if not found.query.wants & {"compare", "list"} or not found.query.terms:
        return chosen
    weights = [term.weight for term in found.query.terms]
    total = sum(weights) or 1.0
    covered = _words(articles[0])
    for article in articles[1:6]:
        if len(chosen) == _SEVERAL or article.score < _LIKELY * found.threshold:
            break
        own = _words(article)
        gain = sum(w * max(0.0, o - c) for w, o, c in zip(weights, own, covered, strict=False)) / total
        if gain >= _NEW:
            chosen.append(article)
            covered = [max(o, c) for o, c in zip(own, covered, strict=False)]
    return chosen


def _words(article: RetrievedArticle) -> list[float]:
    """Of each of the question's terms, how much stands in the article."""
    rows = [p.support.words for p in article.passages if p.support.words]
    return [max(column) for column in zip(*rows, strict=False)] if rows else []


def _quote(retrieved: RetrievedArticle, query: Query, index: Served, number: int) -> Quote:
    regulation, article = _record(retrieved, index)
    part = choose(regulation, article, retrieved.passages, query)
    return quote(regulation, article, part.spans, part.label, retrieved.score, number)


def _record(retrieved: RetrievedArticle, index: Served) -> tuple[Regulation, Article]:
    regulation = index.regulations[retrieved.regulation_id]
    article = regulation.article(retrieved.address)
    if article is None:
        raise LookupError(f"{retrieved.article_id} is in the index but not in its regulation")
    return regulation, article
