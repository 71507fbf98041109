"""XLSX ⇄ rows, through openpyxl: cells as a person sees them, and workbooks that help a person to fill them in."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from eval.sheets.columns import COLUMNS, Column, field_of, plain
from eval.sheets.grid import Cell, Grid, Row, guarded, lines_joined, place, unguarded
from eval.validation import Problem, UnreadableError, UnwritableError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as XlsxCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

QUESTIONS = "题目"
ABOUT = "说明"
_MAX_UNPACKED = 50 * 1024 * 1024
_MAX_CELLS = 2_000_000
_SAVE_AS = "请在 Excel 或 WPS 里打开，另存为 .xlsx（不设密码）"
_LEAST_ROWS = 500  # that many rows have the lists to choose from


def parse(raw: bytes) -> Grid:
    """The rows of the sheet 题目, or of the first, and of the sheet 说明. Raises :class:`UnreadableError`."""
    book = _open(raw)
    sheets = {plain(sheet.title): sheet for sheet in book.worksheets if sheet.sheet_state == "visible"}
    about = sheets.get(ABOUT)
    candidates = [sheet for name, sheet in sheets.items() if name != ABOUT]
    if not candidates:
        raise UnreadableError(f"工作簿里没有写题目的工作表，请把它命名为“{QUESTIONS}”")
    chosen = sheets.get(QUESTIONS, candidates[0])
    remarks: tuple[str, ...] = ()
    if len(candidates) > 1:
        passed = "、".join(f"“{sheet.title}”" for sheet in candidates if sheet is not chosen)
        remarks = (f"有 {len(candidates)} 个工作表，读的是“{chosen.title}”，没有读{passed}",)
    return Grid(_rows(chosen), _rows(about) if about is not None else (), remarks)


def printed(about: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with the rows, the header first, in a sheet 题目 and what they are about in a sheet 说明.

    Every cell is text, so that Excel neither runs nor rewrites it. Raises :class:`UnwritableError`.
    """
    from openpyxl import Workbook

    book = Workbook()
    questions = book.worksheets[0]
    questions.title = QUESTIONS
    columns = [_column(name) for name in rows[0]]
    _fill(questions, rows, [column.width for column in columns])
    _offer(questions, columns, max(_LEAST_ROWS, len(rows) + 200))
    questions.auto_filter.ref = f"A1:{place(len(rows), len(columns))}"
    notes = book.create_sheet(ABOUT)
    _fill(notes, about, [16, 100])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _open(raw: bytes) -> Workbook:
    from openpyxl import load_workbook

    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(f"设有打开密码，或者是旧的 .xls 格式。{_SAVE_AS}")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > _MAX_UNPACKED:
            raise UnreadableError(f"解开后有 {unpacked // 1024 // 1024} MB，太大了。请删去图片和多余的工作表再试")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on parts of a workbook that are of no interest here
            return load_workbook(io.BytesIO(raw))
    except UnreadableError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise UnreadableError(f"不是完好的 Excel 工作簿。{_SAVE_AS}") from error


def _rows(sheet: Worksheet) -> tuple[Row, ...]:
    if sheet.max_row * sheet.max_column > _MAX_CELLS:
        size = f"{sheet.max_row} 行 {sheet.max_column} 列"
        raise UnreadableError(f"工作表“{sheet.title}”有 {size}，多半是空行带了格式。请删除题目下面和右边的空行、空列")
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for span in sheet.merged_cells.ranges:
        merged |= {
            (row, span.min_col): (span.min_row, span.min_col) for row in range(span.min_row + 1, span.max_row + 1)
        }
    rows = []
    for number in range(1, sheet.max_row + 1):
        cells = []
        for column in range(1, sheet.max_column + 1):
            origin = merged.get((number, column))
            shown = sheet.cell(*(origin or (number, column)))
            cells.append(_cell(shown, place(number, column), origin is not None))
        rows.append(Row(number, tuple(cells)))
    return tuple(rows)


def _cell(cell: XlsxCell | MergedCell, where: str, continued: bool) -> Cell:
    value = cell.value
    if value is None:
        return Cell("", where)
    if cell.data_type == "f":
        return Cell("", where, "这一格是公式，请改成文字（复制后“选择性粘贴”为值）", continued=continued)
    if cell.data_type == "e":
        return Cell("", where, f"这一格是 Excel 的错误值 {value}，请改成文字", continued=continued)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Cell(value.isoformat(), where, day=value, continued=continued)
    if isinstance(value, bool | int | float):
        return Cell(_shown(value, cell.number_format), where, continued=continued)
    if isinstance(value, str):
        return Cell(unguarded(lines_joined(value.replace("_x000D_", ""))), where, continued=continued)
    return Cell("", where, "Excel 把这一格当成了时间，请把格式设为“文本”后重写", continued=continued)


def _shown(value: float, number_format: str) -> str:
    """A number as Excel shows it in the formats that it chooses by itself when one is typed."""
    if isinstance(value, bool):
        return str(value).upper()
    found = re.match(r"(#,##)?0(?:\.(0+))?(%)?(?![0#.?/E])", number_format)
    if found and (any(found.groups())):
        comma, decimals, percent = found.groups()
        return f"{value:{',' if comma else ''}.{len(decimals or '')}{'%' if percent else 'f'}}"
    if re.fullmatch(r"0{2,}", number_format) and float(value).is_integer():
        return f"{int(value):0{len(number_format)}d}"
    return str(int(value)) if float(value).is_integer() else f"{value:.15g}"


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.utils.exceptions import IllegalCharacterError

    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, width in enumerate(widths, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width = width
        column.number_format = "@"  # else Excel makes a date of 3-1 and a number of 007
        column.alignment = wrapped
    for number, row in enumerate(rows, 1):
        for position, text in enumerate(row, 1):
            cell = sheet.cell(number, position)
            cell.number_format = "@"
            cell.alignment = wrapped
            if not text:
                continue
            try:
                cell.value = guarded(text, runs_bare=False)
            except IllegalCharacterError as error:
                message = f"{text[:20]!r} 里有不可见的控制字符，工作簿存不下，请先删去"
                raise UnwritableError([Problem(0, f"题号 {row[0]}", message)]) from error
            cell.data_type = "s"
            cell.quotePrefix = text[0] in "=+-@"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE7F3")
    sheet.freeze_panes = "A2"


def _offer(sheet: Worksheet, columns: Sequence[Column], last: int) -> None:
    """Hints and lists to choose from, on the rows that are there and on those still to be written."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        offered = DataValidation(
            type="list" if column.choices else None,
            formula1=f'"{",".join(column.choices)}"' if column.choices else None,
            allow_blank=True,
            showErrorMessage=bool(column.choices),
            showInputMessage=True,
            promptTitle=column.name,
            prompt=column.hint,
            errorTitle=column.name if column.choices else None,
            error=f"请从列表中选：{'、'.join(column.choices)}" if column.choices else None,
        )
        offered.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(offered)


def _column(name: str) -> Column:
    field = re.sub(r"\d+$", "", field_of(name) or "")
    return next(column for column in COLUMNS if column.field == field)
