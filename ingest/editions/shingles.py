"""What two texts have in common, five characters at a time, without punctuation and white space."""

from __future__ import annotations

import re
from functools import cache
from heapq import nsmallest
from zlib import crc32

from ingest.editions.align import fold

_SIZE = 5
_NO_WORD = re.compile(r"[\W_]+")
_SKETCH = 64
_ONE_IN = 16
_LARGE = 1_000_000
"""Characters from which a text's shingles take more room than they are worth: one in sixteen tells as much."""


def words(text: str) -> str:
    """Letters, digits and Chinese characters only, each in one form."""
    return _NO_WORD.sub("", fold(text))


def shingles(plain: str) -> frozenset[str]:
    """Every five characters in a row of what :func:`words` gave."""
    if len(plain) < _SIZE:
        return frozenset([plain] if plain else [])
    return frozenset(plain[start : start + _SIZE] for start in range(len(plain) - _SIZE + 1))


def sample(plain: str) -> frozenset[str]:
    """One in sixteen of the shingles, the same ones in every text: those that begin with certain characters."""
    return frozenset(_sampled().findall(plain))


@cache
def _sampled() -> re.Pattern[str]:
    first = "".join(map(chr, range(0x3400, 0xA000, _ONE_IN)))
    return re.compile(rf"(?=([{first}].{{{_SIZE - 1}}}))")


def containment(first: frozenset[str], second: frozenset[str]) -> float:
    """The share, 0 to 1, of the smaller set that is in the larger one."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def is_large(plain: str) -> bool:
    """Whether the text is to be compared by its :func:`sample`."""
    return len(plain) > _LARGE


def sketches(plain: str) -> frozenset[int]:
    """A few numbers by which texts of similar size that have most of their shingles in common can be found: they share
    many of them, at any rate :data:`SHARED`."""
    some = sample(plain) if len(plain) >= _SMALLEST_SAMPLED else frozenset()
    found: set[int] = set()
    if len(some) >= _SKETCH:
        found |= {2 * number for number in _smallest(some)}
    if len(some) < _SKETCH or len(plain) <= _LARGEST_WHOLE:
        found |= {2 * number + 1 for number in _smallest(shingles(plain))}
    return frozenset(found)


SHARED = 3
_SMALLEST_SAMPLED = 2000
_LARGEST_WHOLE = 5000
"""Texts of which one is up to two and a half times as long as the other have a sketch of the same kind."""


def _smallest(some: frozenset[str]) -> list[int]:
    return nsmallest(_SKETCH, {crc32(each.encode("utf-8", "surrogatepass")) for each in some})
