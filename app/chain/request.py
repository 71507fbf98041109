"""What can be asked, and what is said of a question that cannot be."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

MODES = ("extractive", "llm")


class AskError(Exception):
    """A question that cannot be asked: ``code`` is stable, ``message`` Chinese, ``status`` the HTTP status."""

    def __init__(self, code: str, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question. ``regulations`` limits the search to these ids; ``as_of`` asks for what was in force on that day.

    ``visitor`` is who asks, as far as the site knows: for the audit log only, it changes no answer.
    """

    question: str
    history: tuple[Turn, ...] = ()
    as_of: date | None = None
    regulations: frozenset[str] | None = None
    mode: str = "extractive"
    visitor: str = ""


def tidy(text: str) -> str:
    """``text`` without invisible characters; control characters and white space collapsed to single spaces."""
    visible = (character for character in text if unicodedata.category(character) != "Cf")
    return " ".join("".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in visible).split())
