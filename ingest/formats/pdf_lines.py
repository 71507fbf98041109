"""Characters with their places → the lines they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.formats.pdf_page import VisualLine
from ingest.formats.pdf_text import Glyph

_APART = 0.9
"""Characters further apart than this many of their own widths stand in different stretches: columns, table cells, a
signature beside another. What belongs to one line of one column is put together again in reading order."""
_BLANK = 0.16
_ASCENT, _DESCENT = 0.88, 0.12


def visual_lines(glyphs: Sequence[Glyph], page: int) -> tuple[list[VisualLine], int]:
    """The stretches of text on the page, from top to bottom and left to right, and how many characters were printed
    twice in one place (a bold face imitated) and count once."""
    doubled = 0
    found: list[VisualLine] = []
    for row in _rows(glyphs):
        row, extra = _once(sorted(row, key=lambda glyph: glyph.x0))
        doubled += extra
        found += [line for stretch in _stretches(row) if (line := _line(stretch, page))]
    return found, doubled


def joined(glyphs: Sequence[Glyph], page: int = 0) -> list[str]:
    """The text of a small area (a table's cell), line by line."""
    lines: list[VisualLine] = []
    for line in visual_lines(glyphs, page)[0]:
        if lines and abs(lines[-1].bottom - line.bottom) < 0.4 * line.size and line.x0 >= lines[-1].x1:
            lines[-1] = side_by_side(lines[-1], line)
        else:
            lines.append(line)
    return [line.text for line in lines]


def side_by_side(left: VisualLine, right: VisualLine) -> VisualLine:
    """One line made of two stretches, the second to the right of the first, with a blank between them."""
    return VisualLine(
        f"{left.text} {right.text}",
        left.page,
        min(left.x0, right.x0),
        min(left.top, right.top),
        max(left.x1, right.x1),
        max(left.bottom, right.bottom),
        max(left.size, right.size),
        right.spaced,
    )


def is_wide(character: str) -> bool:
    """Whether it is set on a full square: Chinese characters and marks."""
    return character >= "\u2e80" or character in "“”‘’—…·"


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters on the same baseline. Runs come first: what is written in one go, superscripts included."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        last = runs[-1][-1] if runs else None
        size = max(glyph.size, last.size) if last else 0
        if last and abs(glyph.baseline - last.baseline) < 0.15 * size and -0.5 * size < glyph.x0 - last.x1 < size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    rows: list[list[Glyph]] = []
    small: list[list[Glyph]] = []
    open_rows: list[tuple[float, float, list[Glyph]]] = []  # baseline, size, characters
    for run in sorted(runs, key=lambda run: (run[0].baseline, run[0].x0)):
        baseline, size = run[0].baseline, median(glyph.size for glyph in run)
        row = next((r for r in reversed(open_rows[-3:]) if _same_line(r[0], r[1], baseline, size)), None)
        if row:
            row[2].extend(run)
        else:
            open_rows.append((baseline, size, run))
            rows.append(run)
    # A superscript has a baseline of its own; it belongs to the line that it touches.
    kept: list[list[Glyph]] = []
    for index, (baseline, size, row_) in enumerate(open_rows):
        host = _host(open_rows, index, baseline, size, row_)
        if host is None:
            kept.append(row_)
        else:
            small.append(row_)
            host.extend(row_)
    return kept


def _same_line(baseline: float, size: float, other: float, other_size: float) -> bool:
    return abs(baseline - other) < 0.3 * min(size, other_size) and max(size, other_size) < 2 * min(size, other_size)


def _host(
    rows: list[tuple[float, float, list[Glyph]]], index: int, baseline: float, size: float, row: list[Glyph]
) -> list[Glyph] | None:
    if len(row) > 4:
        return None
    for near in (index - 1, index + 1):
        if not 0 <= near < len(rows):
            continue
        other, other_size, host = rows[near]
        if size < 0.8 * other_size and abs(other - baseline) < 0.7 * other_size:
            x0, x1 = min(glyph.x0 for glyph in row), max(glyph.x1 for glyph in row)
            if any(abs(glyph.x1 - x0) < 0.3 * other_size or abs(x1 - glyph.x0) < 0.3 * other_size for glyph in host):
                return host
    return None


def _once(row: list[Glyph]) -> tuple[list[Glyph], int]:
    kept: list[Glyph] = []
    for glyph in row:
        again = any(glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.1 * glyph.size for last in kept[-3:])
        if not (again and not glyph.text.isspace()):
            kept.append(glyph)
    return kept, len(row) - len(kept)


def _stretches(row: list[Glyph]) -> list[list[Glyph]]:
    stretches: list[list[Glyph]] = []
    end = 0.0
    for glyph in row:
        if stretches and glyph.x0 - end < _APART * glyph.size:
            stretches[-1].append(glyph)
        else:
            stretches.append([glyph])
        end = max(glyph.x1, end) if len(stretches[-1]) > 1 else glyph.x1
    return stretches


def _line(glyphs: list[Glyph], page: int) -> VisualLine | None:
    start = next((i for i, glyph in enumerate(glyphs) if not glyph.text.isspace()), None)
    if start is None:
        return None
    stop = next(i for i in range(len(glyphs), 0, -1) if not glyphs[i - 1].text.isspace())
    spaced, glyphs = stop < len(glyphs), glyphs[start:stop]
    size = median(glyph.size for glyph in glyphs)
    pieces = [glyphs[0].text]
    for before, glyph in pairwise(glyphs):
        if _blank_between(before, glyph):
            pieces.append(" ")
        pieces.append(glyph.text)
    bottom = max(glyph.baseline + _DESCENT * glyph.size for glyph in glyphs)
    top = min(glyph.baseline - _ASCENT * glyph.size for glyph in glyphs)
    return VisualLine("".join(pieces), page, glyphs[0].x0, top, glyphs[-1].x1, bottom, size, spaced)


def _blank_between(before: Glyph, after: Glyph) -> bool:
    """Whether the gap is the only sign of a blank: between Latin letters, where no blank was written."""
    if before.text.isspace() or after.text.isspace() or is_wide(before.text[-1]) or is_wide(after.text[0]):
        return False
    return after.x0 - before.x1 > _BLANK * after.size
