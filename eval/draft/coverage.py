"""Which articles the questions point to, and which nobody asks about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.answer import parts
from eval.dataset import QuestionSet
from eval.gold import Catalogue
from eval.measures import fold, fold_label
from ingest.model import Regulation

_NO_RULE = frozenset({"front", "preamble", "closing"})  # notices, lead-ins and signatures lay down nothing


@dataclass(frozen=True, slots=True)
class Covered:
    """One regulation: how many of its articles some gold names, and how many of its 款、项、目 some gold names exactly
    or by a part of them. ``uncovered`` are the addresses of the other articles, in the order of the text."""

    regulation: Regulation
    articles: int
    uncovered: tuple[str, ...]
    parts: int
    parts_named: int

    @property
    def named(self) -> int:
        """The articles that some gold names."""
        return self.articles - len(self.uncovered)


@dataclass(frozen=True, slots=True)
class Coverage:
    """``unknown`` are places of gold that no ingested regulation has, as 《title》address."""

    regulations: tuple[Covered, ...]
    questions: int
    unknown: tuple[str, ...] = ()

    def uncovered(self, regulation: Regulation, address: str) -> bool:
        """Whether no question points to this article."""
        return any(c.regulation.id == regulation.id and address in c.uncovered for c in self.regulations)

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "questions": self.questions,
            "regulations": [
                {
                    "regulation": c.regulation.title,
                    "id": c.regulation.id,
                    "articles": c.articles,
                    "articles_covered": c.named,
                    "parts": c.parts,
                    "parts_covered": c.parts_named,
                    "uncovered": list(c.uncovered),
                }
                for c in self.regulations
            ],
            "unknown": list(self.unknown),
        }


def coverage(regulations: Iterable[Regulation], sets: Sequence[QuestionSet]) -> Coverage:
    """Hold the gold of the sets against the regulations. A gold that names an article as a whole covers the article,
    but none of its parts."""
    known: Mapping[str, Regulation] = {regulation.id: regulation for regulation in regulations}
    catalogue = Catalogue(known)
    named: dict[str, set[tuple[str, str]]] = {}
    unknown: dict[str, None] = {}
    for question in (question for one in sets for question in one.questions):
        for gold in question.gold:
            edition = catalogue.edition(gold.regulation, question.as_of)
            if edition is None or not any(fold(a.address) == fold(gold.article) for a in edition.articles):
                unknown[f"《{gold.regulation}》{gold.article}"] = None
            else:
                label = fold_label(gold.article + gold.label) if gold.label else ""
                named.setdefault(edition.id, set()).add((fold(gold.article), label))
    found = tuple(_covered(regulation, named.get(regulation.id, set())) for regulation in known.values())
    return Coverage(found, sum(len(one.questions) for one in sets), tuple(unknown))


def _covered(regulation: Regulation, named: set[tuple[str, str]]) -> Covered:
    articles = [article for article in regulation.articles if article.kind not in _NO_RULE]
    asked = {address for address, _ in named}
    exact = {label for _, label in named if label}
    below = {
        fold_label(label)
        for article in articles
        for label, _, _ in parts(article)
        if fold_label(label) != fold_label(article.address)
    }
    return Covered(
        regulation,
        len(articles),
        tuple(article.address for article in articles if fold(article.address) not in asked),
        len(below),
        sum(any(label.startswith(part) for label in exact) for part in below),
    )
