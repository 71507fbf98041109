"""How a place in a regulation is named for people: never without what they must know of its title and its status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.address import reference
from ingest.editions.status import IN_FORCE

if TYPE_CHECKING:
    from app.answer import Quote


def named(title: str, label: str, *, title_inferred: bool, status: str | None) -> str:
    """《title》label, then （名称为推断） where the source does not state the title and （已废止） or the like where
    the regulation is not in force. ``status`` None: the status stands beside it."""
    inferred = "（名称为推断）" if title_inferred else ""
    warned = f"（{status}）" if status not in (None, IN_FORCE) else ""
    return reference(title, label) + inferred + warned


def cited(citation: Quote, *, status: bool = True) -> str:
    """The place of ``citation`` as :func:`named` writes it; ``status`` False: its status stands beside it."""
    told = citation.status if status else None
    return named(citation.regulation, citation.label, title_inferred=citation.title_inferred, status=told)
