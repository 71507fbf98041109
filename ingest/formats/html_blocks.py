"""What a page consists of, in reading order: lines, table rows, and the elements they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["text", "row", "gap", "image", "frame"]


@dataclass(slots=True)
class Region:
    """An element that makes blocks. ``parent`` counts in the list of regions, -1 for the outermost; ``words`` are its
    id, class and role in lower case; ``hidden`` says that a browser would not show it."""

    parent: int
    tag: str
    words: str = ""
    hidden: bool = False


@dataclass(slots=True)
class Block:
    """A line, a table row, a gap between lines, a picture or an embedded page.

    ``pieces`` are the text with its lines of the source (of an embedded page: its address); ``region`` counts in the
    list of regions; ``header`` marks a row that heads a table; ``links`` are the characters inside links; ``level`` is
    that of h1 to h6, else 0; ``reason`` says why it is no text of the page, else empty; ``files`` are the texts of its
    links to documents.
    """

    kind: BlockKind
    region: int
    pieces: list[tuple[str, int]] = field(default_factory=list)
    header: bool = False
    links: int = 0
    level: int = 0
    reason: str = ""
    files: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words of the block."""
        return "".join(text for text, _ in self.pieces)
