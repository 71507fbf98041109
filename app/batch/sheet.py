"""A table as both kinds of file offer it, and why one cannot be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["xlsx", "csv"]

Value = str | float
"""What is written into a cell; text is never a formula."""


class BatchError(Exception):
    """A table that cannot be answered: ``code`` is stable, ``message`` Chinese and says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the number that a person sees, from 1; ``cells`` are the texts of its columns from A on."""

    number: int
    cells: tuple[str, ...]


class Sheet(Protocol):
    """One table of a file; ``name`` is empty in a CSV file, which has only one."""

    @property
    def name(self) -> str:
        """What the sheet is called."""

    @property
    def rows(self) -> Sequence[Row]:
        """The rows that hold anything, in order."""


class Tables(Protocol):
    """An opened file."""

    @property
    def sheets(self) -> Sequence[Sheet]:
        """The sheets that a person sees, in order."""

    def filled(self, sheet: Sheet, head: int | None, headings: Sequence[str], answers: Answers) -> bytes:
        """The file with ``headings`` right of the last column of row ``head`` (nowhere where it is None) and of each
        row of ``answers`` below them; all else stays as it is."""


Answers = Mapping[int, Sequence[Value]]
"""What is added to the rows, by their numbers."""
