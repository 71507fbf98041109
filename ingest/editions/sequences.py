"""Two sequences laid beside each other, also where their elements recur by the hundred thousand.

``difflib`` looks at every pair of equal elements, again for each block that it finds. That is what gives good results
for two texts as people write them, and never ends for two tables whose cells are all 0.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_MOST_PAIRS = 20_000_000

Block = tuple[int, int, int, int]
"""``first[i1:i2]`` stands where ``second[j1:j2]`` does: equal, or different throughout; neither is empty."""


def matched(first: Sequence[str], second: Sequence[str]) -> Iterator[Block]:
    """The blocks in order. What only one of the sequences has is in none."""
    if _pairs(first, second) <= _MOST_PAIRS:
        yield from _all_pairs(first, second, 0, 0)
        return
    at_first = at_second = 0
    for start, other, size in [*_sure(first, second), (len(first), len(second), 0)]:
        mine, its = first[at_first:start], second[at_second:other]
        if _pairs(mine, its) <= _MOST_PAIRS:
            yield from _all_pairs(mine, its, at_first, at_second)
        elif mine and its:
            yield at_first, start, at_second, other
        if size:
            yield start, start + size, other, other + size
        at_first, at_second = start + size, other + size


def _all_pairs(first: Sequence[str], second: Sequence[str], at_first: int, at_second: int) -> Iterator[Block]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            yield at_first + i1, at_first + i2, at_second + j1, at_second + j2


def _pairs(first: Sequence[str], second: Sequence[str]) -> int:
    """How many pairs of equal elements there are."""
    mine, its = Counter(first), Counter(second)
    return sum(count * its[each] for each, count in mine.items())


def _sure(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int, int]]:
    """(start in the first, start in the second, length) of what is equal beyond doubt: at the beginning, at the end
    and, in between, the elements that occur once in each with their equal neighbours."""
    low = 0
    while low < min(len(first), len(second)) and first[low] == second[low]:
        low += 1
    ends = (len(first), len(second))
    while min(ends) > low and first[ends[0] - 1] == second[ends[1] - 1]:
        ends = (ends[0] - 1, ends[1] - 1)
    runs: list[tuple[int, int, int]] = [(0, 0, low)]
    for at, other in _once_in_each(first, second, low, ends):
        start, start_other, size = runs[-1]
        if at < start + size:
            continue
        while at > start + size and other > start_other + size and first[at - 1] == second[other - 1]:
            at, other = at - 1, other - 1
        size = 1
        while at + size < ends[0] and other + size < ends[1] and first[at + size] == second[other + size]:
            size += 1
        runs.append((at, other, size))
    return [*runs, (*ends, len(first) - ends[0])]


def _once_in_each(
    first: Sequence[str], second: Sequence[str], low: int, ends: tuple[int, int]
) -> list[tuple[int, int]]:
    """The places of the elements that occur once in each, as many of them as stand in the same order."""
    once = {each for each, count in Counter(first[low : ends[0]]).items() if count == 1}
    once &= {each for each, count in Counter(second[low : ends[1]]).items() if count == 1}
    places = {second[other]: other for other in range(low, ends[1]) if second[other] in once}
    pairs = [(at, places[first[at]]) for at in range(low, ends[0]) if first[at] in once]
    # The longest rising sequence: of each length the lowest end so far, and what stood before it.
    lowest: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for index, (_, other) in enumerate(pairs):
        length = bisect_left(lowest, other)
        before.append(holders[length - 1] if length else -1)
        lowest[length : length + 1] = [other]
        holders[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = holders[-1] if holders else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]
