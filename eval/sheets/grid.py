"""A sheet as rows of text, the same for CSV and XLSX, and what keeps a text from being run as a formula."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# Excel takes what begins so for a formula, some editions also where the characters are full-width.
_RUNS = re.compile(r"'*[=+\-@＝＋－＠\t\r]")


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` as it is shown, line breaks as \\n; ``place`` is B5. ``flaw``, in Chinese, says why the text cannot be
    relied on. ``day`` where Excel holds a date. ``continued``: the text is that of a merged cell that began above."""

    text: str
    place: str
    flaw: str = ""
    day: date | None = None
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the number that Excel shows, blank rows counted."""

    number: int
    cells: tuple[Cell, ...]

    def is_blank(self) -> bool:
        return not any(cell.flaw or (cell.text.strip() and not cell.continued) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows with questions; ``about``, rows that say what set it is, where those stand apart; ``remarks``, in
    Chinese, on how the file was read."""

    rows: tuple[Row, ...]
    about: tuple[Row, ...] = ()
    remarks: tuple[str, ...] = ()


def place(row: int, column: int) -> str:
    """5, 2 → B5 (both from 1)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def guarded(text: str, runs_bare: bool = True) -> str:
    """The text with an apostrophe before it where Excel would run it as a formula; :func:`unguarded` takes it away.

    ``runs_bare`` False is for workbooks, where text is marked as such and only an apostrophe of its own is in doubt.
    """
    found = _RUNS.match(text)
    return f"'{text}" if found and (runs_bare or text.startswith("'")) else text


def unguarded(text: str) -> str:
    """The text that was guarded; other text as it is."""
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text


def lines_joined(text: str) -> str:
    """The text with every kind of line break as \\n."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
