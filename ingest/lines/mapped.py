"""Text that remembers where each of its characters came from in the source file."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ingest.model import Segment, Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One removal or repair: what was done (``reason``, Chinese) to ``source[start:end]``.

    ``removed`` tells a removal of content from a repair that keeps it; ``text`` is the source's wording, shortened,
    and ``result`` what stands there now. ``changed`` counts the characters removed or replaced; None means all.
    """

    reason: str
    start: int
    end: int
    text: str
    result: str = ""
    removed: bool = False
    changed: int | None = None

    @property
    def size(self) -> int:
        """How many characters of the source it removed or replaced."""
        return self.end - self.start if self.changed is None else self.changed


_EACH = 0
"""In place of a run's source end: its characters came one by one from where it starts."""


class _Origins:
    """Where the characters of one text came from, as runs: from ``ats[k]`` to ``ats[k + 1]`` either one by one from
    ``starts[k]`` on, or all of them from the whole of ``[starts[k], ends[k])`` (32-bit offsets).

    Hardly any text is changed, so that a few runs tell what a number for each character would.
    """

    __slots__ = ("ats", "ends", "starts")

    def __init__(self) -> None:
        self.ats, self.starts, self.ends = array("I"), array("I"), array("I")

    def add(self, at: int, length: int, start: int, end: int) -> None:
        """Tell where the next ``length`` characters, from ``at`` on, came from."""
        if length == 0:
            return
        if length == 1 and end == start + 1:
            end = _EACH
        if self.ats and self.ends[-1] == end:
            last = self.starts[-1]
            if start == (last + at - self.ats[-1] if end == _EACH else last):
                return
        self.ats.append(at)
        self.starts.append(start)
        self.ends.append(end)

    def is_source(self) -> bool:
        """Whether the text is the source itself."""
        return len(self.ats) == 1 and self.starts[0] == self.ends[0] == 0

    def runs(self, low: int, high: int) -> Iterator[tuple[int, int, int]]:
        """(length, source start, source end or :data:`_EACH`) of the runs of ``[low, high)``."""
        ats = self.ats
        k = bisect_right(ats, low) - 1
        while low < high:
            stop = min(high, ats[k + 1]) if k + 1 < len(ats) else high
            start, end = self.starts[k], self.ends[k]
            yield stop - low, start if end else start + low - ats[k], end
            low = stop
            k += 1

    def of(self, at: int) -> Span:
        """The source span of one character."""
        k = bisect_right(self.ats, at) - 1 if len(self.ats) > 1 else 0
        start, end = self.starts[k], self.ends[k]
        if end:
            return start, end
        start += at - self.ats[k]
        return start, start + 1


class Mapped:
    """A string and, for each character, the source span it came from. Immutable; parts share the map of the whole."""

    __slots__ = ("_at", "_origins", "text")

    def __init__(self, text: str, origins: _Origins, at: int) -> None:
        self.text = text
        self._origins = origins
        self._at = at

    @classmethod
    def of(cls, source: str) -> Mapped:
        """The source itself, character by character."""
        origins = _Origins()
        origins.add(0, max(1, len(source)), 0, _EACH)
        return cls(source, origins, 0)

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int) -> Mapped:
        """The part ``[start, end)``."""
        return Mapped(self.text[start:end], self._origins, self._at + start)

    def strip(self) -> Mapped:
        """Without white space at either end."""
        text = self.text.strip()
        if len(text) == len(self.text):
            return self
        start = len(self.text) - len(self.text.lstrip()) if text else 0
        return Mapped(text, self._origins, self._at + start)

    def lines(self) -> Iterator[tuple[int, int, Mapped | None]]:
        """(start, end, what stands there without white space at its ends) of each line; None where it is blank."""
        start = 0
        for line in self.text.split("\n"):
            end = start + len(line)
            text = line.strip()
            if text:
                before = 0 if line[0] == text[0] else len(line) - len(line.lstrip())
                yield start, end, Mapped(text, self._origins, self._at + start + before)
            else:
                yield start, end, None
            start = end + 1

    def origin(self, index: int) -> Span:
        """The source span of one character."""
        return self._origins.of(self._at + index)

    @property
    def source_span(self) -> Span:
        """From the first character's source start to the last one's source end; ``(0, 0)`` when empty."""
        if not self.text:
            return 0, 0
        return self.origin(0)[0], self.origin(len(self.text) - 1)[1]

    def runs(self) -> Iterable[tuple[int, int, int]]:
        """(length, source start, source end) of runs of characters that came from the source one by one, the spans
        being of equal length, or as a whole from a span of another length."""
        size = len(self.text)
        if size and self._origins.is_source():
            return ((size, self._at, self._at + size),)
        runs = self._origins.runs(self._at, self._at + size)
        return ((length, start, end or start + length) for length, start, end in runs)

    def translate(self, pattern: re.Pattern[str], char: str) -> Mapped:
        """With ``char`` instead of each single character that ``pattern`` matches."""
        return Mapped(pattern.sub(char, self.text), self._origins, self._at)

    def substitute(
        self,
        pattern: re.Pattern[str],
        replacement: Callable[[re.Match[str]], str],
        changed: Callable[[int, int, str, str], None] | None = None,
    ) -> Mapped:
        """Like ``re.sub``; characters of a replacement of equal length map one to one, others to the whole match.

        ``changed`` is told each change: source start and end, what stood there, what stands there now.
        """
        pieces: list[str] = []
        done = 0
        resized: list[tuple[int, int, int]] = []
        for match in pattern.finditer(self.text):
            new, old = replacement(match), match.group()
            if not old or new == old:
                continue
            first, last = match.span()
            if changed:
                changed(self.origin(first)[0], self.origin(last - 1)[1], old, new)
            if len(new) != len(old):
                resized.append((first, last, len(new)))
            pieces += (self.text[done:first], new)
            done = last
        if done == 0:
            return self
        pieces.append(self.text[done:])
        text = "".join(pieces)
        return Mapped(text, self._resized(resized), 0) if resized else Mapped(text, self._origins, self._at)

    def _resized(self, changes: Iterable[tuple[int, int, int]]) -> _Origins:
        """The map of the text in which each ``[first, last)`` has become ``length`` characters."""
        origins = _Origins()
        at = done = 0
        for first, last, length in [*changes, (len(self.text), len(self.text), 0)]:
            for size, start, end in self._origins.runs(self._at + done, self._at + first):
                origins.add(at, size, start, end)
                at += size
            if length:
                origins.add(at, length, self.origin(first)[0], self.origin(last - 1)[1])
                at += length
            done = last
        return origins


def concat(parts: Iterable[Mapped]) -> Mapped:
    """The parts one after the other."""
    text: list[str] = []
    origins = _Origins()
    at = 0
    for part in parts:
        text.append(part.text)
        for length, start, end in part._origins.runs(part._at, part._at + len(part.text)):
            origins.add(at, length, start, end)
            at += length
    return Mapped("".join(text), origins, 0)


def join_lines(lines: Iterable[Mapped]) -> tuple[str, tuple[Segment, ...]]:
    """The lines as one canonical text, separated by line breaks, with the map back to the source as segments."""
    text: list[str] = []
    segments: list[Segment] = []
    offset = 0
    for line in lines:
        at = offset
        for length, start, end in line.runs():
            segments.append(Segment(at, at + length, start, end))
            at += length
        text.append(line.text)
        offset += len(line.text) + 1
    return "\n".join(text), tuple(segments)
