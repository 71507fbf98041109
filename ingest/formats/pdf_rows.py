"""Tables in reading order → rows of an extract; a table that a page break divides goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.formats.extract import CELL, Builder
from ingest.formats.pdf_page import Row, Table
from ingest.formats.pdf_paragraphs import Paragraph
from ingest.formats.pdf_tables import cell_text

_REPEATED = "跨页重复表头"


def continued(flow: Sequence[Paragraph | Table]) -> list[Paragraph | Table]:
    """The same, with what a page break does to a table undone: a continued table has no head of its own, and a row
    that is broken over two pages is one row again."""
    result: list[Paragraph | Table] = []
    heads: tuple[Row, ...] = ()
    for part in flow:
        before = result[-1] if result else None
        if not isinstance(part, Table):
            result.append(part)
            continue
        if not (isinstance(before, Table) and _goes_on(before, part)):
            heads = tuple(row for row in part.rows if row.header)
            result.append(part)
            continue
        again = _repeated(part.rows, heads)
        body = [replace(row, header=False) for row in part.rows[again:]]
        if body and before.rows and _is_rest(before.rows[-1], body[0]):
            last, rest = before.rows[-1], body.pop(0)
            cells = tuple(cell_text([x for x in pair if x]) for pair in zip(last.cells, rest.cells, strict=True))
            result[-1] = replace(before, rows=(*before.rows[:-1], replace(last, cells=cells)))
        result.append(
            replace(part, rows=(*(replace(row, header=True) for row in part.rows[:again]), *body), again=again)
        )
    return result


def write(table: Table, builder: Builder) -> None:
    """Add the rows. A row of one cell above or below the others is a line of text: a caption, a note."""
    inner = [index for index, row in enumerate(table.rows) if len(row.cells) > 1]
    for index, row in enumerate(table.rows):
        position = f"{table.x0:.0f},{row.top:.0f},{table.x1:.0f},{row.bottom:.0f}"
        if index < table.again:
            builder.line([(CELL.join(row.cells), table.page, position)], "removed", _REPEATED)
        elif len(row.cells) > 1 or (inner and inner[0] < index < inner[-1]):
            builder.row(row.cells, table.page, position, header=row.header)
        else:
            builder.line([(row.cells[0], table.page, position)])


def _goes_on(before: Table, table: Table) -> bool:
    """Whether the table continues the one that ended the page before."""
    return (
        table.page == before.page + 1
        and len(table.edges) == len(before.edges)
        and all(abs(a - b) < 4 for a, b in zip(table.edges, before.edges, strict=True))
    )


def _repeated(rows: Sequence[Row], heads: Sequence[Row]) -> int:
    """How many rows print the head again."""
    same = [row.cells == head.cells for row, head in zip(rows, heads, strict=False)]
    return same.index(False) if False in same else len(same)


def _is_rest(last: Row, row: Row) -> bool:
    """Whether a row only ends what the last one on the page before left open: it has nothing in the first cell, and
    what it has follows long cells that end in mid-sentence."""
    if len(last.cells) != len(row.cells) or row.cells[0]:
        return False
    pairs = [(above, rest) for above, rest in zip(last.cells, row.cells, strict=True) if rest]
    return bool(pairs) and all(len(above) >= 8 and not re.search(r"[。；]$", above) for above, _ in pairs)
