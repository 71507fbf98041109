"""A line with its place in the canonical text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.grammar.markers import Marker, marker
from ingest.grammar.prescribed import prescribed
from ingest.lines.line import Line


@dataclass(slots=True)
class Placed:
    """A line and its canonical span, never changed once it is made; ``start`` moves past a marker when one has been
    read. ``quoted`` says that it is text which a line before it prescribes (…修改为：“…”). ``text`` is what is left of
    the line from ``start`` on; ``marker`` what that begins with, None where it is quoted or a table's row."""

    line: Line
    start: int
    end: int
    quoted: bool = False
    text: str = field(init=False, compare=False)
    marker: Marker | None = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        text, found = self.line.text, self.line.marker
        if self.end - self.start != len(text):
            text = text[len(text) - (self.end - self.start) :] if self.end > self.start else ""
            found = marker(text)
        self.text = text
        self.marker = None if self.quoted or self.line.row else found

    def after(self, length: int) -> Placed:
        """The same line without its first ``length`` characters."""
        return Placed(self.line, self.start + length, self.end, self.quoted)


def place(lines: Iterable[Line], start: int = 0) -> list[Placed]:
    """The lines one after the other from ``start`` on, a line break between them."""
    lines = list(lines)
    result: list[Placed] = []
    for line, quoted in zip(lines, prescribed(lines), strict=True):
        result.append(Placed(line, start, start + len(line.text), quoted))
        start += len(line.text) + 1
    return result
