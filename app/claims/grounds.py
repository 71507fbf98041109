"""What a model's sentences are held against: the quotations of an answer, by number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.claims.model import Passage
from ingest.model import Regulation

if TYPE_CHECKING:
    from app.answer import Quote


def passages(citations: Iterable[Quote], regulations: Mapping[str, Regulation]) -> dict[int, Passage]:
    """The quotations as passages. ``regulations`` are the served records by id, for the other names of a regulation."""
    return {
        each.number: Passage(
            number=each.number,
            title=each.regulation,
            aliases=tuple(regulations[each.regulation_id].aliases),
            label=each.label,
            path=each.path,
            text=each.quote,
        )
        for each in citations
    }
