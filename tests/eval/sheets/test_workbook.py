from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from eval.sheets.grid import Cell, Grid
from eval.sheets.workbook import parse, printed
from eval.validation import UnreadableError, UnwritableError


def made(change: Callable[[Workbook], Any]) -> Grid:
    book = Workbook()
    change(book)
    out = io.BytesIO()
    book.save(out)
    return parse(out.getvalue())


def one(value: Any, number_format: str = "General") -> Cell:
    def change(book: Workbook) -> None:
        book.worksheets[0]["A1"] = value
        book.worksheets[0]["A1"].number_format = number_format

    return made(change).rows[0].cells[0]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("借几本", "General", "借几本"),
        (3, "General", "3"),
        (3.0, "General", "3"),
        (0.1, "General", "0.1"),
        (0.1, "0%", "10%"),
        (0.125, "0.0%", "12.5%"),
        (1000, "#,##0", "1,000"),
        (2.5, "0.00", "2.50"),
        (7, "000", "007"),
        (True, "General", "TRUE"),
        ("甲_x000D_\r\n乙", "General", "甲\n乙"),
        ("'=甲", "General", "=甲"),
    ],
)
def test_cells_are_read_as_they_are_shown(value: Any, number_format: str, text: str) -> None:
    found = one(value, number_format)
    assert (found.text, found.flaw) == (text, "")


def test_dates_are_known_as_such() -> None:
    assert one(date(2024, 5, 1), "yyyy-mm-dd").day == date(2024, 5, 1)
    assert one(datetime(2024, 5, 1), 'yyyy"年"m"月"d"日"').text == "2024-05-01"
    assert "时间" in one(time(8, 30), "h:mm").flaw


def test_formulas_and_errors_are_flaws() -> None:
    assert "公式" in one("=A2").flaw
    assert "#N/A" in one("#N/A").flaw


def test_the_sheet_named_for_questions_is_read() -> None:
    def change(book: Workbook) -> None:
        book.worksheets[0].title = "草稿"
        book.worksheets[0]["A1"] = "不读"
        book.create_sheet("题目")["A1"] = "问题"
        book.create_sheet("说明")["A1"] = "题集"
        hidden = book.create_sheet("旧题")
        hidden.sheet_state = "hidden"

    found = made(change)
    assert found.rows[0].cells[0].text == "问题"
    assert found.about[0].cells[0].text == "题集"
    assert found.remarks == ("有 2 个工作表，读的是“题目”，没有读“草稿”",)


def test_without_such_a_sheet_the_first_is_read() -> None:
    found = made(lambda book: book.create_sheet("Sheet2"))
    assert found.remarks == ("有 2 个工作表，读的是“Sheet”，没有读“Sheet2”",)
    with pytest.raises(UnreadableError, match="命名为“题目”"):
        made(lambda book: setattr(book.worksheets[0], "title", "说明"))


def test_a_merged_cell_speaks_for_all_its_rows() -> None:
    def change(book: Workbook) -> None:
        book.worksheets[0]["A1"] = "甲办法"
        book.worksheets[0]["B3"] = "末"
        book.worksheets[0].merge_cells("A1:B2")

    first, second, third = made(change).rows
    assert (second.cells[0].text, second.cells[0].continued, first.cells[0].continued) == ("甲办法", True, False)
    assert second.cells[1].text == "" and second.is_blank() and not third.is_blank()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "不是完好的"),
        ("问题,题型".encode(), "不是完好的"),
        (b"PK\x03\x04 broken", "不是完好的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "打开密码"),
    ],
)
def test_what_is_no_workbook(raw: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        parse(raw)


def test_other_archives_and_bombs() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "甲")
    with pytest.raises(UnreadableError, match="不是完好的"):
        parse(out.getvalue())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (60 * 1024 * 1024))
    with pytest.raises(UnreadableError, match="60 MB"):
        parse(out.getvalue())


def test_a_sheet_formatted_down_to_its_end_is_refused() -> None:
    def change(book: Workbook) -> None:
        book.worksheets[0].cell(1_048_576, 3).value = "x"

    with pytest.raises(UnreadableError, match="1048576 行 3 列"):
        made(change)


def test_what_is_printed_runs_nothing_and_is_read_back() -> None:
    rows = [["题号", "问题"], ["007", '=HYPERLINK("http://localhost")'], ["1-2", "-5度\n换行"], ["", "'=甲"]]
    raw = printed([["题集", "=1+1"]], rows)
    found = parse(raw)
    assert [[cell.text for cell in row.cells] for row in found.rows] == rows
    assert [cell.text for cell in found.about[0].cells] == ["题集", "=1+1"]
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    cell = load_workbook(io.BytesIO(raw))["题目"]["B2"]
    assert cell.data_type == "s" and cell.quotePrefix


def test_cells_are_text_and_kinds_are_offered() -> None:
    sheet = load_workbook(io.BytesIO(printed([], [["问题", "题型"], ["甲", ""]])))["题目"]
    assert sheet["A2"].number_format == "@" and sheet.column_dimensions["B"].number_format == "@"
    offered = [each for each in sheet.data_validations.dataValidation if each.type == "list"]
    assert ["追问" in each.formula1 for each in offered] == [True]
    assert "B2:B500" in str(offered[0].sqref)


def test_control_characters_are_refused_with_the_question() -> None:
    with pytest.raises(UnwritableError, match=r"题号 q7：.*控制字符"):
        printed([], [["题号", "问题"], ["q7", "借\x07几本"]])
