"""What a search found, as the page of results shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.chain import AskRequest, RegulationChain
from app.pages.links import Links, anchor
from app.pages.pieces import Piece, marked
from app.search import Hit, search
from ingest.address import reference
from ingest.editions.status import IN_FORCE, in_force_since
from ingest.model import Regulation

FOUND = 20
"""Articles shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article of the results: ``name`` is 《title》address."""

    name: str
    href: str
    status: str
    path: str
    pieces: tuple[Piece, ...]
    begins_inside: bool
    ends_inside: bool


def find(
    chain: RegulationChain, words: str, within: Regulation | None, links: Links, visitor: str = ""
) -> tuple[list[Found], list[str]]:
    """The articles for ``words``, of the regulation ``within`` only where one is given, and remarks in Chinese.

    A regulation out of force is searched as of the day it took effect: today's law would leave it out. Raises
    :class:`app.chain.AskError` for words that cannot be searched.
    """
    only = frozenset({within.id}) if within else None
    found = search(chain, AskRequest(words, as_of=_day_of(within), regulations=only, visitor=visitor), FOUND)
    return [_shown(hit, links) for hit in found.hits], list(found.remarks)


def _day_of(within: Regulation | None) -> date | None:
    if within is None or within.status == IN_FORCE:
        return None
    since = in_force_since(within)
    return date.fromisoformat(since) if since else None


def _shown(hit: Hit, links: Links) -> Found:
    regulation, article = hit.regulation, hit.article
    start, end = hit.excerpt
    return Found(
        reference(regulation.title, article.address + hit.label),
        links.regulation(regulation.id, anchor(article.address)),
        regulation.status,
        " › ".join(article.path),
        marked(regulation.text, hit.excerpt, hit.marks),
        start > article.start,
        end < article.end,
    )
