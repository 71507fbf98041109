"""Retrieved articles → a cited answer in the regulations' own words, or a refusal. No language model."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from app.answer import Answer, Quote, answered, quote, refusal
from app.choose import Chosen, at, choose
from app.linked import linked
from ingest.citation import Citation
from ingest.model import Article, Regulation
from vectorstore.fusion import ALONE, APART
from vectorstore.query import Query
from vectorstore.retrieval import Retrieval, RetrievedArticle, RetrievedPart

_RELATED = 3
_LINKED = 3  # related articles that the quotations lead to
_SHOWN = 5  # related articles of one answer
_PLACES = 3  # articles quoted where an address fits several regulations
_SEVERAL = 4  # quotations of one answer
_CLOSE = 1.5  # logarithm of the odds that the first article is the better one, below which both are quoted
_CLOSE_LIST = 2.5  # the same for two of one regulation where a list is asked for,
_CLOSE_COUNTED = 5.0  # and where several things are: 哪两样
_CLOSE_FOLLOWING = 5.5  # and where the words of a follow-up, without the question before, speak for the second
_COUNTED = re.compile(r"哪[几两三四]|几[样项]")
_HARDLY = 2.2  # the same for two articles of which two parts of a question may each want one
_LIKELY = 0.6  # of the threshold: what the article for a part of the question must reach


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
        return refusal(found.question_used, reason="；".join(found.missing))
    parts = [part for part in found.parts if part.articles and part.articles[0].score >= found.threshold]
    if not articles or (articles[0].score < found.threshold and not parts):
        related = [_first(a, found.query, index) for a in articles[:_RELATED]]
        return refusal(found.question_used, related)
    picked = _of_parts(found) or [(a, found.query) for a in _best(articles, found.query, found.threshold)]
    cited: list[Quote] = []
    for article, query in picked:
        if not _cite(cited, _quotes(article, query, index)):
            _cite(cited, [made for other in _next(found, article, query) for made in _quotes(other, query, index)])
    return answered(found.question_used, cited, _related(found, articles, cited, index))


def _at_addresses(found: Retrieval, articles: Sequence[RetrievedArticle], index: Served) -> Answer:
    places: dict[str, list[Citation]] = {}
    for identity, place in found.citations:
        places.setdefault(identity, []).append(place)
    cited: list[Quote] = []
    absent: list[str] = []
    for retrieved in articles[:_PLACES]:
        regulation, article = _record(retrieved, index)
        for asked in places[retrieved.article_id]:
            parts: Sequence[Chosen]
            if found.query.whole or asked.sublabel:
                part = at(regulation, article, asked)
                parts = (part,) if part else ()
            else:
                parts = choose(regulation, article, retrieved.passages, found.query)
            if not parts:
                absent.append(f"《{regulation.title}》{article.address}没有{asked.sublabel}")
            _cite(cited, [quote(regulation, article, part.spans, part.label, retrieved.score, 0) for part in parts])
    if not cited:
        return refusal(found.question_used, reason="；".join(absent))
    return answered(found.question_used, cited, _related(found, (), cited, index))


def _related(
    found: Retrieval, articles: Sequence[RetrievedArticle], cited: Sequence[Quote], index: Served
) -> list[Quote]:
    """What the quotations lead to, then the other articles that would count as an answer."""
    scores = {a.article_id: a.score for a in articles}
    links = [
        quote(link.regulation, link.article, link.chosen.spans, link.chosen.label, 0.0, 0)
        for link in linked(cited, index.regulations)[:_LINKED]
    ]
    known = {q.article_id for q in (*cited, *links)}
    near = [a for a in articles if a.article_id not in known and a.score >= found.threshold][:_RELATED]
    return [
        *(replace(link, score=scores.get(link.article_id, 0.0)) for link in links),
        *(_first(a, found.query, index) for a in near),
    ][:_SHOWN]


def _of_parts(found: Retrieval) -> list[tuple[RetrievedArticle, Query]]:
    """The best article for each of several things asked, and the runner-up where it may be that one as well; the one
    for the question as a whole comes first, and is not left out, nor is the next where it is hardly worse."""
    likely = [part for part in found.parts if part.articles and part.articles[0].score >= _LIKELY * found.threshold]
    own = _own(likely, found.threshold)
    picked = [(article, part.query) for part, article in zip(likely, own, strict=True)]
    for part, article in zip(likely, own, strict=True):
        if part.articles[0].score >= found.threshold:
            picked += [(a, part.query) for a in _best(part.articles, part.query, found.threshold) if a is not article]
    first = found.articles[0]
    for part in found.parts:
        if part not in likely and first.score >= found.threshold:
            picked += [(a, part.query) for a in part.articles[:2] if a.article_id == first.article_id]
    for article in found.articles[:2] if picked else ():
        as_well = article is first or article.features.get("margin", -_HARDLY) > -_HARDLY
        if as_well and article.score >= found.threshold and article.article_id not in {a.article_id for a, _ in picked}:
            picked.append((article, found.query))
    picked.sort(key=lambda pair: pair[0].article_id != first.article_id)
    return picked[:_SEVERAL]


def _own(likely: Sequence[RetrievedPart], threshold: float) -> list[RetrievedArticle]:
    """The article for each part of a question: its first, or its second where a part that is surer of the first has
    that already, and the second is hardly worse and nobody's first: 社团成立要几个人 and 协会成立要几个人 are seldom
    settled by the same one."""
    firsts = [part.articles[0] for part in likely]
    sure = [article.features.get("margin", 0.0) for article in firsts]
    own: list[RetrievedArticle] = []
    for here, part in enumerate(likely):
        first = firsts[here]
        second = part.articles[1] if len(part.articles) > 1 else None
        same = [i for i, article in enumerate(firsts) if i != here and article.article_id == first.article_id]
        surer = any((sure[i], -i) > (sure[here], -here) for i in same)
        near = second and second.score >= threshold and second.features.get("margin", -_HARDLY) > -_HARDLY
        free = second and all(second.article_id != article.article_id for article in firsts)
        own.append(second if second and surer and near and free else first)
    return own


def _best(articles: Sequence[RetrievedArticle], query: Query, threshold: float) -> list[RetrievedArticle]:
    """The first article, and the second where the ranker can hardly tell which of the two answers: the reader can. What
    is listed may stand in two articles, and a follow-up often goes on to the next."""
    first = articles[0]
    second = next((a for a in articles[1:2] if a.score >= threshold), None)
    if second is None:
        return [first]
    close = _CLOSE
    if second.regulation_id == first.regulation_id:
        if "list" in query.wants:
            close = _CLOSE_COUNTED if _COUNTED.search(query.question) else _CLOSE_LIST
        if first.features.get(ALONE, 0.0) < second.features.get(ALONE, -math.inf):
            close = _CLOSE_FOLLOWING
    # a preference by reading alone does not settle what the search left open
    gap = min(first.features.get(name, close) for name in ("margin", APART))
    return [first, second] if gap < close else [first]


def _covers(other: Quote, made: Quote) -> bool:
    """Whether all that ``made`` quotes is quoted already."""
    return other.article_id == made.article_id and all(
        any(low <= start and end <= high for low, high in other.spans) for start, end in made.spans
    )


def _cite(cited: list[Quote], made: Sequence[Quote]) -> bool:
    """Add to ``cited``, numbered on, what is not quoted already; whether there was any."""
    before = len(cited)
    for each in made:
        if not any(_covers(other, each) for other in cited):
            cited.append(replace(each, number=len(cited) + 1))
    return len(cited) > before


def _next(found: Retrieval, article: RetrievedArticle, query: Query) -> list[RetrievedArticle]:
    """The article after ``article`` for this part of the question, where it counts as an answer, is no part's first and
    is hardly worse or has more of the words."""
    part = next((part.articles for part in found.parts if part.query is query), ())
    firsts = {part.articles[0].article_id for part in found.parts if part.articles}
    return [
        other
        for other in part[1:2]
        if article is part[0] and other.score >= found.threshold and other.article_id not in firsts
        if other.features["margin"] > -_HARDLY or other.features["typed"] > article.features["typed"]
    ]


def _quotes(retrieved: RetrievedArticle, query: Query, index: Served) -> list[Quote]:
    """What the article says to the query, unnumbered."""
    regulation, article = _record(retrieved, index)
    chosen = choose(regulation, article, retrieved.passages, query)
    return [quote(regulation, article, part.spans, part.label, retrieved.score, 0) for part in chosen]


def _first(retrieved: RetrievedArticle, query: Query, index: Served) -> Quote:
    """The best of what the article says to the query, unnumbered."""
    regulation, article = _record(retrieved, index)
    best = choose(regulation, article, retrieved.passages, query)[0]
    return quote(regulation, article, best.spans, best.label, retrieved.score, 0)


def _record(retrieved: RetrievedArticle, index: Served) -> tuple[Regulation, Article]:
    regulation = index.regulations[retrieved.regulation_id]
    article = regulation.article(retrieved.address)
    if article is None:
        raise LookupError(f"{retrieved.article_id} is in the index but not in its regulation")
    return regulation, article
