"""Words that a passage has twice with different numbers: alone they do not say which is meant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from app.claims.canonical import BREAK, canonical
from app.claims.model import Passage
from app.claims.numbers import SIGN


def has_twin(keys: Sequence[str], passage: Passage) -> bool:
    """Whether the signs stand in the passage again, but for other numbers."""
    plain = [key for key in keys if key != BREAK]
    if max(map(len, plain)) == 1:
        return False
    shape, own = _text(passage)
    wanted = _shape(plain)
    at = shape.find(wanted)
    found: set[tuple[str, ...]] = set()
    while at >= 0:
        found.add(own[at : at + len(plain)])
        at = shape.find(wanted, at + 1)
    return len(found) > 1


@lru_cache(maxsize=128)
def _text(passage: Passage) -> tuple[str, tuple[str, ...]]:
    keys = tuple(key for key in canonical(passage.text).keys if key != BREAK)
    return _shape(keys), keys


def _shape(keys: Sequence[str]) -> str:
    return "".join(key if len(key) == 1 else SIGN for key in keys)
