"""The order in which a page is read: column by column where it has columns, else from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.formats.pdf_lines import side_by_side
from ingest.formats.pdf_page import Page, Table, VisualLine

Part = VisualLine | Table
_NEAR = 12
"""How far off in a page's order of lines the neighbour in the next column is looked for."""


@dataclass(slots=True)
class Block:
    """What is read without a break: one column, or the whole width. ``column`` tells columns of a page apart: ""
    for the whole width, else a digit for each division, 0 to the left of it. ``width`` is the page's."""

    page: int
    width: float
    column: str
    parts: list[Part]


def gutters(pages: Sequence[Page]) -> dict[int, float]:
    """Where pages are divided into two columns, by page number. A page that shows too little of a second column to be
    sure follows the other pages."""
    found: dict[int, float] = {}
    for page in pages:
        rows = rows_of(_parts(page))
        if (at := _gutter(rows)) is not None and _bands(rows, at, least=3):
            found[page.number] = at
    if not found:
        return found
    usual = median(found.values())
    for page in pages:
        rows = rows_of(_parts(page))
        if page.number not in found and (_bands(rows, usual, least=1) or _only_left(rows, usual)):
            found[page.number] = usual
    return found


def blocks(page: Page, gutter: float | None) -> list[Block]:
    """The page's parts in reading order."""
    return _ordered(page, rows_of(_parts(page)), gutter, "")


def rows_of(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts side by side, from top to bottom; in a row from left to right."""
    rows: list[list[Part]] = []
    for part in sorted(parts, key=lambda part: (part.bottom, part.x0)):
        last = rows[-1][0] if rows else None
        if (
            isinstance(last, VisualLine)
            and isinstance(part, VisualLine)
            and abs(part.bottom - last.bottom) < 0.4 * min(part.size, last.size)
        ):
            rows[-1].append(part)
        else:
            rows.append([part])
    for row in rows:
        row.sort(key=lambda part: part.x0)
    return sorted(rows, key=lambda row: min(part.top for part in row))


def _parts(page: Page) -> list[Part]:
    return [*page.lines, *page.tables]


def _ordered(page: Page, rows: list[list[Part]], gutter: float | None, column: str) -> list[Block]:
    if gutter is None:
        return _whole(page, rows, column)
    bands = _bands(rows, gutter, least=1)
    if not bands and _only_left(rows, gutter):
        bands = [(0, len(rows))]
    result: list[Block] = []
    done = 0
    for start, stop in bands:
        result += _whole(page, rows[done:start], column)
        inside = [part for row in rows[start:stop] for part in row]
        left = rows_of([part for part in inside if part.x1 <= gutter])
        right = rows_of([part for part in inside if part.x1 > gutter])
        result += _ordered(page, left, _further(left), f"{column}0")
        result += _ordered(page, right, _further(right), f"{column}1")
        done = stop
    return result + _whole(page, rows[done:], column)


def _further(rows: list[list[Part]]) -> float | None:
    """Where a column is divided again: enough is set in two, or nothing crosses from top to bottom."""
    at = _gutter(rows)
    if at is None or _bands(rows, at, least=3):
        return at
    return at if len(rows) >= 6 and _bands(rows, at, least=1) == [(0, len(rows))] else None


def _whole(page: Page, rows: list[list[Part]], column: str) -> list[Block]:
    parts: list[Part] = []
    for row in rows:
        first: Part | None = None
        for part in row:
            if isinstance(first, VisualLine) and isinstance(part, VisualLine):
                first = side_by_side(first, part)
            else:
                if first:
                    parts.append(first)
                first = part
        if first:
            parts.append(first)
    return [Block(page.number, page.width, column, parts)] if parts else []


def _gutter(rows: list[list[Part]]) -> float | None:
    """The place that most gaps between neighbours have in common. Lines of two columns need not be level."""
    gaps = []
    flat = [part for row in rows for part in row]
    for index, part in enumerate(flat):
        if isinstance(part, VisualLine):
            near = flat[max(0, index - _NEAR) : index + _NEAR]
            right = [other.x0 for other in near if other.x0 > part.x1 and _level(part, other)]
            if right and min(right) - part.x1 > 0.9 * part.size:
                gaps.append((part.x1, min(right)))
    if not gaps:
        return None
    best, most, open_gaps = 0.0, 0, 0
    for at, opens in sorted([(start, 1) for start, _ in gaps] + [(end, -1) for _, end in gaps]):
        open_gaps += opens
        if open_gaps > most:
            best, most = at, open_gaps
    around = [(a, b) for a, b in gaps if a <= best <= b]
    return (max(a for a, _ in around) + min(b for _, b in around)) / 2


def _level(part: Part, other: Part) -> bool:
    """Whether they stand beside each other, if not on the same line."""
    height = min(part.bottom - part.top, other.bottom - other.top)
    return min(part.bottom, other.bottom) - max(part.top, other.top) > -0.3 * height


def _bands(rows: list[list[Part]], at: float, least: int) -> list[tuple[int, int]]:
    """Stretches of rows that nothing crosses at ``at`` and that are set in two columns there."""
    bands: list[tuple[int, int]] = []
    start: int | None = None
    for index, row in enumerate([*rows, None]):
        if row is not None and not any(part.x0 < at < part.x1 for part in row):
            start = index if start is None else start
            continue
        if start is not None:
            # What stands alone on the right before the columns begin is no part of the second column.
            first = next((part for row in rows[start:index] for part in row if part.x1 <= at), None)
            while first and all(part.x0 > at and part.bottom <= first.top for part in rows[start]):
                start += 1
            if start < index and _is_columns(rows[start:index], at, least):
                bands.append((start, index))
        start = None
    return bands


def _only_left(rows: list[list[Part]], at: float) -> bool:
    """Whether the text ends in the first column: lines fill it, and none goes beyond."""
    lines = [part for row in rows for part in row if isinstance(part, VisualLine)]
    inside = all(part.x1 <= at for row in rows for part in row)
    return inside and any(at - line.x1 < 2 * line.size for line in lines)


def _is_columns(rows: list[list[Part]], at: float, least: int) -> bool:
    """Whether both sides are running text: lines that fill their column, not the cells of a table without rules."""
    left = [part for row in rows for part in row if part.x1 <= at and isinstance(part, VisualLine)]
    right = [part for row in rows for part in row if part.x0 >= at and isinstance(part, VisualLine)]
    both = 0
    for row, below in pairwise([*rows, []]):
        near = [part for part in [*row, *below] if part.x0 >= at]
        both += any(_level(part, other) for part in row if part.x1 <= at for other in near)
    if both < least or not left or not right:
        return False
    size = median(line.size for line in left)
    edge, first = max(line.x1 for line in left), min(line.x0 for line in left)
    full = sum(1 for line in left if edge - line.x1 < 1.7 * size and line.x1 - line.x0 > 0.5 * (edge - first))
    return edge - first > 8 * size and full >= 0.35 * len(left)
