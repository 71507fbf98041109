"""Where a quoted span stands in the file it came from: offsets, and the page and position where the format has them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ingest.model import Source, Span


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """A place in a source file: half-open code points of the decoded file, or of the text extracted from it.

    ``page`` (from 1) and ``position`` are those of its first character, as in :class:`ingest.model.Place`; None and
    empty for plain text.
    """

    file: str
    start: int
    end: int
    page: int | None = None
    position: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The place as the API writes it."""
        return {
            "file": self.file,
            "start": self.start,
            "end": self.end,
            "page": self.page,
            "position": self.position,
        }


def files_named(places: Iterable[tuple[str, int | None]]) -> list[str]:
    """The (file, page) pairs for a reader, a line for each file: 考勤办法.pdf 第3、4页."""
    pages: dict[str, list[int]] = {}
    for file, page in places:
        known = pages.setdefault(file, [])
        if page and page not in known:
            known.append(page)
    return [f"{file} 第{'、'.join(map(str, on))}页" if on else file for file, on in pages.items()]


def locate(source: Source, spans: Sequence[Span]) -> Iterator[SourceSpan]:
    """Where each span stands in ``source``: usually one place a span, more where the source has it in another order."""
    for start, end in spans:
        begun: int | None = None
        reached = 0
        first_reached = bisect_right(source.segments, start, key=lambda segment: segment.end)
        for segment in islice(source.segments, first_reached, None):
            if segment.start >= end:
                break
            low, high = max(start, segment.start), min(end, segment.end)
            first, last = segment.source_start, segment.source_end
            if segment.end - segment.start == last - first:
                first, last = first + low - segment.start, first + high - segment.start
            if begun is not None and first < reached:  # the source goes back: a second place
                yield _span(source, begun, reached)
                begun = None
            begun = first if begun is None else begun
            reached = last
        if begun is not None:
            yield _span(source, begun, reached)


def _span(source: Source, start: int, end: int) -> SourceSpan:
    at = bisect_right(source.places, start, key=lambda place: place.start) - 1
    place = source.places[at] if at >= 0 else None
    if place is None or start >= place.end:
        return SourceSpan(source.file, start, end)
    return SourceSpan(source.file, start, end, place.page, place.position)
