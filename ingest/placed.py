"""A line with its place in the canonical text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.line import Line
from ingest.markers import Marker, marker
from ingest.prescribed import prescribed


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and its canonical span; ``start`` moves past a marker when one has been read. ``quoted`` says that it is
    text which a line before it prescribes (…修改为：“…”)."""

    line: Line
    start: int
    end: int
    quoted: bool = False

    @property
    def text(self) -> str:
        """What is left of the line from ``start`` on."""
        whole = self.line.text
        return whole[len(whole) - (self.end - self.start) :] if self.end > self.start else ""

    @property
    def marker(self) -> Marker | None:
        """What it begins with; nothing in text that is quoted or in a table's row."""
        if self.quoted or self.line.row:
            return None
        return self.line.marker if self.end - self.start == len(self.line.text) else marker(self.text)

    def after(self, length: int) -> Placed:
        """The same line without its first ``length`` characters."""
        return replace(self, start=self.start + length)


def place(lines: Iterable[Line], start: int = 0) -> list[Placed]:
    """The lines one after the other from ``start`` on, a line break between them."""
    lines = list(lines)
    result: list[Placed] = []
    for line, quoted in zip(lines, prescribed(lines), strict=True):
        result.append(Placed(line, start, start + len(line.text), quoted))
        start += len(line.text) + 1
    return result
