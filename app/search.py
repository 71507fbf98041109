"""Words → the articles that have to do with them, each with an excerpt and the matching words marked.

A search gives no answer and refuses nothing: it ranks. The pages and ``/api/search`` show what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.chain import AskRequest, RegulationChain
from app.choose import at
from ingest.model import Article, Regulation, Span

EXCERPT = 120
"""Characters of an excerpt at most."""

_BEFORE = 24  # characters shown before the first word found


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found. ``label`` is the address within it of what matched best, below the article's own
    (``第一款第（六）项``), empty for the whole. ``excerpt`` and ``marks``, the words found in it, are spans of the
    regulation's canonical text. ``score``, 0 to 1, is the probability that the article answers the words as a question.
    """

    regulation: Regulation
    article: Article
    label: str
    score: float
    excerpt: Span
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found, best first. ``remarks`` say in Chinese what is not there: an address, a regulation."""

    hits: tuple[Hit, ...]
    remarks: tuple[str, ...] = ()


def search(chain: RegulationChain, request: AskRequest, limit: int = 10) -> Findings:
    """At most ``limit`` articles for the words of ``request``; its history is not looked at.

    Raises :class:`app.chain.AskError` for words that cannot be searched.
    """
    retrieval = chain.search(request, limit)
    words = _words(retrieval.query.terms)
    named = dict(reversed(retrieval.citations))  # of several places in one article the first
    hits, remarks = [], list(retrieval.missing)
    for found in retrieval.articles:
        regulation, article = _record(chain.index.regulations, found)
        label, span = _best(article, found)
        cited = named.get(found.article_id)
        if cited is not None and cited.sublabel:
            part = at(regulation, article, cited)
            if part is None:
                remarks.append(f"《{regulation.title}》{article.address}没有{cited.sublabel}")
            else:
                label, span = part.label.removeprefix(article.address), part.spans[-1]
        shown = excerpt(regulation.text, span, marks(regulation.text, span, words))
        hits.append(Hit(regulation, article, label, float(found.score), shown, marks(regulation.text, shown, words)))
    return Findings(tuple(hits), tuple(remarks))


def marks(text: str, span: Span, words: Iterable[str]) -> tuple[Span, ...]:
    """Where ``text[span]`` has one of ``words``, as spans of ``text``; the longest word counts where several do."""
    ordered = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    if not ordered:
        return ()
    pattern = re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE)
    return tuple(found.span() for found in pattern.finditer(text, *span))


def excerpt(text: str, span: Span, found: Sequence[Span], limit: int = EXCERPT) -> Span:
    """The part of ``text[span]`` worth showing: all of it, or ``limit`` characters about the first of ``found``."""
    start, end = span
    if end - start <= limit:
        return span
    first = next((low for low, high in found if start <= low < end), start)
    begin = start if first - start <= _BEFORE else min(first - _BEFORE, end - limit)
    return begin, min(end, begin + limit)


def _record(regulations: Any, found: Any) -> tuple[Regulation, Article]:
    regulation: Regulation = regulations[found.regulation_id]
    article = regulation.article(found.address)
    assert article is not None, f"{found.article_id} is in the index but not in its records"
    return regulation, article


def _best(article: Article, found: Any) -> tuple[str, Span]:
    """Label below the article and span of what matched best."""
    if not found.passages:
        return "", (article.start, article.end)
    passage = found.passages[0].passage
    return passage.label, passage.spans[-1]


def _words(terms: Iterable[Any]) -> list[str]:
    """The words of the question and those that may stand for them; of a compound also its members."""
    words: set[str] = set()
    for term in terms:
        for form in term.forms:
            words.add("".join(form))
            words.update(token for token in form if len(token) > 1)
    return sorted(words)
