"""What a search returns: the articles that may answer, with the passages that matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ingest.citation import Citation
from ingest.model import Passage
from vectorstore.evidence import Support
from vectorstore.query import Query

Route = Literal["search", "address"]


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with how well it fits the question; scores order the passages of one answer and have no unit."""

    passage: Passage
    score: float
    support: Support = field(default_factory=Support)


@dataclass(frozen=True, slots=True)
class RetrievedArticle:
    """An article that may answer. ``score`` is the probability, 0 to 1, that it does; ``passages`` best first (none
    for an article that is merely near and was not read).

    ``route``: found by search, or named by its address.
    """

    article_id: str
    regulation_id: str
    address: str
    score: float
    passages: tuple[ScoredPassage, ...]
    route: Route = "search"
    features: Mapping[str, float] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class RetrievedPart:
    """One of several things that a question asks at once, with the articles found for it, best first."""

    query: Query
    articles: tuple[RetrievedArticle, ...]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found, best first.

    ``threshold`` is the score from which an article counts as an answer. ``missing`` says, in Chinese, which addresses
    of the question do not exist; ``citations`` are the places that were named and found (article id, citation).
    ``parts`` is what was found for each of several things asked at once.
    """

    question_used: str
    query: Query
    articles: list[RetrievedArticle]
    threshold: float = 0.5
    missing: tuple[str, ...] = ()
    citations: tuple[tuple[str, Citation], ...] = ()
    parts: tuple[RetrievedPart, ...] = ()
