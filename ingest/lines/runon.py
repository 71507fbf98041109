"""A document in one physical line: its spaces are the lost line breaks, except inside markers and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.grammar.markers import marker
from ingest.lines.line import ends_sentence
from ingest.model import Span

_STOP_AND_SPACE = re.compile(r"[。；：）] +\S")
_SPACED_ARTICLE = re.compile(r"(?:(?<= )|(?<!.))第[^ ]{1,6}条 ")
_WORD = re.compile(r"\S+")
_YEAR = re.compile(r"\d{4}年")
_LATIN = re.compile(r"[A-Za-z0-9]")
_LONGEST = 120
"""Characters after which an opened bracket or quotation is taken to be one that nobody closed."""


def is_run_on(text: str) -> bool:
    """Whether a physical line is long and has spaces where lines ended, or is short and holds articles in turn."""
    if len(text) > 600:
        return sum(1 for _ in zip(_STOP_AND_SPACE.finditer(text), range(5), strict=False)) == 5
    if text.count("条 ") < 3:
        return False
    found = (marker(text[match.start() : match.start() + 12]) for match in _SPACED_ARTICLE.finditer(text))
    return [each.number for each in found if each and each.kind == "article"][:3] == [1, 2, 3]


def open_run_on(text: str) -> Iterator[Span]:
    """The spans of the lines that were run together."""
    piece: _Piece | None = None
    for match in _WORD.finditer(text):
        if piece and piece.takes(*match.span()):
            piece.extend(match.end())
            continue
        if piece:
            yield piece.start, piece.end
        piece = _Piece(text, *match.span())
    if piece:
        yield piece.start, piece.end


class _Piece:
    """One line in the making. It counts its brackets as it grows: counting anew at each word would take forever."""

    __slots__ = ("_brackets", "_opened", "_quotes", "_text", "end", "start")

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self.start = self.end = start
        self._brackets = self._quotes = 0
        self._opened = -1
        self.extend(end)

    def extend(self, end: int) -> None:
        """Take in everything up to ``end``."""
        added = self._text[self.end : end]
        self._brackets += added.count("（") - added.count("）")
        self._quotes += added.count("“") - added.count("”")
        if (last := max(added.rfind("（"), added.rfind("“"))) >= 0:
            self._opened = self.end + last
        self.end = end

    def takes(self, start: int, end: int) -> bool:
        """Whether the word at ``[start, end)`` continues it: after a bare marker or an open bracket, a spaced-out
        word, Latin."""
        text = self._text
        opened = marker(text, self.start, self.end)
        size = self.end - self.start
        if opened and (opened.end >= size or (opened.kind == "heading" and end - start == 1)):
            return True
        if self._brackets > 0 or self._quotes > 0:
            return self.end - self._opened < _LONGEST
        if _YEAR.match(text, start, end):
            return False
        if size > 20 and _LATIN.match(text, self.end - 1):
            return True
        foreign = _LATIN.match(text, start) and not marker(text, start, end)
        return bool(foreign) and not ends_sentence(text, self.start, self.end)
