"""The regulations as a list: chosen by words, status and issuer, a page at a time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.editions.status import IN_FORCE, in_force_since
from ingest.model import Regulation

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor chose; empty strings choose everything. ``page`` counts from 1."""

    title: str = ""
    status: str = ""
    issuer: str = ""
    page: int = 1

    @property
    def is_limited(self) -> bool:
        """Whether anything is left out."""
        return bool(self.title or self.status or self.issuer)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of what was chosen. ``statuses`` and ``issuers`` are what can be chosen, with how many each has."""

    regulations: tuple[Regulation, ...]
    found: int
    total: int
    page: int
    pages: int
    statuses: tuple[tuple[str, int], ...]
    issuers: tuple[tuple[str, int], ...]


def listed(regulations: Iterable[Regulation], choice: Choice, per_page: int = PER_PAGE) -> Listing:
    """The page of ``choice``; the last one where it asks for one beyond."""
    known = list(regulations)
    chosen = [
        each
        for each in known
        if (not choice.status or each.status == choice.status)
        and (not choice.issuer or each.issuer == choice.issuer)
        and named(each, choice.title)
    ]
    chosen.sort(key=in_force_since, reverse=True)
    chosen.sort(key=lambda each: (_spoken(each.title), each.status != IN_FORCE))
    pages = max(1, -(-len(chosen) // per_page))
    page = min(max(choice.page, 1), pages)
    return Listing(
        tuple(chosen[(page - 1) * per_page : page * per_page]),
        len(chosen),
        len(known),
        page,
        pages,
        _counted(each.status for each in known),
        _counted(each.issuer for each in known if each.issuer),
    )


def named(regulation: Regulation, words: str) -> bool:
    """Whether the title, another name or the 文号 has each of ``words``, in any order and width."""
    names = (regulation.title, *regulation.aliases, regulation.document_number or "")
    known = [_folded(name) for name in names]
    return all(any(word in name for name in known) for word in _folded(words).split())


def _spoken(title: str) -> bytes:
    """What sorts titles as readers expect: this encoding has the common characters in the order of their sound."""
    return title.lstrip("《").encode("gb18030", "replace")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("《", "").replace("》", "")


def _counted(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
