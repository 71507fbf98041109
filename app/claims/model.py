"""What a model's sentence is held against, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Reason = Literal[
    "ok",  # the sentence is a claim
    "empty",  # nothing, or next to nothing, is said
    "form",  # a question, an order to the reader, markup, an address of the web, characters that hide
    "no_mark",  # no passage is named
    "unknown_mark",  # a passage is named that is not there
    "address",  # 第X条 of another place, or of none
    "title",  # 《…》 that neither is the cited regulation nor stands in its text
    "quotation",  # words between quotation marks that do not stand so in the text
    "number",  # a number, an amount or a date that the text does not have
    "critical",  # 应当, 不, 以上, 每 … that the text does not have in this place
    "unsupported",  # other words that the text does not have in this place
    "omitted",  # 应当, 不, 以上, 每 … of the text left out
    "mixed",  # words of several places of the text put together
]
"""Why a sentence is a claim or is none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation that a sentence may rest on.

    ``number`` is what its mark shows. ``title`` and ``aliases`` are the names of its regulation, ``label`` is its
    address there (第四十四条第一款第（六）项), ``path`` the headings above it. ``text`` is the quotation, its spans
    joined by line breaks.
    """

    number: int
    title: str
    aliases: tuple[str, ...]
    label: str
    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that the cited passages support. ``text`` is as shown, its marks as ［1］; ``citations`` are their
    numbers in order of appearance, each once."""

    text: str
    citations: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """As the API contract writes it."""
        return {"text": self.text, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """``claim`` is given exactly where ``reason`` is ``ok``."""

    claim: Claim | None
    reason: Reason
