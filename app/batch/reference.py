"""Where the rows and cells of a sheet's XML stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def column_of(cell: _Element, before: int = -1) -> int:
    """The column of a cell, A is 0; where it does not say so, the one after ``before``."""
    letters = re.match(r"[A-Z]{1,3}(?=\d)", cell.get("r") or "")
    if letters is None:
        return before + 1
    column = 0
    for letter in letters[0]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def row_of(row: _Element, before: int) -> int:
    """The number of a row, from 1; where it does not say so, the one after ``before``."""
    said = row.get("r") or ""
    return int(said) if re.fullmatch(r"[0-9]{1,7}", said) else before + 1


def letters(column: int) -> str:
    """0 → A, 27 → AB."""
    written, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        written = chr(ord("A") + rest) + written
    return written
