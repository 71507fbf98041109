"""One logical line of a document, as the grammars see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.grammar.markers import Marker, marker
from ingest.lines.mapped import Edit, Mapped


# Not frozen: lines are made by the hundred thousand, and a frozen record takes twice the time to make.
@dataclass(slots=True)
class Line:
    """One logical line, never changed once it is made. ``level`` is a Markdown heading's; ``boundary`` opens a physical
    line that holds a whole document; ``gap`` says a blank line stood before it; ``row`` marks a table row; ``header``
    one that heads a table. ``marker`` is what the text begins with: every stage asks for it.
    """

    mapped: Mapped
    level: int = 0
    boundary: bool = False
    gap: bool = False
    row: bool = False
    header: bool = False
    text: str = field(init=False, compare=False)
    marker: Marker | None = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.text = self.mapped.text
        self.marker = marker(self.text)

    def cut(self, start: int, end: int) -> Line:
        """The same line, only ``[start, end)`` of it, without white space at its ends."""
        piece = self.mapped.cut(start, end).strip()
        return Line(piece, self.level, self.boundary and start == 0, self.gap, self.row, self.header)


def dropped(line: Line, reason: str) -> Edit:
    """The record of leaving a line out."""
    start, end = line.mapped.source_span
    return Edit(reason, start, end, line.text[:40], removed=True)


_STOPS = "。；：！？…"
_BRACKETS = "）】"
_CLOSING = "”’》" + _BRACKETS


def ends_sentence(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether ``text[start:end]`` ends with the end of a sentence or clause, closing quotes and brackets apart, or with
    a bracket."""
    last = at = (len(text) if end is None else end) - 1
    if at < start:
        return False
    if text[at] in _STOPS or text[at] in _BRACKETS:
        return True
    while at >= start and text[at] in _CLOSING:
        at -= 1
    return start <= at < last and text[at] in _STOPS
