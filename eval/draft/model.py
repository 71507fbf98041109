"""What is proposed: a question with its gold, and what a person has to look at before it may count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from eval.dataset import Gold, Kind
from ingest.model import Article, Regulation

State = Literal["草稿", "请核实"]
"""草稿: the wording wants a look; 请核实: the content too, because rules cannot tell whether it is right."""

Facts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of an article (or a lead-in with its items), out of which questions are made.

    ``text`` is without marker and final stop. ``lead`` is the lead-in above it where it is an item. ``items`` are the
    texts of the items that a lead-in announces. ``label`` is the address below the article. ``topic`` is what the
    nearest heading says it is about, empty where that says nothing (总则).
    """

    text: str
    regulation: Regulation
    article: Article
    label: str
    lead: str = ""
    items: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a pattern makes of a unit: ``core`` is the question without its mark and without a topic before it."""

    core: str
    pattern: str
    kind: Kind
    facts: Facts
    state: State = "草稿"
    note: str = ""


Pattern = Callable[[Unit], Iterable[Proposal]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed question. ``source`` is the sentence it was made from, ``place`` its article, ``pattern`` the kind of
    sentence in Chinese, ``note`` what to check; ``gold`` is empty where a person has to fill it in or where nothing
    answers."""

    question: str
    kind: Kind
    gold: tuple[Gold, ...]
    facts: Facts
    pattern: str
    source: str = ""
    place: str = ""
    state: State = "草稿"
    note: str = ""
