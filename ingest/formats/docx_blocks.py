"""A Word document as blocks in reading order: paragraphs with their printed numbers, tables with their cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.formats.docx_numbering import Number, Numbering
from ingest.formats.docx_runs import CONTENTS, DELETED, Content, Runs
from ingest.formats.docx_styles import Styles
from ingest.formats.docx_xml import W, children, local, number, switch, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_MERGED = "合并单元格中不显示的文字"


@dataclass(slots=True)
class Text:
    """A paragraph. ``pieces`` are (text, place) in order, a manual line break as ``\\n``; ``aside`` (text, Chinese
    reason, place) is no content; ``number`` is computed and stands in no text of the file."""

    place: str
    number: Number | None = None
    pieces: list[tuple[str, str]] = field(default_factory=list)
    aside: list[tuple[str, str, str]] = field(default_factory=list)
    styled_title: bool = False
    centred: bool = False
    heading: bool = False

    @property
    def words(self) -> str:
        """The paragraph's own text, without its computed number."""
        return "".join(text for text, _ in self.pieces)


@dataclass(slots=True)
class Cell:
    """A cell from grid column ``column`` over ``span`` columns; ``continued`` says that the one above goes on in it."""

    column: int
    span: int
    continued: bool
    blocks: list[Block]


@dataclass(slots=True)
class Row:
    """A table row; ``stated_header`` as the file says; ``removed`` is the Chinese reason why it is no content."""

    place: str
    cells: list[Cell]
    stated_header: bool = False
    removed: str = ""


@dataclass(slots=True)
class Table:
    """A table, its merged cells still apart."""

    rows: list[Row]


Block = Text | Table


class Blocks:
    """Reads block after block; the counters of numbering and the open fields go on from one call to the next.

    Paragraphs are counted from 1 in the body, tables everywhere, nested ones after the one around them.
    """

    def __init__(self, styles: Styles, numbering: Numbering, runs: Runs) -> None:
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self._paragraphs = 0
        self._tables = 0
        self._apart = ""

    def read_apart(self, parent: _Element, place: str, reason: str) -> list[Block]:
        """The blocks of a note or a header: all at ``place``, and no content for this ``reason``."""
        self._apart = place
        blocks = self.read(parent, place, reason)
        self._apart = ""
        return blocks

    def read(self, parent: _Element, place: str = "", reason: str = "") -> list[Block]:
        """The blocks in ``parent``. ``place`` is that of paragraphs that are not counted (in cells and boxes);
        ``reason`` why none of it is content."""
        result: list[Block] = []
        joined: _Joined | None = None
        for element, why in self._elements(parent, reason):
            if local(element) == "tbl":
                result.append(self._table(element, why))
                joined = None
                continue
            here = place or self._next_paragraph()
            content = self._runs.paragraph(element, why)
            properties = element.find(f"{W}pPr")
            if joined is None:
                joined = _Joined(Text(here))
                joined.text.styled_title = self._styles.is_title(self._styles.of(properties))
                joined.text.centred = self._styles.is_centred(properties)
                result.append(joined.text)
            joined.append(content, here)
            goes_on = self._goes_on(properties)
            if not joined.numbered and (content.text.strip() or not goes_on) and not why:
                # A paragraph that is deleted or hidden with its mark counts nothing.
                joined.text.number = self._numbering.next(properties)
                joined.numbered = True
            if not goes_on:
                joined = None
            for box in content.boxes:
                result += self.read(box, here, why)
        return result

    def _next_paragraph(self) -> str:
        self._paragraphs += 1
        return f"段落{self._paragraphs}"

    def _goes_on(self, properties: _Element | None) -> bool:
        """Whether the paragraph's end is deleted or hidden, so that the next one goes on in its line."""
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if mark is None:
            return False
        deleted = mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
        if deleted:
            self._runs.seen["deleted mark"] += 1
        return deleted or bool(switch(mark, "vanish")) or bool(switch(mark, "specVanish"))

    def _elements(self, parent: _Element, reason: str) -> Iterator[tuple[_Element, str]]:
        """Paragraphs and tables with the reason why they are no content, through everything that wraps them."""
        for child in children(parent):
            name = local(child)
            if name in ("p", "tbl"):
                yield child, reason
            elif name == "sdt":
                properties = child.find(f"{W}sdtPr")
                gallery = value(properties.find(f"{W}docPartObj") if properties is not None else None, "docPartGallery")
                yield from self._elements(child, reason or (CONTENTS if gallery == "Table of Contents" else ""))
            elif name in ("altChunk", "subDoc"):
                self._runs.seen["foreign"] += 1
            elif name in ("del", "moveFrom"):
                yield from self._elements(child, reason or DELETED)
            elif name not in ("sectPr", "tcPr", "sdtPr", "sdtEndPr"):
                yield from self._elements(child, reason)

    def _table(self, table: _Element, reason: str) -> Table:
        self._tables += 1
        here = f"表{self._tables}"
        rows = []
        for at, element in enumerate(_inside(table, "tr"), start=1):
            properties = element.find(f"{W}trPr")
            changed = [local(child) for child in properties] if properties is not None else []
            why = reason or (DELETED if "del" in changed else "")
            self._runs.seen["deleted"] += "del" in changed
            self._runs.seen["inserted"] += "ins" in changed
            row = Row(self._apart or f"{here}行{at}", [], bool(switch(properties, "tblHeader")), why)
            column = number(value(properties, "gridBefore")) or 0
            for cell in _inside(element, "tc"):
                left = _continues_left(cell) and bool(row.cells)
                built = self._cell(cell, column, row.place, why or (_MERGED if left else ""))
                column += built.span
                if left:
                    row.cells[-1].span += built.span
                    row.cells[-1].blocks += built.blocks
                else:
                    row.cells.append(built)
            rows.append(row)
        return Table(rows)

    def _cell(self, element: _Element, column: int, place: str, reason: str) -> Cell:
        properties = element.find(f"{W}tcPr")
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            reason = reason or DELETED
        span = max(1, number(value(properties, "gridSpan")) or 1)
        blocks = self.read(element, place, reason or (_MERGED if continued else ""))
        return Cell(column, span, continued, blocks)


@dataclass(slots=True)
class _Joined:
    text: Text
    numbered: bool = False

    def append(self, content: Content, place: str) -> None:
        if content.text:
            self.text.pieces.append((content.text, place))
        self.text.aside += [(text, reason, place) for text, reason in content.aside]


def _inside(parent: _Element, name: str) -> Iterator[_Element]:
    """Rows of a table or cells of a row, through content controls and the like, not into nested tables."""
    for child in children(parent):
        if child.tag == W + name:
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _inside(child, name)


def _continues_left(cell: _Element) -> bool:
    """A cell merged with the one on its left in the old way, without a span."""
    merge = cell.find(f"{W}tcPr/{W}hMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"
