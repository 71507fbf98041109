"""Where two copies of a text differ in nothing but punctuation: counted by kind, not listed one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.editions.align import fold


def punctuation_differences(
    first: str, second: str, runs: Sequence[tuple[int, int, int]]
) -> tuple[tuple[str, str, int], ...]:
    """(mark in the first text, mark in the second, how often), most frequent first; an empty mark is a missing one.

    ``runs`` are those of :func:`ingest.editions.align.align`: what lies between two of them differs. Width, the style
    of quotes and brackets, and white space do not count, and neither does a gap that holds a differing word.
    """
    found: Counter[tuple[str, str]] = Counter()
    at_first = at_second = 0
    for start, other, length in [*runs, (len(first), len(second), 0)]:
        mine, its = first[at_first:start], second[at_second:other]
        at_first, at_second = start + length, other + length
        if any(char.isalnum() for char in mine + its):
            continue
        mine, its = "".join(mine.split()), "".join(its.split())
        if fold(mine) != fold(its):
            found[mine, its] += 1
    return tuple((mine, its, count) for (mine, its), count in found.most_common())
