"""A model's stream cut into sentences as it comes: the same ones, however the stream is chopped."""

from __future__ import annotations

import re

from app.claims import marks
from app.claims.thinking import FORGET, Thinking

LONGEST = 400
"""A sentence that is longer than so many characters is given up."""
CUT = "…"
"""What stands at the end of a sentence that was given up; no claim ends so."""

_STOPS = "。！？!?"
_SOFT_STOPS = "；;"
_OPEN = {"“": "”", "「": "」", "『": "』"}
_CLOSERS = "”’」』）)》"
_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_FENCE = re.compile(r"\s*(?:```|~~~)")
# the model's own: heading, quotation, bullet, 1. — not 1.5 and not 3、4月
_BULLET = re.compile(r"(?:[#>\-*+•·●]+\s+|[#>•●]+|\d{1,2}[.)、）．](?:\s+|(?!\d)))")
_OPENING = re.compile(r"(?:回答|答案|答|结论)\s*[：:]\s*")
_EMPHASIS = re.compile(r"\*\*|__")
_WORD = re.compile(r"\w")


class Sentences:
    """Cuts a stream into sentences.

    A sentence ends with 。！？ or the end of the line, with ； only beside a mark, and not within “”; the marks and
    closing quotes behind belong to it. What a model thinks (``<think>``) and fenced code are dropped, and so are
    bullets, headings and stars around words. A sentence that was given up for its length ends with :data:`CUT`.
    """

    def __init__(self) -> None:
        self._thinking = Thinking()
        self._fenced = False
        self._lost = False  # in a sentence that was given up
        self._begin(True)

    def feed(self, piece: str) -> list[str]:
        """The sentences that ``piece`` completes."""
        found: list[str] = []
        for char in self._thinking.visible(piece):
            self._take(char, found)
        return found

    def end(self) -> list[str]:
        """The rest; to be asked for only where the stream ended in good order."""
        found: list[str] = []
        for char in (*self._thinking.rest(), "\n"):
            self._take(char, found)
        return found

    def _begin(self, at_line_start: bool) -> None:
        self._at_line_start = at_line_start
        self._text = ""
        self._quote = ""  # the quotation mark that is to come
        self._stopped = False  # behind a full stop: marks may follow
        self._sure = False  # the stop ends the sentence, whatever follows
        self._tail = ""  # what may become a mark

    def _take(self, char: str, found: list[str]) -> None:
        if char == FORGET:
            self._begin(True)
        elif self._fenced:
            self._take_code(char)
        elif char in _BREAKS:
            self._break(found)
        elif self._lost:
            if char in _STOPS:
                self._lost = False
        elif not self._stopped or not self._follows(char):
            if self._stopped:
                self._resume(found)
                if self._tail:
                    held, self._tail = self._tail, ""
                    for each in held + char:
                        self._take(each, found)
                    return
            self._add(char, found)

    def _take_code(self, char: str) -> None:
        if char in _BREAKS:
            self._fenced = not _FENCE.match(self._text)
            self._begin(True)
        elif len(self._text) < LONGEST:
            self._text += char

    def _break(self, found: list[str]) -> None:
        if self._at_line_start and _FENCE.match(self._text):
            self._fenced = True
        else:
            self._text += self._tail
            self._give(found)
        self._lost = False
        self._begin(True)

    def _add(self, char: str, found: list[str]) -> None:
        self._text += char
        if char == self._quote:
            self._quote = ""
        elif not self._quote:
            self._quote = _OPEN.get(char, "")
        if len(self._text) > LONGEST:
            self._text = self._text[:LONGEST] + CUT
            self._give(found)
            self._begin(False)
            self._lost = True
        elif not self._quote:
            self._sure = self._is_stop(char)
            self._stopped = self._sure or char in _SOFT_STOPS

    def _is_stop(self, char: str) -> bool:
        before = self._text[-2:-1]
        if char in _CLOSERS:
            return before != "" and before in _STOPS
        if char == ".":  # not of 1.5 and not of www.
            return not (before.isascii() and before.isalnum()) and before not in ("", ".")
        if char in _SOFT_STOPS:
            return marks.ends_with_mark(self._text[:-1])
        return char in _STOPS

    def _follows(self, char: str) -> bool:
        """Whether the character may still belong to the sentence that stopped, and if so, takes it."""
        if self._tail:
            if char in marks.CLOSING and marks.is_mark(self._tail + char):
                self._text += self._tail + char
                self._tail, self._sure = "", True
                return True
            if char in marks.INSIDE and len(self._tail) < marks.LONGEST:
                self._tail += char
                return True
            return False
        if char in marks.OPENING:
            self._tail = char
        elif char in _CLOSERS or char in _STOPS or (char == '"' and self._text.count('"') % 2):
            self._text += char
        else:
            return char.isspace() or char == "*"
        return True

    def _resume(self, found: list[str]) -> None:
        """Something else follows the stop: the next sentence, or after ； the same one."""
        tail = self._tail
        if self._sure:
            self._give(found)
            self._begin(False)
        self._stopped = self._sure = False
        self._tail = tail

    def _give(self, found: list[str]) -> None:
        text = _EMPHASIS.sub("", self._text).strip()
        if self._at_line_start:
            for opening in (_BULLET, _OPENING):
                text = text[match.end() :] if (match := opening.match(text)) else text
        if _WORD.search(marks.without_marks(text)):
            found.append(text)
