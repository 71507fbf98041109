"""How a document is set: the edges of its columns, first lines indented or not, the distance of its lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.formats.pdf_columns import Block
from ingest.formats.pdf_page import Table, VisualLine

_ENOUGH = 8
SLACK = 1.2
"""A line that leaves less than this many characters is full, as long as nothing more is known."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The left and right edge of the column that a line stands in."""

    left: float
    right: float

    def indent(self, line: VisualLine) -> float:
        """In characters."""
        return (line.x0 - self.left) / line.size

    def rest(self, line: VisualLine) -> float:
        """What is left of the line, in characters."""
        return (self.right - line.x1) / line.size

    def centred(self, line: VisualLine) -> bool:
        """Whether the line stands in the middle, with something left on both sides."""
        return self.indent(line) > 1.2 and self.balanced(line)

    def balanced(self, line: VisualLine) -> bool:
        """Whether as much is left on both sides, if only nothing."""
        return abs(self.indent(line) - self.rest(line)) < 1.0


@dataclass(slots=True)
class Setting:
    """How this document is set: whether first lines are indented or hang out to the left, whether full lines end
    exactly at the edge, and the distance of its lines by font size."""

    indented: bool
    hanging: bool
    justified: bool
    leading: dict[int, float]
    frames: dict[int, Frame]


def setting_of(blocks: Sequence[Block]) -> Setting:
    """Measured over the whole document."""
    frames = _frames(blocks)
    leading: dict[int, list[float]] = {}
    starts: list[bool] = []
    rests: list[bool] = []
    deeper: list[bool] = []
    for block in blocks:
        frame = frames[id(block)]
        for above, line in pairwise(block.parts):
            if not isinstance(above, VisualLine) or not isinstance(line, VisualLine):
                continue
            if frame.rest(above) < SLACK and abs(above.size - line.size) < 0.1 * line.size:
                rests.append(frame.rest(above) < 0.2)
                deeper.append(0.7 < frame.indent(line) - min(frame.indent(above), 0.7) < 6)
                leading.setdefault(round(line.size), []).append(line.bottom - above.bottom)
            elif not frame.centred(line) and frame.indent(line) < 5:
                starts.append(frame.indent(line) > 1)
    indented = sum(starts) > 0.6 * len(starts)
    justified = sum(rests) > 0.93 * len(rests)
    hanging = not indented and sum(deeper) > 0.6 * len(deeper)
    return Setting(indented, hanging, justified, {size: median(found) for size, found in leading.items()}, frames)


def _frames(blocks: Sequence[Block]) -> dict[int, Frame]:
    """By the block's id: its own edges where it has lines enough, else those of the same column on like pages (left and
    right pages may have margins of their own), else those of the page."""
    pools: dict[tuple[str, int], list[VisualLine]] = {}
    for block in blocks:
        for key in _keys(block):
            pools.setdefault(key, []).extend(_lines(block.parts))
    shared = {key: _frame(lines) for key, lines in pools.items() if len(lines) >= _ENOUGH}
    frames: dict[int, Frame] = {}
    for block in blocks:
        own = _lines(block.parts)
        known = next((shared[key] for key in _keys(block) if key in shared), None)
        frame = _frame(own) if len(own) >= _ENOUGH or not known else known
        if own and len(own) < _ENOUGH and not block.column:
            frame = _wide_enough(frame, own, block.width)
        frames[id(block)] = frame
    return frames


def _keys(block: Block) -> list[tuple[str, int]]:
    """The pools a block belongs to, the best first; the page's own is numbered below zero."""
    return [(block.column, block.page % 2), (block.column, 2), ("", -block.page)]


def _lines(parts: Sequence[VisualLine | Table]) -> list[VisualLine]:
    return [part for part in parts if isinstance(part, VisualLine)]


def _frame(lines: Sequence[VisualLine]) -> Frame:
    """The edges that several lines share; a single line that sticks out (a note in the margin) does not count."""
    if not lines:
        return Frame(0, 0)
    size = median(line.size for line in lines)
    enough = max(2, 0.06 * len(lines))
    lefts = sorted(line.x0 for line in lines)
    rights = sorted(-line.x1 for line in lines)
    return Frame(_first(lefts, 0.5 * size, enough), -_first(rights, 0.7 * size, enough))


def _first(edges: list[float], within: float, enough: float) -> float:
    """The first of the sorted edges that enough others are near to."""
    counts = ((edge, bisect_right(edges, edge + within) - index) for index, edge in enumerate(edges))
    return next((edge for edge, count in counts if count >= enough), edges[0])


def _wide_enough(frame: Frame, own: Sequence[VisualLine], width: float) -> Frame:
    """A heading above columns: it may be wider than what is left of them on the last page, or stand above the first
    only; then the margins count as equal."""
    left, right = min(frame.left, *(line.x0 for line in own)), max(frame.right, *(line.x1 for line in own))
    return Frame(left, right if right > 0.78 * width else width - left)
