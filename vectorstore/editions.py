"""Which editions answer for a day: an older one only for its own time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import replace
from datetime import date

from ingest.editions.status import IN_FORCE, REPEALED, REVISED, resolve_editions, statuses
from ingest.model import Regulation

_MOST_DAYS = 64


def in_force(regulations: Mapping[str, Regulation], day: date | None, *, today: date | None = None) -> frozenset[str]:
    """The ids of the regulations in force on ``day``, today without it.

    For a past day the dates decide: of several editions of one title the last to take effect by that day counts, one
    that another regulation in force by then repeals does not, and one without any date always does. What is known of
    today (a person's 已废止) says nothing of a day before, except the day a term ended.
    """
    today = today or date.today()
    known = list(regulations.values())
    if day is not None:
        known = [_as_of(regulation, past=day < today) for regulation in known]
    return frozenset(
        regulation.id
        for regulation, status in zip(known, statuses(known, day or today), strict=True)
        if status == IN_FORCE
    )


class Calendar:
    """Answers which of an index's regulations are in force, and keeps their status as it is today: an index is served
    for months, and a day comes on which the next edition takes effect.

    ``regulations`` is changed in place, once a day. Safe to use from several threads: at worst a day is computed twice.
    """

    def __init__(self, regulations: MutableMapping[str, Regulation], clock: Callable[[], date] = date.today) -> None:
        self._regulations = regulations
        self._clock = clock
        self._today: date | None = None
        self._known: dict[date, frozenset[str]] = {}

    def in_force(self, day: date | None) -> frozenset[str]:
        """The ids of those in force on ``day``, today without it."""
        today = self._clock()
        if today != self._today:
            self._renew(today)
            self._known, self._today = {}, today
        asked = day or today
        if asked not in self._known:
            if len(self._known) >= _MOST_DAYS:
                self._known = {}
            self._known[asked] = in_force(self._regulations, day, today=today)
        return self._known[asked]

    def _renew(self, today: date) -> None:
        for regulation in resolve_editions(list(self._regulations.values()), today):
            if regulation is not self._regulations[regulation.id]:
                self._regulations[regulation.id] = regulation


def _as_of(regulation: Regulation, *, past: bool) -> Regulation:
    """The regulation without what holds only today."""
    if past:
        return replace(regulation, status=IN_FORCE, status_stated=False)
    if regulation.status_stated or regulation.status not in (REPEALED, REVISED):
        return regulation
    return replace(regulation, status=IN_FORCE)
