"""Whether a sentence says only what the passages it cites say."""

from __future__ import annotations

from collections.abc import Mapping

from app.claims.model import Passage, Verdict


def check(sentence: str, passages: Mapping[int, Passage]) -> Verdict:
    """The claim that ``sentence`` is, or why it is none. ``passages`` are the quotations of the answer by number."""
    return Verdict(None, "unsupported")
