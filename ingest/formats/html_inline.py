"""The text of one line of a page: white space as a browser collapses it, raised digits kept apart from numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Line ends inside Chinese text are the source's, not the author's: as a space nobody typed it.
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]"
_BROKEN_LINE = re.compile(rf"(?<={_WIDE})[ \t\r\f]*\n[ \t\r\n\f]*(?={_WIDE})")
_ENDS_WIDE = re.compile(rf"{_WIDE}$")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SIGNS = {
    **dict.fromkeys(map(ord, "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\t"), " "),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad\r"), None),
}
_EDGES = " \u3000"
_DIGITS = re.compile(r"\s*[+\-−(]?\d+[+\-−)]?\s*")
_RAISED = {
    "sup": str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾"),
    "sub": str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎"),
}


def collapse(raw: str) -> str:
    """The text as set on a line: one space for white space, none for a line end inside Chinese text; no invisible
    signs; every kind of fixed space as a plain one."""
    return _BLANKS.sub(" ", _BROKEN_LINE.sub("", raw)).translate(_SIGNS)


def preserved(raw: str) -> str:
    """One line of preformatted text."""
    return raw.translate(_SIGNS)


@dataclass(slots=True)
class Line:
    """A line being put together. ``pieces`` are texts with their lines of the source; ``space`` says that white space
    stands before what comes next; ``links`` counts the characters inside links; ``files`` are the texts of links to
    documents; ``reason`` is why the whole is set aside, else empty."""

    reason: str = ""
    pieces: list[tuple[str, int]] = field(default_factory=list)
    space: bool = False
    links: int = 0
    files: list[str] = field(default_factory=list)

    def add(self, text: str, row: int, *, sign: str = "", linked: bool = False) -> None:
        """Go on with ``text`` from line ``row`` of the source. ``sign`` is ``sup`` or ``sub``: 10 to the 5th must not
        read 105."""
        if sign and _DIGITS.fullmatch(text):
            text = text.strip().translate(_RAISED[sign])
        words = text.strip(" ")
        self.space = self.space or text.startswith(" ")
        if not self.pieces:
            words = words.lstrip(_EDGES)
        if words:
            self.pieces.append((f" {words}" if self.space and self.pieces else words, row))
            self.links += len(words) if linked else 0
            self.space = False
        self.space = self.space or text.endswith(" ")

    def join(self) -> None:
        """A line break inside a heading: a space between words, nothing inside Chinese."""
        self.space = not (self.pieces and _ENDS_WIDE.search(self.pieces[-1][0]))

    def finish(self) -> bool:
        """Take white space off the end; False where nothing is left."""
        while self.pieces:
            text, row = self.pieces[-1]
            if kept := text.rstrip(_EDGES):
                self.pieces[-1] = (kept, row)
                return True
            self.pieces.pop()
        return False
