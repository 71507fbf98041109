"""What a page consists of, whether its text layer was read or its picture recognised."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class VisualLine:
    """A stretch of text on one line of a page, as it is seen; distances from the page's upper left corner (points, or
    pixels of an image). ``size`` is the height of a Chinese character; ``spaced`` says that a blank ends it."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    spaced: bool = False

    @property
    def position(self) -> str:
        """As a :class:`ingest.model.Place` has it."""
        return ",".join(f"{value:.0f}" for value in (self.x0, self.top, self.x1, self.bottom))

    @property
    def width(self) -> float:
        """In characters."""
        return (self.x1 - self.x0) / self.size


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its cells' text (the value of a merged cell repeated; one as wide as the table said once), whether
    it heads the table, and its upper and lower edge."""

    cells: tuple[str, ...]
    header: bool
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; ``edges`` are its columns' edges; the first ``again`` rows repeat the head of the page before."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    edges: tuple[float, ...]
    rows: tuple[Row, ...]
    again: int = 0


@dataclass(slots=True)
class Page:
    """One page: its lines in no order yet, its tables, what stands beside the text (on its side), and the lines known
    to be no content, with the reason."""

    number: int
    width: float
    height: float
    lines: list[VisualLine] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    aside: list[VisualLine] = field(default_factory=list)
    removed: list[tuple[VisualLine, str]] = field(default_factory=list)
