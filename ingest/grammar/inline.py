"""Numbers inside a line: …下列情形：（一）…；（二）… and ：1.…；2.…"""

from __future__ import annotations

import re

from ingest.grammar.markers import Marker, marker

# （二）、（三）项 and （二）项 are references.
_HAN = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)](?! *[、项款目和至或])")
_DIGIT = re.compile(r"(?:[（(][0-9]{1,2}[）)]|[①-⑳⑴-⒇])(?! *[、项款目和至或])|[0-9]{1,2}[.．](?![0-9])")
_ANY_DIGIT = re.compile(r"[0-9①-⑳⑴-⒇]")
_BEFORE_HAN = "：；。，:"
_BEFORE_DIGIT = "：；。:"


def inline_items(text: str) -> list[tuple[int, Marker]]:
    """(offset, marker) of the items that follow a lead-in in its own line, in Chinese or in digits."""
    return _sequence(text, _HAN, _BEFORE_HAN) or inline_subitems(text)


def inline_subitems(text: str) -> list[tuple[int, Marker]]:
    """(offset, marker) of the subitems inside an item's line, which are in digits."""
    return _sequence(text, _DIGIT, _BEFORE_DIGIT) if _ANY_DIGIT.search(text) else []


def further_items(text: str, opened: Marker) -> list[tuple[int, Marker]]:
    """(offset, marker) of the items that follow in the line of the item which ``opened`` begins: （四）…；（五）…"""
    if opened.kind == "subsection":
        return _sequence(text, _HAN, _BEFORE_HAN, opened)
    if opened.kind in ("subpoint", "point"):
        return _sequence(text, _DIGIT, _BEFORE_DIGIT, opened)
    return []


def bounds(text: str, found: list[tuple[int, Marker]]) -> list[tuple[int, int, Marker]]:
    """(start, end, marker) of each part in ``text``, without white space at its end."""
    stops = [at for at, _ in found[1:]] + [len(text)] if found else []
    return [(at, at + len(text[at:stop].rstrip()), opened) for (at, opened), stop in zip(found, stops, strict=True)]


def _sequence(text: str, pattern: re.Pattern[str], after: str, first: Marker | None = None) -> list[tuple[int, Marker]]:
    """Markers inside ``text`` that follow one of the marks ``after`` and count 1, 2, 3 …, or on from ``first``; a 1
    alone counts nothing. Quoted text has no items."""
    found: list[tuple[int, Marker]] = []
    last = first
    quotes = counted = 0
    for match in pattern.finditer(text):
        start = before = match.start()
        while before and text[before - 1].isspace():
            before -= 1
        if not before or text[before - 1] not in after:
            continue
        opened = marker(text, start, start + 12)
        if opened is None or opened.number != (last.number if last else 0) + 1 or (last and opened.kind != last.kind):
            continue
        quotes += text.count("“", counted, start) - text.count("”", counted, start)
        counted = start
        if not quotes:
            found.append((start, opened))
            last = opened
    return found if first or len(found) >= 2 else []
