"""The straight lines a PDF page draws: strokes, and filled boxes, thin ones as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import c_float, c_int, c_uint
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_MOST_SEGMENTS = 50_000
_DEEPEST = 4
_THIN = 3.0
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A line at ``at`` (x of an upright one, y of a level one), from ``start`` to ``end`` along the other direction."""

    at: float
    start: float
    end: float


class Rules(NamedTuple):
    """The lines of one page, in points from its upper left corner."""

    level: list[Rule]
    upright: list[Rule]


def rules(page: PdfPage, view: Callable[[float, float], Point]) -> Rules:
    """The page's lines; ``view`` leads from the file's coordinates to those of the page as it is read."""
    found = Rules([], [])
    for number, (start, end) in enumerate(_segments(page)):
        if number >= _MOST_SEGMENTS:
            break  # a drawing or a map, no table
        (ax, ay), (bx, by) = view(*start), view(*end)
        if abs(ay - by) < 1 <= abs(ax - bx):
            found.level.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) < 1 <= abs(ay - by):
            found.upright.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))
    return found


def _segments(page: PdfPage) -> Iterator[tuple[Point, Point]]:
    import pypdfium2.raw as pdfium

    yield from _of_objects(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page, _IDENTITY, 0)


def _of_objects(count: int, item: Callable[[Any, int], Any], parent: Any, matrix: Matrix, depth: int) -> Any:
    import pypdfium2.raw as pdfium

    for index in range(count):
        found = item(parent, index)
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_PATH and _is_seen(found):
            yield from _of_path(found, _within(_matrix(found), matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inside = _within(_matrix(found), matrix)
            count_there = pdfium.FPDFFormObj_CountObjects(found)
            yield from _of_objects(count_there, pdfium.FPDFFormObj_GetObject, found, inside, depth + 1)


def _is_seen(path: Any) -> bool:
    """Whether it is drawn at all, and not in white on white."""
    import pypdfium2.raw as pdfium

    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if stroke.value:
        pdfium.FPDFPageObj_GetStrokeColor(path, red, green, blue, alpha)
    elif fill.value:
        pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    else:
        return False
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 250


def _matrix(item: Any) -> Matrix:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _within(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    (e, f), (p, q, r, s, _, _) = _apply(outer, e, f), outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e, f


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _of_path(path: Any, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    import pypdfium2.raw as pdfium

    x, y = c_float(), c_float()
    outline: list[Point] = []
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from _of_outline(outline)
            outline = [point]
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            outline.append(point)
        else:
            outline = [point]  # a curve is no rule; what follows it may be
        if pdfium.FPDFPathSegment_GetClose(segment) and outline:
            outline.append(outline[0])
    yield from _of_outline(outline)


def _of_outline(outline: list[Point]) -> Iterator[tuple[Point, Point]]:
    """The sides of a line or a box; a thin box is one line along its middle."""
    if len(outline) >= 4:
        x0, x1 = min(x for x, _ in outline), max(x for x, _ in outline)
        y0, y1 = min(y for _, y in outline), max(y for _, y in outline)
        if min(x1 - x0, y1 - y0) < _THIN:
            if y1 - y0 < x1 - x0:
                yield (x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)
            else:
                yield ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)
            return
    yield from pairwise(outline)
