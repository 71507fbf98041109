"""The tables of metadata that web pages print above a text: taken out of the lines, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines.line import Line, dropped
from ingest.lines.mapped import Edit
from ingest.metadata.facts import tables

_NEAR = 4
"""A table belongs to the title this few lines above it, else to the next document."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """``at`` lines of the text stand before it; ``edits`` say that it is no part of the text."""

    at: int
    texts: tuple[str, ...]
    edits: tuple[Edit, ...]

    def owner(self, starts: Sequence[int]) -> int:
        """Which of the documents' first lines, in order, begins the document it tells of."""
        above = [start for start in starts if start < self.at <= start + _NEAR]
        below = [start for start in starts if start >= self.at]
        return above[-1] if above else below[0] if below else starts[-1]


def take_tables(lines: list[Line]) -> tuple[list[Line], list[PageTable]]:
    """The lines without the tables, and the tables."""
    kept: list[Line] = []
    pages: list[PageTable] = []
    at = 0
    for start, end in tables([line.text for line in lines]):
        kept += lines[at:start]
        taken = lines[start:end]
        edits = tuple(dropped(line, "网页信息表（已读作元数据）") for line in taken)
        pages.append(PageTable(len(kept), tuple(line.text for line in taken), edits))
        at = end
    return (kept + lines[at:] if pages else lines), pages
