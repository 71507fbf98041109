"""Where every character of a source went: kept, repaired, removed, or lost. Punctuation counts; only white space may
go without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ingest.lines.mapped import Edit
from ingest.model import Regulation

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the source that does not add up; ``text`` is what stands there, shortened."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Account:
    """The account of one file, in Unicode characters of its source: ``characters`` is the sum of ``kept`` (as they
    are, in a document), ``repaired`` (listed in a repair), ``removed`` (listed in a removal), ``blank`` (white space
    outside the documents) and ``lost``.

    ``lost`` are in no document and in no removal or repair, or were changed without a repair that lists them;
    ``doubled`` stand in the documents twice, or in a document and in the removals at once. ``reasons`` counts the
    removed characters by reason, those that are not white space.
    """

    characters: int = 0
    kept: int = 0
    repaired: int = 0
    removed: int = 0
    blank: int = 0
    lost: int = 0
    doubled: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    failures: list[Stretch] = field(default_factory=list)


def account(
    source: str, regulations: Iterable[Regulation], left_out: Sequence[Edit], repairs: Sequence[Edit]
) -> Account:
    """The account of one source file. Only the first source of each regulation counts: that file itself."""
    size = len(source)
    points = _points(source)
    blank = np.fromiter((c.isspace() for c in source), dtype=bool, count=size)
    repair = _cover(size, repairs)
    removal = _cover(size, left_out)
    held = np.zeros(size, dtype=np.int32)
    same = np.zeros(size, dtype=bool)
    for regulation in regulations:
        canonical = _points(regulation.text)
        for segment in regulation.sources[0].segments:
            a, b = segment.source_start, segment.source_end
            held[a:b] += 1
            if segment.end - segment.start == b - a:
                same[a:b] |= canonical[segment.start : segment.end] == points[a:b]
    kept = (held > 0) & same
    repaired = ~kept & repair & ~(removal & (held == 0))
    removed = ~kept & ~repaired & removal & (held == 0)
    empty = ~kept & ~repaired & ~removed & blank
    lost = ~(kept | repaired | removed | empty)
    doubled = ((held > 1) | ((held > 0) & removal)) & ~blank
    found = Account(
        characters=size,
        kept=int(kept.sum()),
        repaired=int(repaired.sum()),
        removed=int(removed.sum()),
        blank=int(empty.sum()),
        lost=int(lost.sum()),
        doubled=int(doubled.sum()),
    )
    for edit in left_out:
        found.reasons[edit.reason] += int((removed[edit.start : edit.end] & ~blank[edit.start : edit.end]).sum())
    found.failures = [*_stretches(source, lost), *_stretches(source, doubled)]
    return found


def _points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _cover(size: int, edits: Iterable[Edit]) -> Flags:
    flags = np.zeros(size, dtype=bool)
    for edit in edits:
        flags[edit.start : edit.end] = True
    return flags


def _stretches(source: str, flags: Flags) -> list[Stretch]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [Stretch(int(a), int(b), source[a:b][:60]) for a, b in zip(edges[::2], edges[1::2], strict=True)]
