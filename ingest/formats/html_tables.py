"""Tables: which hold data and which only place things on the page; the rows of those that hold data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ingest.formats.html_tree import words_in

if TYPE_CHECKING:
    from lxml.etree import _Element

TableKind = Literal["data", "layout", "numbered"]
"""``numbered`` is a layout whose first column holds 第X条: a row of it is one line."""

_ARTICLE = re.compile(r"\s*第[一二三四五六七八九十百千零〇\d]{1,9}[条章节]\s*")
_OPENING = re.compile(r"[\s\u3000]*第[一二三四五六七八九十百千零〇\d]{1,9}条[\s\u3000]")
_CELLS = ("td", "th")
_WIDEST = 100
_COVERED = "\0"  # a column that belongs to the cell on its left
_REPEATED = 200_000  # characters of cells that span rows, in one table


@dataclass(frozen=True, slots=True)
class Row:
    """``cells`` of the grid, a value that spans rows repeated, one that spans columns given once. ``alone`` is a row of
    one cell above or below the table proper, or its caption: a line of text."""

    element: _Element
    cells: tuple[str, ...]
    header: bool = False
    alone: bool = False


def kind_of(table: _Element) -> TableKind:
    """What the table is for, judged by its structure."""
    if (table.get("role") or "") in ("presentation", "none") or next(table.iterdescendants("table"), None) is not None:
        return "layout"
    rows = [cells for row in table.iter("tr") if (cells := [_text(cell) for cell in row.iter(*_CELLS)])]
    filled = [[cell for cell in row if cell] for row in rows]
    if sum(len(row) >= 2 for row in filled) < 1 or _outside(table, rows):
        return "layout"
    texts = [cell for row in filled for cell in row]
    size = sum(map(len, texts))
    linked = sum(len(_text(link)) for link in table.iter("a") if link.get("href"))
    if linked * 2 > size or max(map(len, texts)) > max(300, 0.7 * size):
        return "layout"
    first = [row[0] for row in filled if row]
    if sum(_ARTICLE.fullmatch(cell) is not None for cell in first) * 2 > len(first):
        return "numbered"
    if any(len(_OPENING.findall(_broken(cell))) > 1 for cell in table.iter(*_CELLS)):
        return "layout"
    return "data" if _says_so(table) or _is_grid(filled) else "layout"


def _outside(table: _Element, rows: list[list[str]]) -> bool:
    """Whether text stands in the table but in no cell."""
    captions = sum(len(_text(caption)) for caption in table.iter("caption"))
    return len(_text(table)) != captions + sum(len(cell) for row in rows for cell in row)


def _says_so(table: _Element) -> bool:
    border = (table.get("border") or "0").strip()
    style = (table.get("style") or "").lower()
    return (
        border not in ("0", "")
        or bool(re.search(r"border(?:-collapse)?\s*:\s*(?!\s*(?:0|none|separate))", style))
        or bool(re.search(r"mso(?:normaltable|tablegrid)", (table.get("class") or "").lower()))
        or next(table.iterdescendants("th", "thead", "caption"), None) is not None
    )


def _is_grid(filled: list[list[str]]) -> bool:
    """Rows of short cells, most of them alike in number; a single row of name and value pairs too."""
    counts = [len(row) for row in filled if row]
    usual = max(set(counts), key=counts.count)
    longest = max(len(cell) for row in filled for cell in row)
    return (
        usual >= 2 and counts.count(usual) * 5 >= len(counts) * 3 and longest <= 120 and (len(counts) > 1 or usual > 3)
    )


def table_rows(table: _Element, text_of: Callable[[_Element], str]) -> Iterator[Row]:
    """The rows from top to bottom, captions first where they stand first; ``text_of`` gives the text of a cell."""
    rows = [(row, list(row.iter(*_CELLS))) for row in table.iter("tr")]
    rows = [(row, cells) for row, cells in rows if cells]
    grid = _grid([[(cell, text_of(cell)) for cell in cells] for _, cells in rows])
    width = max(map(len, grid))
    body = [number for number, cells in enumerate(grid) if sum(map(bool, cells)) > 1]
    first, last = body[0] if body else len(grid), body[-1] if body else -1
    heads = _header_depth([cells for _, cells in rows], first)
    for caption in table.iter("caption"):
        yield Row(caption, (text_of(caption),), alone=True)
    for number, ((row, _), cells) in enumerate(zip(rows, grid, strict=True)):
        if any(cells):
            alone = not first <= number <= last
            full = cells if not alone and len(cells) == width else tuple(cell for cell in cells if cell or not alone)
            yield Row(row, full, header=first <= number < heads, alone=alone)


def _grid(rows: list[list[tuple[_Element, str]]]) -> list[tuple[str, ...]]:
    """The cells of every row with what hangs down from the rows above in its column."""
    hanging: dict[int, tuple[int, str]] = {}  # column → rows still to fill, text
    room = _REPEATED
    result: list[tuple[str, ...]] = []
    for number, row in enumerate(rows):
        cells: dict[int, str] = {}
        coming: dict[int, tuple[int, str]] = {}
        for column, (left, text) in hanging.items():
            room -= len(text)
            cells[column] = text if room > 0 or text == _COVERED else ""
            if left > 1:
                coming[column] = (left - 1, text)
        # A cell that hangs down and spans columns holds the columns to its right too, without its text.
        column = 0
        for cell, text in row:
            while column in cells:
                column += 1
            wide, deep = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", len(rows) - number)
            cells[column] = text
            if deep > 1:
                coming[column] = (deep - 1, text)
                coming.update({column + more: (deep - 1, _COVERED) for more in range(1, wide)})
            for more in range(1, wide):
                cells[column + more] = _COVERED
            column += wide
        hanging = coming
        result.append(tuple(cells[each] for each in sorted(cells) if cells[each] != _COVERED))
    return result


def _header_depth(rows: list[list[_Element]], first: int) -> int:
    """The number of the row after the header: all of th, in a thead, or held together by cells that span rows."""
    if first >= len(rows):
        return first
    end = first + min(3, max(_span(cell, "rowspan", 3) for cell in rows[first]))
    end = min(end, len(rows) - 1) if end > first + 1 else end
    while end < len(rows) and (_in_head(rows[end][0]) or all(cell.tag == "th" for cell in rows[end])):
        end += 1
    return end


def _in_head(cell: _Element) -> bool:
    row = cell.getparent()
    above = row.getparent() if row is not None else None
    return above is not None and above.tag == "thead"


def _span(cell: _Element, name: str, most: int) -> int:
    match = re.match(r"\s*(\d{1,6})", cell.get(name) or "")
    number = int(match[1]) if match else 1
    if name == "rowspan" and match and number == 0:
        return most  # to the end of the table
    return max(1, min(number, most))


def _text(element: _Element) -> str:
    return re.sub(r"\s+", "", words_in(element))


def _broken(cell: _Element) -> str:
    return "\n".join(map(str, cell.itertext()))
