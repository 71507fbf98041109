"""From a regulation's canonical text back to the characters of the source file it was read from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ingest.model import Segment

Span = tuple[int, int]


class Origin:
    """Where each canonical character came from. ``removed`` are the source spans that were left out: they may stand
    inside a unit without being part of it."""

    def __init__(self, source: str, segments: Sequence[Segment], removed: Sequence[Span] = ()) -> None:
        self._source, self._segments, self._removed = source, segments, sorted(removed)
        self._starts = [segment.start for segment in segments]

    def start(self, offset: int) -> int:
        """Where in the source the canonical character at ``offset`` begins; the end of the source if nowhere."""
        place = self._place(offset)
        return place[0] if place else len(self._source)

    def text(self, start: int, end: int) -> str:
        """The source's own text that canonical ``[start, end)`` was made from, removed spans left out."""
        first, last = self._place(start), self._place(end - 1)
        return without(self._source, first[0], last[1], self._removed) if first and last else ""

    def _place(self, offset: int) -> Span | None:
        """The source span of one character; of the next mapped one where ingestion supplied it (a line break)."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or self._segments[index].end <= offset:
            index = bisect_left(self._starts, offset)
        if index >= len(self._segments):
            return None
        segment = self._segments[index]
        if segment.end - segment.start != segment.source_end - segment.source_start:
            return segment.source_start, segment.source_end
        at = segment.source_start + max(0, offset - segment.start)
        return at, at + 1


def without(source: str, start: int, end: int, removed: Sequence[Span]) -> str:
    """``source[start:end]`` without the removed spans that lie in it; ``removed`` is sorted."""
    pieces, at = [], start
    for first, last in removed[bisect_left(removed, (start, start)) :]:
        if last > end:
            break
        if first >= at:
            pieces.append(source[at:first])
            at = last
    return "".join([*pieces, source[at:end]])
