"""Running heads and feet, page numbers and watermarks, told from content by recurring in one place of many pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.formats.pdf_columns import rows_of
from ingest.formats.pdf_page import Page, VisualLine
from ingest.grammar.markers import marker

FURNITURE = "页眉页脚"
WATERMARK = "水印"

_DASH = r"[-—–－·•.~～_=\s|｜/]"
_DECORATED = re.compile(
    rf"^(?:{_DASH}+\d{{1,4}}{_DASH}+|第\d{{1,4}}页(?:[/，,]?\s*(?:共|总)\d{{1,4}}页)?|\d{{1,4}}/\d{{1,4}}|"
    r"(?:第)?\d{1,4}页?/共?\d{1,4}页?|[Pp]age\s?\d{1,4}(?:\s?of\s?\d{1,4})?)$"
)
_BARE = re.compile(r"^(?:\d{1,4}|[ivxlcIVXLC]{1,7}|[ⅰ-ⅿⅠ-ⅿ])$")
_LABEL = re.compile(r"[表图附]")
_NUMBER = re.compile(r"\d{1,6}")
_SENTENCE_END = re.compile(r"[。；：]$")
_DEEPEST = 4
_WINDOW = 40
"""So many pages before and after are compared: the parts of a long file may be set differently."""


@dataclass(slots=True)
class _Strip:
    """A row at the upper or lower end of a page."""

    page: Page
    lines: list[VisualLine]
    text: str
    key: str
    at: float

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)


def set_apart(pages: Sequence[Page], body: float) -> None:
    """Move the furniture of every page from ``lines`` to ``removed``.

    The outermost rows are looked at first, and the next ones only where those were furniture: a line between body and
    edge is never taken before what is outside of it. ``body`` is the font size of most of the text.
    """
    for from_top in (True, False):
        live = list(pages)
        for _ in range(_DEEPEST):
            strips = [strip for page in live if (strip := _outermost(page, from_top))]
            found = _furniture(strips, body, len(pages))
            for strip in found:
                gone = {id(line) for line in strip.lines}
                strip.page.lines = [line for line in strip.page.lines if id(line) not in gone]
                strip.page.removed += [(line, FURNITURE) for line in strip.lines]
            live = [strip.page for strip in found]
            if not live:
                break
    _watermarks(pages)
    for page in pages:
        page.removed.sort(key=lambda each: (each[0].top, each[0].x0))


def _outermost(page: Page, from_top: bool) -> _Strip | None:
    if not page.lines:
        return None
    edge = (min if from_top else max)(page.lines, key=lambda line: line.bottom)
    near = [line for line in page.lines if abs(line.bottom - edge.bottom) < 2 * edge.size]
    row = next(row for row in rows_of(near) if edge in row)
    lines = [part for part in row if isinstance(part, VisualLine)]
    if any(table.top < edge.bottom if from_top else table.bottom > edge.top for table in page.tables):
        return None  # a table stands further out
    text = re.sub(r"\s", "", "".join(line.text for line in lines))
    return _Strip(page, lines, text, _NUMBER.sub("#", text), edge.bottom)


def _furniture(strips: list[_Strip], body: float, pages: int) -> list[_Strip]:
    numbers = _page_numbers(strips, pages)
    found = [strip for strip in strips if id(strip) in numbers]
    rest = [strip for strip in strips if id(strip) not in numbers and _may_be(strip, body)]
    by_page = {strip.page.number: strip for strip in strips}

    def near(strip: _Strip) -> Iterator[_Strip]:
        at = strip.page.number
        return (by_page[page] for page in range(at - _WINDOW, at + _WINDOW + 1) if page in by_page)

    often = {id(strip): sum(_again(strip, other) for other in near(strip)) for strip in rest}
    for strip in rest:
        # Where as many pages have words of their own in this place, it is where the body begins.
        own = (other for other in near(strip) if id(other) not in numbers and often.get(id(other), 0) < 2)
        if often[id(strip)] >= 2 and often[id(strip)] > sum(_level(strip, other) for other in own):
            found.append(strip)
    return found + _established(rest, found, body)


def _level(strip: _Strip, other: _Strip) -> bool:
    return abs(other.at - strip.at) < max(4.0, 0.4 * strip.size)


def _again(strip: _Strip, other: _Strip) -> bool:
    """Whether it is the same in the same place, except for a number that counts with the pages."""
    sizes = ((each.page.width, each.page.height) for each in (strip, other))
    if strip.key != other.key or not _level(strip, other) or len({tuple(map(round, size)) for size in sizes}) > 1:
        return False
    if marker(strip.text) or _LABEL.match(strip.text):
        return strip.text == other.text  # 附件1 on one page and 附件2 on the next are no page numbers
    turned = other.page.number - strip.page.number
    numbers = zip(_NUMBER.findall(strip.text), _NUMBER.findall(other.text), strict=True)
    return all(int(b) - int(a) in (0, turned) for a, b in numbers)


def _may_be(strip: _Strip, body: float) -> bool:
    return strip.size <= 1.25 * body and len(strip.text) <= 60 and not _SENTENCE_END.search(strip.text)


def _established(rest: list[_Strip], found: list[_Strip], body: float) -> list[_Strip]:
    """A running head that names the chapter stands on one page only where the chapter is short: the place, the size
    and the distance to the text below are those of all the others."""
    taken = {id(strip) for strip in found}
    result = []
    for strip in rest:
        if id(strip) in taken or len(strip.text) > 40:
            continue
        same = [
            other
            for other in found
            if abs(other.at - strip.at) < 1.5 and abs(other.size - strip.size) < 0.1 * strip.size
        ]
        apart = min((abs(line.bottom - strip.at) for line in strip.page.lines if line not in strip.lines), default=0.0)
        usual = len(same) >= 3 and len(same) >= 0.75 * len(rest)
        if (usual or (len(same) >= 2 and strip.size < 0.9 * body)) and apart > 2.2 * strip.size:
            result.append(strip)
    return result


def _page_numbers(strips: list[_Strip], pages: int) -> set[int]:
    """Rows that are a page number: by their dress, or as bare numbers that count up with the pages."""
    found = {id(strip) for strip in strips if _DECORATED.match(strip.text)}
    bare = [(strip, int(strip.text)) for strip in strips if strip.text.isascii() and strip.text.isdigit()]
    offsets: dict[int, list[_Strip]] = defaultdict(list)
    for strip, value in bare:
        if value < 5000:
            offsets[value - strip.page.number].append(strip)
    for offset, same in offsets.items():
        if len(same) >= 2 or (pages == 1 and offset == 0):
            found |= {id(strip) for strip in same}
    roman = [strip for strip in strips if _BARE.match(strip.text) and not strip.text.isdigit()]
    if len({strip.text for strip in roman}) >= 2:
        found |= {id(strip) for strip in roman}
    return found


def _watermarks(pages: Sequence[Page]) -> None:
    """Words in the same place of most pages that lie over the text."""
    places: dict[tuple[str, int, int], list[tuple[Page, VisualLine]]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            places[line.text, round(line.x0), round(line.bottom)].append((page, line))
    for found in places.values():
        if len(found) < 2 or len(found) < 0.6 * len(pages):
            continue
        if any(_covered(line, page) for page, line in found):
            for page, line in found:
                page.lines.remove(line)
                page.removed.append((line, WATERMARK))


def _covered(line: VisualLine, page: Page) -> bool:
    return any(
        other is not line
        and min(other.x1, line.x1) - max(other.x0, line.x0) > 0.5 * other.size
        and min(other.bottom, line.bottom) - max(other.top, line.top) > 0.3 * other.size
        for other in page.lines
    )
