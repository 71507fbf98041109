"""Blocks of a Word document → lines of the extract."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ingest.formats.docx_blocks import Block, Cell, Row, Table, Text
from ingest.formats.extract import CELL, Builder

COMPUTED = "（自动编号）"
"""After the place of a number that Word computes: no character of the file stands there."""

_Piece = tuple[str, int | None, str]


def add_blocks(builder: Builder, blocks: list[Block]) -> None:
    """Write the blocks: a paragraph or a table row a line; what is no content follows on lines marked ``removed``."""
    for block in blocks:
        if isinstance(block, Table):
            _add_table(builder, block)
            continue
        lines = _lines(block)
        for at, line in enumerate(lines):
            builder.line(line, "heading" if block.heading and at == 0 else None, "1" if block.heading else "")
        if not lines and not block.aside:
            builder.blank()
        _add_aside(builder, block)


def has_words(blocks: list[Block]) -> bool:
    """Whether anything in the blocks counts as content."""
    return any(
        any(has_words(cell.blocks) for row in block.rows for cell in row.cells)
        if isinstance(block, Table)
        else bool(block.words.strip())
        for block in blocks
    )


def _add_aside(builder: Builder, text: Text) -> None:
    for words, reason, place in text.aside:
        for line in words.split("\n"):
            builder.line([(line, None, place)], "removed", reason)


def _lines(text: Text) -> list[list[_Piece]]:
    """The paragraph's lines: a manual break parts 项 from 项, but not the two halves of a title."""
    lines: list[list[_Piece]] = [[]]
    for words, place in text.pieces:
        for at, part in enumerate(words.split("\n")):
            if at and text.heading:
                part = _spaced(lines[-1], part)
            elif at:
                lines.append([])
            lines[-1].append((part, None, place))
    lines = [line for line in lines if "".join(part for part, _, _ in line).strip()]
    if text.number and (lines or not text.number.bullet):
        lines = lines or [[]]
        if lines[0]:
            first, page, place = lines[0][0]
            lines[0][0] = (first.lstrip(), page, place)
        lines[0].insert(0, (text.number.text, None, text.place + COMPUTED))
    return lines


def _spaced(before: list[_Piece], part: str) -> str:
    """A space between Latin words that a line break parts; Chinese needs none."""
    last = "".join(words for words, _, _ in before)[-1:]
    return f" {part}" if last.isascii() and last.isalnum() and part[:1].isascii() and part[:1].isalnum() else part


def _add_table(builder: Builder, table: Table) -> None:
    """A frame round a text is text: no row has two filled cells, or there is only one row."""
    rows = [row for row in table.rows if not row.removed]
    filled = [sum(1 for cell in row.cells if _flat(cell)) for row in rows]
    if len(rows) < 2 or max(filled) < 2:
        for row in table.rows:
            for cell in row.cells:
                if any(isinstance(block, Table) or block.aside or _lines(block) for block in cell.blocks):
                    add_blocks(builder, cell.blocks)
        return
    heads = _heads(rows)
    above: dict[int, list[_Piece]] = {}
    number = 0
    for row in table.rows:
        if not row.removed:
            pieces: list[_Piece] = []
            for at, cell in enumerate(row.cells):
                # Every row is quoted alone, so it says what a merged cell above says, at the place where that stands.
                words = above.get(cell.column, []) if cell.continued else _flat(cell)
                above[cell.column] = words
                pieces += [(CELL, None, row.place)] if at else []
                pieces += words
            if any(words for words, _, place in pieces if words != CELL):
                builder.line(_merged(pieces), "row", "header" if number < heads else "")
            number += 1
        for cell in row.cells:
            _add_beside(builder, cell)


def _merged(pieces: list[_Piece]) -> Iterator[_Piece]:
    """Neighbours from one place as one piece."""
    for (page, place), group in groupby(pieces, key=lambda piece: piece[1:]):
        yield "".join(words for words, _, _ in group), page, place


def _heads(rows: list[Row]) -> int:
    """How many rows head the table: those the file says, else a caption over the whole width, the row after it, and
    the second tier of a divided header."""
    stated = next((at for at, row in enumerate(rows) if not row.stated_header), len(rows))
    if stated:
        return stated
    width = max(cell.column + cell.span for row in rows for cell in row.cells)
    captions = next((at for at, row in enumerate(rows) if not _is_caption(row, width)), 0)
    heads = captions + 1
    divided = any(cell.span > 1 for cell in rows[captions].cells)
    while divided and heads < len(rows) - 1 and any(cell.continued for cell in rows[heads].cells):
        heads += 1
    return heads


def _is_caption(row: Row, width: int) -> bool:
    return width > 1 and len(row.cells) == 1 and row.cells[0].span == width


def _flat(cell: Cell) -> list[_Piece]:
    """A cell's own words in one line; nested tables are not among them."""
    pieces: list[_Piece] = []
    for block in cell.blocks:
        if isinstance(block, Table):
            continue
        line = [piece for each in _lines(block) for piece in [*each, (" ", None, block.place)]][:-1]
        pieces += [(" ", None, block.place), *line] if pieces and line else line
    return list(_collapsed(pieces))


def _collapsed(pieces: list[_Piece]) -> Iterator[_Piece]:
    """The pieces with single spaces inside and none at the ends."""
    last = " "
    end = len("".join(words for words, _, _ in pieces).rstrip())
    position = 0
    for words, page, place in pieces:
        kept = ""
        for char in words:
            position += 1
            char = " " if char.isspace() else char
            if position <= end and not (char == " " and last == " "):
                kept += char
                last = char
        if kept:
            yield kept, page, place


def _add_beside(builder: Builder, cell: Cell) -> None:
    """What a row leaves out: text that is no content, and nested tables."""
    for block in cell.blocks:
        if isinstance(block, Table):
            _add_table(builder, block)
        else:
            _add_aside(builder, block)
