"""Ruled tables: the lines a page draws → a grid of cells, merged ones included → rows of text.

No library's table finder is used: pdfplumber's works on a second, slow parse of the page (0.17 s against 3 ms) whose
coordinates go astray on cropped and turned pages, and it leaves the merged cells to be found out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.formats.pdf_lines import is_wide, joined
from ingest.formats.pdf_page import Row, Table
from ingest.formats.pdf_rules import Rule, Rules
from ingest.formats.pdf_text import Glyph, Turned
from ingest.grammar.markers import marker

_NEAR = 3.0
_MOST_CROSSINGS = 1_000_000
_MOST_CELLS = 50_000
_RUNNING_TEXT = 25
"""A box with more lines than this is a frame round the page's text, no cell."""


@dataclass(slots=True)
class _Grid:
    """``xs`` and ``ys`` are the edges of columns and rows; ``owner[r][c]`` is the number of the cell that covers the
    slot."""

    xs: list[float]
    ys: list[float]
    owner: list[list[int]] = field(default_factory=list)

    def cell(self, x: float, y: float) -> int | None:
        """The number of the cell there."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return None
        return self.owner[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]


class _Sets:
    """Numbers that are joined into sets; the smallest names its set."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, index: int) -> int:
        """The name of the set."""
        while self._parent[index] != index:
            self._parent[index] = index = self._parent[self._parent[index]]
        return index

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low


def tables(
    rules: Rules, glyphs: list[Glyph], turned: list[Turned], page: int
) -> tuple[list[Table], list[Glyph], list[Turned]]:
    """The page's ruled tables, and the characters that stand in none of them."""
    found = []
    for grid in _grids(rules):
        cells: dict[int, list[Glyph]] = defaultdict(list)
        sideways: dict[int, list[Turned]] = defaultdict(list)
        outside: list[Glyph] = []
        for glyph in glyphs:
            at = grid.cell((glyph.x0 + glyph.x1) / 2, glyph.baseline - 0.38 * glyph.size)
            (outside if at is None else cells[at]).append(glyph)
        askew: list[Turned] = []
        for piece in turned:
            at = grid.cell((piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2)
            (askew if at is None or piece.angle % 90 else sideways[at]).append(piece)
        lines = {at: joined(inside) for at, inside in cells.items()}
        for at, pieces in sideways.items():
            lines.setdefault(at, []).extend(piece.text.strip() for piece in pieces)
        if table := _table(grid, lines, page):
            found.append(table)
            glyphs, turned = outside, askew
    return found, glyphs, turned


def _table(grid: _Grid, lines: dict[int, list[str]], page: int) -> Table | None:
    columns, height = len(grid.xs) - 1, len(grid.ys) - 1
    longest = max((len(found) for found in lines.values()), default=0)
    if columns < 2 or not any(lines.values()) or longest > _RUNNING_TEXT or (height == 1 and longest > 8):
        return None
    texts = {at: cell_text(found) for at, found in lines.items()}
    heads = _heads(grid.owner)
    rows = []
    for index, owners in enumerate(grid.owner):
        cells = [texts.get(owner, "") for owner in owners]
        if len(set(owners)) == 1:
            # One cell as wide as the table: a caption or a note, said once.
            cells = [] if index and owners == grid.owner[index - 1] else cells[:1]
        if any(cells):
            rows.append(Row(tuple(cells), index in heads, grid.ys[index], grid.ys[index + 1]))
    edges = tuple(round(x, 1) for x in grid.xs)
    return Table(page, grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1], edges, tuple(rows))


def _heads(owner: list[list[int]]) -> range:
    """The rows that head the table: the first below the captions, and those that its cells reach down to."""
    start = next((index for index, owners in enumerate(owner) if len(set(owners)) > 1), len(owner))
    for last in range(start, min(start + 3, len(owner) - 1)):
        if not set(owner[last]) & set(owner[last + 1]):
            return range(start, last + 1)
    return range(start, start + 1)


def cell_text(lines: Sequence[str]) -> str:
    """A cell's lines as one: nothing between Chinese characters, a blank between Latin words and after a sentence."""
    text = ""
    for line in lines:
        opens = text and (marker(line) is not None or text[-1] in "。；：:;")
        wide = text and (is_wide(text[-1]) or is_wide(line[0]))
        text += (" " if text and (opens or not wide) else "") + line
    return text


def _grids(rules: Rules) -> list[_Grid]:
    level, upright = _merged(rules.level), _merged(rules.upright)
    if len(level) * len(upright) > _MOST_CROSSINGS:
        return []
    found = []
    for across, down in _connected(level, upright):
        if (len(across) >= 2 and len(down) >= 2) or (len(across) >= 3 and down):
            found.append(_grid(across, down))
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line put together."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if groups and rule.at - groups[-1][0].at <= _NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    result = []
    for group in groups:
        at = sum(rule.at for rule in group) / len(group)
        first, *others = sorted(group, key=lambda rule: rule.start)
        start, end = first.start, first.end
        for rule in others:
            if rule.start <= end + _NEAR:
                end = max(end, rule.end)
            else:
                result.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        result.append(Rule(at, start, end))
    return [rule for rule in result if rule.end - rule.start > _NEAR]


def _connected(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch, directly or through others."""
    sets = _Sets(len(level) + len(upright))
    for i, across in enumerate(level):
        for j, down in enumerate(upright, len(level)):
            if _touches(across, down) and _touches(down, across):
                sets.join(i, j)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(level) + len(upright)):
        sides = found.setdefault(sets.root(index), ([], []))
        if index < len(level):
            sides[0].append(level[index])
        else:
            sides[1].append(upright[index - len(level)])
    return list(found.values())


def _touches(rule: Rule, other: Rule) -> bool:
    return other.start - _NEAR <= rule.at <= other.end + _NEAR


def _grid(level: list[Rule], upright: list[Rule]) -> _Grid:
    # The outline counts as drawn: tables open at the sides are usual.
    xs = _edges([rule.at for rule in upright], [rule.start for rule in level], [rule.end for rule in level])
    ys = _edges([rule.at for rule in level], [rule.start for rule in upright], [rule.end for rule in upright])
    columns, height = len(xs) - 1, len(ys) - 1
    if columns * height > _MOST_CELLS:
        return _Grid(xs[:1] + xs[-1:], ys[:1] + ys[-1:], [[0]])
    cells = _Sets(columns * height)
    walls = [[rule for rule in upright if abs(rule.at - x) <= _NEAR] for x in xs]
    floors = [[rule for rule in level if abs(rule.at - y) <= _NEAR] for y in ys]
    for r in range(height):
        for c in range(columns):
            if c and not _drawn(walls[c], (ys[r] + ys[r + 1]) / 2):
                cells.join(r * columns + c, r * columns + c - 1)
            if r and not _drawn(floors[r], (xs[c] + xs[c + 1]) / 2):
                cells.join(r * columns + c, (r - 1) * columns + c)
    return _Grid(xs, ys, [[cells.root(r * columns + c) for c in range(columns)] for r in range(height)])


def _drawn(rules: list[Rule], along: float) -> bool:
    return any(rule.start - _NEAR <= along <= rule.end + _NEAR for rule in rules)


def _edges(inner: list[float], starts: list[float], ends: list[float]) -> list[float]:
    edges: list[float] = []
    for at in sorted([*inner, min(starts), max(ends)]):
        if not edges or at - edges[-1] > _NEAR:
            edges.append(at)
    return edges
