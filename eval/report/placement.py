"""Where labels go beside points, so that none covers another label or a point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.report.systems import width

FONT = 11
"""Pixels of a Chinese character in a drawing; a Latin one takes a little over half."""
_NARROW = 0.56
_RADIUS = 7.0
_GAP = 9.0
_FAR = 2.0
"""What a pixel further away costs, in pixels of something else that is covered."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label's text begins (``align`` left) or ends (right) or has its middle (center), at half its height."""

    x: float
    y: float
    align: str


Box = tuple[float, float, float, float]


def text_width(text: str) -> float:
    """The width of a text in pixels, rather too large than too small."""
    wide = width(text) - len(text)
    return FONT * (wide + _NARROW * (len(text) - wide))


def place(
    points: Sequence[tuple[float, float]], labels: Sequence[str], bounds: Box, obstacles: Sequence[Box] = ()
) -> list[Placed]:
    """A place for the label of each point, in pixels with y upwards; boxes are left, bottom, right, top.

    Labels are placed one after another: beside the point if that is free, else above or below, else further away, but
    rather across a thin obstacle than far away.
    """
    taken: list[Box] = [(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for x, y in points]
    taken += obstacles
    made = []
    for (x, y), label in zip(points, labels, strict=True):
        costs = []
        for order, placed in enumerate(_candidates(x, y)):
            box = _box(placed, label)
            covered = sum(_overlap(box, other) for other in taken)
            costs.append((not _within(box, bounds), covered + _FAR * abs(placed.y - y), order, placed, box))
        *_, placed, box = min(costs, key=lambda cost: cost[:3])
        taken.append(box)
        made.append(placed)
    return made


def _candidates(x: float, y: float) -> Iterator[Placed]:
    yield Placed(x + _GAP, y, "left")
    yield Placed(x - _GAP, y, "right")
    for distance in range(15, 90, 13):
        for shift in (-distance, distance):
            yield Placed(x, y + shift, "center")
            yield Placed(x + _GAP, y + shift, "left")
            yield Placed(x - _GAP, y + shift, "right")


def _box(placed: Placed, label: str) -> Box:
    wide = text_width(label)
    left = placed.x - {"left": 0.0, "center": wide / 2, "right": wide}[placed.align]
    return left, placed.y - FONT / 2 - 1, left + wide, placed.y + FONT / 2 + 1


def _within(box: Box, bounds: Box) -> bool:
    return box[0] >= bounds[0] and box[1] >= bounds[1] and box[2] <= bounds[2] and box[3] <= bounds[3]


def _overlap(one: Box, other: Box) -> float:
    return max(0.0, min(one[2], other[2]) - max(one[0], other[0])) * max(
        0.0, min(one[3], other[3]) - max(one[1], other[1])
    )
