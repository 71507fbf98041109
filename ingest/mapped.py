"""Text that remembers where each of its characters came from in the source file."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ingest.model import Segment


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


class Mapped:
    """A string and, for each character, the source span ``[starts[i], ends[i])`` it came from (32-bit offsets)."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str, starts: array[int], ends: array[int]) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends

    @classmethod
    def of(cls, source: str) -> Mapped:
        """The source itself, character by character."""
        return cls(source, array("I", range(len(source))), array("I", range(1, len(source) + 1)))

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int) -> Mapped:
        """The part ``[start, end)``."""
        return Mapped(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def strip(self) -> Mapped:
        """Without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    @property
    def source_span(self) -> tuple[int, int]:
        """From the first character's source start to the last one's source end; ``(0, 0)`` when empty."""
        return (self.starts[0], self.ends[-1]) if self.text else (0, 0)

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
        starts, ends = array("I"), array("I")
        done = 0
        for match in pattern.finditer(self.text):
            new = replacement(match)
            first, last = match.span()
            if first == last or new == match.group():
                continue
            if changed:
                changed(self.starts[first], self.ends[last - 1], match.group(), new)
            pieces += (self.text[done:first], new)
            starts.extend(self.starts[done:first])
            ends.extend(self.ends[done:first])
            if len(new) == last - first:
                starts.extend(self.starts[first:last])
                ends.extend(self.ends[first:last])
            else:
                starts.extend([self.starts[first]] * len(new))
                ends.extend([self.ends[last - 1]] * len(new))
            done = last
        if done == 0:
            return self
        pieces.append(self.text[done:])
        starts.extend(self.starts[done:])
        ends.extend(self.ends[done:])
        return Mapped("".join(pieces), starts, ends)


def concat(parts: Iterable[Mapped]) -> Mapped:
    """The parts one after the other."""
    text: list[str] = []
    starts, ends = array("I"), array("I")
    for part in parts:
        text.append(part.text)
        starts.extend(part.starts)
        ends.extend(part.ends)
    return Mapped("".join(text), starts, ends)


def join_lines(lines: Iterable[Mapped]) -> tuple[str, tuple[Segment, ...]]:
    """The lines as one canonical text, separated by line breaks, with the map back to the source as segments."""
    text: list[str] = []
    segments: list[Segment] = []
    offset = 0
    for line in lines:
        segments.extend(_segments(line, offset))
        text.append(line.text)
        offset += len(line.text) + 1
    return "\n".join(text), tuple(segments)


def _segments(line: Mapped, offset: int) -> Iterable[Segment]:
    """Runs of one-to-one characters become one segment each; a contracted or expanded run becomes one of its own."""
    i, n = 0, len(line)
    first = line.starts[0] if n else 0
    if line.starts == array("I", range(first, first + n)) and line.ends == array("I", range(first + 1, first + n + 1)):
        # Untouched lines are the rule; comparing whole arrays is much faster than walking along them.
        if n:
            yield Segment(offset, offset + n, first, first + n)
        return
    while i < n:
        start, end = line.starts[i], line.ends[i]
        j = i + 1
        if end - start == 1 and not (j < n and line.starts[j] == start):
            while j < n and line.starts[j] == line.ends[j - 1] and line.ends[j] - line.starts[j] == 1:
                j += 1
        else:
            while j < n and line.starts[j] == start and line.ends[j] == end:
                j += 1
        yield Segment(offset + i, offset + j, start, line.ends[j - 1])
        i = j
