"""A row of clauses of which a sentence may be made."""

from __future__ import annotations

from dataclasses import dataclass

from app.claims.clause import Clause
from ingest.citation import Citation

CUT = "⏎"
"""The sign of a clause in whose midst the line ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """``clauses`` in order. ``parts`` number what stands between ；, ``groups`` the items of a list, of which any may
    be left out (0 for what may not). A sentence made of the unit starts at the first clause, or behind the ``lead``
    ones that may be left out, and ends at clause ``least`` or later. Of a ``whole`` nothing may be left out. ``place``
    is the address of the unit; ``later`` says that it is not the first sentence of its line."""

    clauses: tuple[Clause, ...]
    parts: tuple[int, ...]
    groups: tuple[int, ...]
    place: Citation | None
    lead: int = 0
    least: int = 0
    whole: bool = False
    later: bool = False
