"""Why a sentence is no claim, for those who look after the service."""

from __future__ import annotations

from collections.abc import Sequence

from app.claims.canonical import Canonical
from app.claims.model import Passage, Reason


def diagnosis(text: str, words: Canonical, cited: Sequence[Passage]) -> Reason:
    """The likeliest reason."""
    return "unsupported"
