"""What a reader returns, and the small builder all of them use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.model import Mark, MarkKind, Place

CELL = " | "
"""Between the cells of a table row."""

Piece = tuple[str, int | None, str]
"""(text, page, position), as in :class:`ingest.model.Place`."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file, a paragraph or a table row a line; the other fields as in :class:`ingest.model.RawText`."""

    text: str
    encoding: str = ""
    marks: tuple[Mark, ...] = ()
    places: tuple[Place, ...] = ()
    notices: tuple[str, ...] = ()


class Builder:
    """Collects an extract line by line, counting the offsets."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._size = 0
        self._marks: list[Mark] = []
        self._places: list[Place] = []
        self.notices: list[str] = []

    def line(self, pieces: Iterable[Piece], mark: MarkKind | None = None, value: str = "") -> None:
        """Add one line made of ``(text, page, position)`` pieces that follow each other without a gap. Line breaks
        inside a piece become spaces. Nothing is added where the line is blank."""
        parts = [(" ".join(text.split("\n")), page, position) for text, page, position in pieces]
        whole = "".join(text for text, _, _ in parts)
        if not whole.strip():
            return
        start = at = self._size
        for text, page, position in parts:
            if text:
                self._places.append(Place(at, at + len(text), page, position))
                at += len(text)
        self._lines.append(whole)
        self._size = at + 1
        if mark:
            self._marks.append(Mark(start, at, mark, value))

    def row(self, cells: Iterable[str], page: int | None, position: str, *, header: bool) -> None:
        """Add a table row."""
        flat = (" ".join(cell.split()) for cell in cells)
        self.line([(CELL.join(flat), page, position)], "row", "header" if header else "")

    def blank(self) -> None:
        """Add an empty line: a gap that tells documents or blocks apart."""
        self._lines.append("")
        self._size += 1

    def extract(self, encoding: str = "") -> Extract:
        """What was collected."""
        text = "\n".join(self._lines)
        return Extract(text, encoding, tuple(self._marks), tuple(self._places), tuple(self.notices))
