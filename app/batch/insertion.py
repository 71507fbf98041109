"""Cells added to the XML of a sheet, right of what is there."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.batch.answers import WIDTHS
from app.batch.reference import column_of, letters, row_of
from app.batch.sheet import Answers, BatchError, Row, Value

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_COLUMNS = 16_384
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def insert(
    sheet: _Element,
    styles: _Element | None,
    rows: Sequence[Row],
    head: int | None,
    headings: Sequence[str],
    answers: Answers,
) -> None:
    """Write ``headings`` into row ``head`` and ``answers`` into theirs, all in the columns after the last that holds
    anything. Both elements are changed in place."""
    first = max((len(row.cells) for row in rows), default=0)
    if first + len(headings) > _MAX_COLUMNS:
        raise BatchError("too_large", "工作表右边没有空列了。请删去多余的列再试。")
    text, number = (_style(styles, text=True), _style(styles, text=False)) if styles is not None else ("", "")
    at = 0
    for row in sheet.iterfind("{*}sheetData/{*}row"):
        at = row_of(row, at)
        if at != head and at not in answers:
            continue
        values: Sequence[Value] = headings if at == head else answers[at]
        _place(row, at, first, values, (text, number), _like(row) if at == head else "")
    _widen(sheet, first, WIDTHS)
    dimension = sheet.find("{*}dimension")
    if dimension is not None:  # it may be left out, but not be wrong
        sheet.remove(dimension)


def _place(row: _Element, at: int, first: int, values: Sequence[Value], styles: tuple[str, str], head: str) -> None:
    """The cells of one row; ``head`` is the style of headings."""
    from lxml import etree

    space = row.tag.rpartition("}")[0] + "}"
    row.attrib.pop("spans", "")
    if row.get("customHeight") not in ("1", "true"):
        row.attrib.pop("ht", "")  # so that the height follows the text
    column, place = -1, 0
    for cell in row.findall(f"{space}c"):
        column = column_of(cell, column)
        if first <= column < first + len(values):
            row.remove(cell)  # empty but for its format
        place += column < first
    for offset, value in enumerate(values):
        if value == "":
            continue
        cell = etree.Element(f"{space}c", r=f"{letters(first + offset)}{at}")
        if style := head or styles[isinstance(value, float)]:
            cell.set("s", style)
        if isinstance(value, float):
            etree.SubElement(cell, f"{space}v").text = f"{value:g}"
        else:
            cell.set("t", "inlineStr")  # text whatever it begins with
            shown = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
            shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            shown.text = _NOT_XML.sub("\ufffd", value)
        row.insert(place, cell)
        place += 1


def _like(row: _Element) -> str:
    """The style of the last heading that is there, so that the new ones look like it."""
    styles = [cell.get("s") or "" for cell in row.iterfind("{*}c") if len(cell)]
    return styles[-1] if styles else ""


def _style(styles: _Element, *, text: bool) -> str:
    """The number of a new style: wrapped text that is never taken for a formula, or a number with two decimals."""
    from lxml import etree

    formats = styles.find("{*}cellXfs")
    if formats is None:
        return ""
    space = formats.tag.rpartition("}")[0] + "}"
    look = {"numFmtId": "49" if text else "2", "fontId": "0", "fillId": "0", "borderId": "0", "xfId": "0"}
    made = etree.SubElement(formats, f"{space}xf", {**look, "applyNumberFormat": "1", "applyAlignment": "1"})
    if text:
        made.set("quotePrefix", "1")
    etree.SubElement(made, f"{space}alignment", {"vertical": "top", "wrapText": "1" if text else "0"})
    formats.set("count", str(len(formats)))
    return str(len(formats) - 1)


def _widen(sheet: _Element, first: int, widths: Sequence[int]) -> None:
    """The widths of the new columns, taken out of the ranges of columns that have been given one."""
    from lxml import etree

    data = sheet.find("{*}sheetData")
    assert data is not None
    space = data.tag.rpartition("}")[0] + "}"
    columns = sheet.find(f"{space}cols")
    if columns is None:
        columns = etree.Element(f"{space}cols")
        data.addprevious(columns)
    low, high = first + 1, first + len(widths)
    for column in list(columns):
        begin, end = (int(column.get(side) or 0) for side in ("min", "max"))
        if end < low or begin > high:
            continue
        after = copy.deepcopy(column)
        if end > high:
            after.set("min", str(high + 1))
            column.addnext(after)
        if begin < low:
            column.set("max", str(low - 1))
        else:
            columns.remove(column)
    place = sum(int(column.get("min") or 0) < low for column in columns)
    for offset, width in enumerate(widths):
        made = etree.Element(f"{space}col", min=str(low + offset), max=str(low + offset), width=str(width))
        made.set("customWidth", "1")
        columns.insert(place + offset, made)
