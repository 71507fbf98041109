"""Which editions answer for a day: an older one only for its own time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ingest.model import Regulation

IN_FORCE = "现行有效"


def in_force(regulations: Mapping[str, Regulation], day: date | None) -> frozenset[str]:
    """The ids of the regulations in force on ``day``; without a day, of those whose status says so.

    A regulation without any date is taken to be in force always. Of several editions of one title the last to take
    effect by that day counts; one that another regulation in force by then repeals does not.
    """
    if day is None:
        return frozenset(i for i, r in regulations.items() if r.status == IN_FORCE)
    begun = {i: r for i, r in regulations.items() if since(r) <= day.isoformat()}
    latest: dict[str, Regulation] = {}
    for regulation in begun.values():
        rival = latest.get(regulation.title)
        if rival is None or since(regulation) > since(rival):
            latest[regulation.title] = regulation
    kept = latest.values()
    return frozenset(r.id for r in kept if not _repealed(r, kept))


def since(regulation: Regulation) -> str:
    """The day the edition took effect, as far as it is known; an unknown day is before all others."""
    return regulation.effective or regulation.published or regulation.adopted or ""


def _repealed(regulation: Regulation, others: Iterable[Regulation]) -> bool:
    names = {regulation.title, *regulation.aliases}
    return any(
        other.id != regulation.id and since(other) > since(regulation) and names & set(other.repeals)
        for other in others
    )
