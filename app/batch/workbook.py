"""XLSX files: the sheets a person sees, cell by cell, and the same file with cells added.

Only the sheet with the questions and the list of styles are written anew; every other part of the file, with its
pictures, charts and formulas, stays byte by byte. (openpyxl would write all of it anew and drop what it does not know.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.batch.insertion import insert
from app.batch.package import Package
from app.batch.reference import column_of, row_of
from app.batch.sheet import Answers, BatchError, Row, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_CELLS = 1_000_000
_MAX_CHARACTERS = 32_767
"""The most that the format allows in a cell. A longer text is cut: many cells may refer to one."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class XlsxSheet:
    """A sheet; ``path`` and ``root`` are its part in the package."""

    name: str
    path: str
    root: _Element = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Workbook:
    """An opened workbook."""

    package: Package
    sheets: Sequence[XlsxSheet]
    styles: str | None

    def filled(self, sheet: Sheet, head: int | None, headings: Sequence[str], answers: Answers) -> bytes:
        """See :class:`app.batch.sheet.Tables`."""
        from lxml import etree

        chosen = next(each for each in self.sheets if each is sheet)
        styles = self.package.xml(self.styles) if self.styles else None
        insert(chosen.root, styles, chosen.rows, head, headings, answers)
        parts = {chosen.path: chosen.root}
        if styles is not None and self.styles:
            parts[self.styles] = styles
        return self.package.rewritten(
            {
                path: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                for path, root in parts.items()
            }
        )


def parse(data: bytes) -> Workbook:
    """The visible sheets of a workbook. Raises :class:`BatchError`."""
    package = Package(data)
    root = package.xml(package.workbook)
    related = package.related(package.workbook)
    paths = dict(related.get("worksheet", ()))
    shared = _shared(package, related)
    sheets = []
    room = _MAX_CELLS
    for listed in root.iterfind("{*}sheets/{*}sheet") if root is not None else ():
        identity = next((str(said) for key, said in listed.items() if str(key).rpartition("}")[2] == "id"), "")
        part = package.xml(paths[identity]) if identity in paths else None
        if part is None or listed.get("state", "visible") != "visible":
            continue
        rows = tuple(_rows(part, shared, room))
        room -= sum(len(row.cells) for row in rows)
        sheets.append(XlsxSheet(listed.get("name") or "", paths[identity], part, rows))
    if not sheets:
        raise BatchError("empty", "工作簿里没有看得见的工作表。请把问题写在一张工作表里，第一行写“问题”。")
    styles = related.get("styles")
    return Workbook(package, sheets, styles[0][1] if styles else None)


def _shared(package: Package, related: Mapping[str, list[tuple[str, str]]]) -> list[str]:
    root = package.xml(related["sharedStrings"][0][1]) if "sharedStrings" in related else None
    return [_text(each)[:_MAX_CHARACTERS] for each in root.iterfind("{*}si")] if root is not None else []


def _rows(sheet: _Element, shared: Sequence[str], room: int) -> Iterator[Row]:
    """The rows that hold anything; :class:`BatchError` for more than ``room`` cells."""
    number = seen = wide = 0
    for row in sheet.iterfind("{*}sheetData/{*}row"):
        number = row_of(row, number)
        cells: list[str] = []
        at = -1
        for cell in row.iterfind("{*}c"):
            seen += 1
            at = column_of(cell, at)
            text = _shown(cell, shared)
            if not text or at < len(cells):
                continue
            cells += [""] * (at - len(cells)) + [text[:_MAX_CHARACTERS]]
        wide += len(cells)  # one cell far to the right makes a row of thousands
        if max(seen, wide) > room:
            raise BatchError("too_large", "工作表的格子太多，多半是空行、空列带了格式。请删去多余的行和列再试。")
        if any(cell.strip() for cell in cells):
            yield Row(number, tuple(cells))


def _shown(cell: _Element, shared: Sequence[str]) -> str:
    """The text of a cell, of a formula its last result; a number as it is stored."""
    inline = cell.find("{*}is")
    if inline is not None:
        return _text(inline)
    stored = cell.findtext("{*}v") or ""
    if cell.get("t") == "s":
        return shared[int(stored)] if stored.isdigit() and int(stored) < len(shared) else ""
    return _unescaped(stored) if cell.get("t") == "str" else stored


def _text(element: _Element) -> str:
    """The text of a string in runs; readings printed above characters (拼音) are left out."""
    runs = [*element.iterfind("{*}t"), *element.iterfind("{*}r/{*}t")]
    return _unescaped("".join(run.text or "" for run in runs))


def _unescaped(text: str) -> str:
    r"""_x000D_ is how the format writes a character that XML has not."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
