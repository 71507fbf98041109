"""Question sets as spreadsheets: CSV and XLSX ⇄ the header and records of JSONL. :mod:`eval.dataset` reads and writes
files through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from eval.sheets import csvfile, reading, workbook, writing
from eval.sheets.reading import located
from eval.validation import Source, UnwritableError, set_problems

__all__ = ["ENDINGS", "located", "parse", "printed", "template"]

ENDINGS = (".csv", ".xlsx")


def parse(name: str, raw: bytes) -> Source:
    """The set in a file's bytes, with its faults; the file's ``name`` tells the form, and the set's name where it has
    none. Raises :class:`eval.validation.UnreadableError`."""
    path = PurePath(name)
    grid = workbook.parse(raw) if path.suffix.lower() == ".xlsx" else csvfile.parse(raw)
    return reading.source(grid, path.stem)


def printed(name: str, records: Sequence[Mapping[str, Any]], header: Mapping[str, Any]) -> bytes:
    """The set as the bytes of a file of this name. Raises :class:`UnwritableError` for faults in the records and for
    what a sheet cannot hold."""
    if problems := set_problems(list(enumerate(records, 2))):
        raise UnwritableError(problems)
    table, about = writing.table(records), writing.about(header)
    if PurePath(name).suffix.lower() == ".xlsx":
        return workbook.printed(about + writing.instructions(), table)
    return csvfile.printed([[f"# {field}", value] for field, value in about] + table)


def template() -> bytes:
    """A workbook to fill in: lists to choose from, hints, rows that show how, and instructions."""
    unnamed = writing.about({"set": "", "version": 1})
    return workbook.printed(unnamed + writing.instructions(), writing.examples())
