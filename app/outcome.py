"""From a case to what follows from its outcome.

迟到三次还发不发果盘 is settled in two places: one says that who is late gets no star, another what having no star means
for the fruit. The second is found by its condition: it begins with the very words that the first ends with.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from app.choose import choose
from ingest.model import Article, Paragraph, Regulation
from vectorstore.background import behind, with_background
from vectorstore.lexical import Term
from vectorstore.query import Query
from vectorstore.retrieval import Retrieval, RetrievedArticle, RetrievedPart
from vectorstore.words import normalise, pairs

_LIKELY = 0.6  # of the threshold: what the article of the case must reach
_TELLING = 0.1  # weight of a word of the question that the case leaves open
_BEFORE = 4  # so many characters before what is asked (发不发果盘) belong to it
_BEST = 3  # of the second search, how many articles are looked at
_SHORTEST = 3  # characters of an outcome
_LONGEST = 24
_CONDITION = 80  # characters of a condition at the beginning of a 款
_CLAUSE = re.compile(r"[^。；！？\n]+")
_PIECE = re.compile(r"[^，、。；：！？\n]+")
_VERB = re.compile(r"^.*(?:确定|评定|认定|评|定|视|列|作|记|判)?为(?!期)")
_COUNTED = "(?:档次|等次|等级|次数|处理|论处)*"
_TAIL = re.compile(rf"{_COUNTED}的?$")
_STATED = re.compile(rf"{_COUNTED}的(?=[，：。])")
_ENDS = re.compile(r"[。；！？：]")
_NEGATED = "不未非无本"
_ASKED = re.compile(r"[^，,；;。？?]+")


class Searcher(Protocol):
    """What is needed of the search."""

    def retrieve(self, question: str, *, as_of: date | None, regulations: set[str] | None, limit: int = 10) -> Any:
        """The articles that may answer the question, best first."""


class Searchable(Protocol):
    """What is needed of an opened index."""

    @property
    def regulations(self) -> Mapping[str, Regulation]:
        """The records by id."""

    @property
    def retriever(self) -> Searcher:
        """The search over them."""


def followed(found: Retrieval, index: Searchable, as_of: date | None) -> Retrieval:
    """``found``, and where its best article gives an outcome that another article builds on, the case and the
    consequence as two parts. Searches a second time, only then."""
    further = consequence(found, index.regulations)
    if further is None:
        return found
    day = as_of or found.query.as_of  # the second question names none
    second = index.retriever.retrieve(further.question, as_of=day, regulations={further.regulation_id})
    best = next((a for a in second.articles[:_BEST] if a.address in further.articles), None)
    if best is None or best.score < found.threshold:
        return found
    case = RetrievedPart(found.query, (found.articles[0],))
    return replace(found, parts=(case, RetrievedPart(second.query, (best,))))


@dataclass(frozen=True, slots=True)
class Consequence:
    """A question about what follows from an outcome, and the articles (addresses) of one regulation that may say so."""

    question: str
    regulation_id: str
    articles: frozenset[str]


def consequence(found: Retrieval, regulations: Mapping[str, Regulation]) -> Consequence | None:
    """What the best article leaves open and another article says of its outcome; mostly nothing."""
    if found.citations or found.missing or not found.articles:
        return None
    case = found.articles[0]
    regulation = regulations.get(case.regulation_id)
    article = regulation.article(case.address) if regulation else None
    if regulation is None or article is None or case.score < _LIKELY * found.threshold:
        return None
    left = _left_open(regulation, article, found.query)
    if not left:
        return None
    clause = _clause(regulation, article, case, found)
    for outcome in outcomes(clause):
        governed: dict[str, str] = {}
        for other, _, condition in governing(regulation, outcome):
            if other is not article and _has(regulation.text[other.start : other.end], left):
                governed.setdefault(other.address, condition)
        if governed:
            condition = next(iter(governed.values()))
            return Consequence(
                with_background(f"{condition}的", _asked(behind(found.question_used)[1], left)),
                regulation.id,
                frozenset(governed),
            )
    return None


def outcomes(clause: str) -> Iterator[str]:
    """What a clause leads to, the last first: 不确定档次 and 只写评语 of 受处分的，参加考核，只写评语，不确定档次."""
    pieces = _PIECE.findall(clause)
    for piece in reversed(pieces[1:] or pieces):
        core = _core(piece)
        if _SHORTEST <= len(core) <= _LONGEST and not piece.rstrip().endswith("的"):  # a condition is no outcome
            yield core


def governing(regulation: Regulation, outcome: str) -> Iterator[tuple[Article, Paragraph, str]]:
    """The 款 that say what follows from ``outcome``, with their article and the condition they begin with."""
    text = regulation.text
    at = text.find(outcome)
    while at >= 0:
        stated = _STATED.match(text, at + len(outcome))
        if stated and text[at - 1 : at] not in _NEGATED:
            article, paragraph = place_at(regulation, at)
            if article and paragraph and article.kind not in ("annex", "front", "closing"):
                condition = text[paragraph.start : stated.end() - 1].strip()
                if len(condition) <= _CONDITION and not _ENDS.search(condition):
                    yield article, paragraph, condition
        at = text.find(outcome, at + 1)


def place_at(regulation: Regulation, position: int) -> tuple[Article | None, Paragraph | None]:
    """The article and the 款 that ``position`` of the text stands in; None where it stands in none."""
    at = bisect_right(regulation.articles, position, key=lambda article: article.start) - 1
    article = regulation.articles[at] if at >= 0 else None
    if article is None or position >= article.end:
        return None, None
    return article, next((p for p in article.paragraphs if p.start <= position < p.end), None)


def _core(piece: str) -> str:
    """A piece of a clause without its verb and the word it is counted in: 不合格 of 应当确定为不合格档次."""
    plain = "".join(piece.split())
    return _TAIL.sub("", _VERB.sub("", plain))


def _left_open(regulation: Regulation, article: Article, query: Query) -> tuple[Term, ...]:
    """The telling words of the question that the whole article does not have."""
    text = normalise(regulation.text[article.start : article.end])
    return tuple(t for t in query.terms if t.weight >= _TELLING and len(t.word) > 1 and not _in(text, t))


def _clause(regulation: Regulation, article: Article, case: RetrievedArticle, found: Retrieval) -> str:
    """The clause of what would be quoted that has most of the question."""
    chosen = choose(regulation, article, case.passages, found.query)[0]
    start, end = chosen.spans[-1]
    asked = set(pairs(found.question_used))
    clauses = _CLAUSE.findall(regulation.text[start:end])
    return max(clauses, key=lambda clause: len(asked & set(pairs(clause))), default="")


def _has(text: str, terms: Sequence[Term]) -> bool:
    plain = normalise(text)
    return any(_in(plain, term) for term in terms)


def _in(text: str, term: Term) -> bool:
    return any(all(token in text for token in form) for form in term.forms)


def _asked(question: str, left: Sequence[Term]) -> str:
    """What the question asks of the outcome: from the first word that is left open to the end of its clause."""
    for clause in _ASKED.findall(question):
        places = [clause.find(term.word) for term in left if term.word in clause]
        if places:
            return str(clause[min(places) if min(places) > _BEFORE else 0 :])
    return "、".join(term.word for term in left)
