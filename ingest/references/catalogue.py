"""Which of the ingested regulations a title means."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.editions.status import IN_FORCE, NOT_YET
from ingest.model import Regulation
from ingest.references.titlekey import plain_title, title_key


class Catalogue:
    """The regulations by title and alias. 中华人民共和国 or the issuer in front, （试行） or an edition's note behind,
    〈〉 and 《》 make no difference; a title that is equal to the letter wins."""

    def __init__(self, regulations: Iterable[Regulation]) -> None:
        self._exact: dict[str, list[Regulation]] = {}
        self._loose: dict[str, list[Regulation]] = {}
        for regulation in regulations:
            for title in dict.fromkeys((regulation.title, *regulation.aliases)):
                self._exact.setdefault(plain_title(title), []).append(regulation)
                self._loose.setdefault(title_key(title), []).append(regulation)
        for editions in (*self._exact.values(), *self._loose.values()):
            editions.sort(key=_preference, reverse=True)

    def find(self, title: str) -> list[Regulation]:
        """The editions, or parts, of what the title means: those in force first, then the newest first. Empty where
        none is known."""
        return self._exact.get(plain_title(title)) or self._loose.get(title_key(title)) or []


def _preference(regulation: Regulation) -> tuple[int, str]:
    rank = {IN_FORCE: 2, NOT_YET: 0}.get(regulation.status, 1)
    return rank, regulation.effective or regulation.published or regulation.adopted or ""
