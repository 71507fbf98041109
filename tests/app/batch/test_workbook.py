"""Workbooks as people make them: what is read of them, and that all else comes back as it was."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from app.batch.sheet import BatchError
from app.batch.workbook import parse

HEADINGS = ("答", "分")


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _book(*rows: tuple[Any, ...], title: str = "题") -> Workbook:
    book = Workbook()
    book.worksheets[0].title = title
    for row in rows:
        book.worksheets[0].append(row)
    return book


def _sheet(data: bytes, name: str = "题") -> Any:
    return load_workbook(io.BytesIO(data))[name]


def _with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == name else content)
    return out.getvalue()


def test_what_a_person_sees_in_a_sheet() -> None:
    book = _book(("序号", "问题"), (1, "甲？"), (None, None), (3, "一行\n两行"))
    book.create_sheet("藏").sheet_state = "hidden"
    parsed = parse(_saved(book))
    assert [sheet.name for sheet in parsed.sheets] == ["题"]
    rows = parsed.sheets[0].rows
    assert [(row.number, row.cells) for row in rows] == [
        (1, ("序号", "问题")),
        (2, ("1", "甲？")),
        (4, ("3", "一行\n两行")),
    ]


def test_a_formula_counts_as_its_last_result() -> None:
    data = _saved(_book(("问题",), ("=A1",)))

    def calculated(part: bytes) -> bytes:
        part, found = re.subn(rb"<v ?/>|<v></v>", "<v>乙</v>".encode(), part)
        assert found == 1
        return part.replace(b'r="A2"', b'r="A2" t="str"')

    assert parse(_with_part(data, "xl/worksheets/sheet1.xml", calculated)).sheets[0].rows[1].cells == ("乙",)


def test_answers_stand_right_of_everything() -> None:
    data = _saved(_book(("问题", "部门", "备注"), ("甲？", "人事", None), ("乙？", None, "急")))
    parsed = parse(data)
    made = _sheet(parsed.filled(parsed.sheets[0], 1, HEADINGS, {2: ["答甲", 0.5], 3: ["", 0.25]}))
    assert [[cell.value for cell in row] for row in made.iter_rows()] == [
        ["问题", "部门", "备注", "答", "分"],
        ["甲？", "人事", None, "答甲", 0.5],
        ["乙？", None, "急", None, 0.25],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_an_answer_is_never_a_formula(text: str) -> None:
    parsed = parse(_saved(_book(("问题",), ("甲？",))))
    cell = _sheet(parsed.filled(parsed.sheets[0], 1, HEADINGS, {2: [text, 0.5]}))["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_everything_else_stays() -> None:
    book = _book(("问题", "数"), ("甲？", 3))
    first = book.worksheets[0]
    first["A2"].font = Font(bold=True, color="FF0000")
    first["B1"].font = Font(italic=True)
    first.column_dimensions["A"].width = 33
    first.freeze_panes = "A2"
    first.add_data_validation(DataValidation(type="whole", sqref="B2:B9"))
    other = book.create_sheet("统计")
    other.append(["月份", date(2026, 3, 4)])
    other["A2"] = "=SUM(题!B2:B9)"
    chart = BarChart()
    chart.add_data(Reference(first, min_col=2, min_row=1, max_row=2))
    other.add_chart(chart, "D2")
    data = _saved(book)
    parsed = parse(data)
    made = parsed.filled(parsed.sheets[0], 1, HEADINGS, {2: ["答", 0.5]})
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        assert old.namelist() == new.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
    sheet = _sheet(made)
    assert sheet["A2"].font.bold and sheet["C1"].font.italic and sheet["C2"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width == 33 and sheet.freeze_panes == "A2"
    assert len(sheet.data_validations.dataValidation) == 1
    assert _sheet(made, "统计")["A2"].value == "=SUM(题!B2:B9)"


def test_widths_are_taken_out_of_wider_ranges() -> None:
    def spread(part: bytes) -> bytes:
        return part.replace(b"<sheetData>", b'<cols><col min="1" max="16384" width="9"/></cols><sheetData>')

    data = _with_part(_saved(_book(("问题",), ("甲？",))), "xl/worksheets/sheet1.xml", spread)
    parsed = parse(data)
    made = parsed.filled(parsed.sheets[0], 1, ("答",), {2: ["答"]})
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        part = package.read("xl/worksheets/sheet1.xml").decode()
    ranges = [(int(a), int(b)) for a, b in re.findall(r'<col[^>]*min="(\d+)" max="(\d+)"', part)]
    assert ranges[0] == (1, 1) and ranges[-1][1] == 16384
    assert all(before[1] + 1 == after[0] for before, after in pairwise(ranges))


def test_cells_that_do_not_say_where_they_are() -> None:
    def bare(part: bytes) -> bytes:
        return re.sub(rb' r="[A-Z]*\d+"', b"", part)

    data = _with_part(_saved(_book(("问题",), ("甲？",), ("乙？",))), "xl/worksheets/sheet1.xml", bare)
    parsed = parse(data)
    assert [row.cells for row in parsed.sheets[0].rows] == [("问题",), ("甲？",), ("乙？",)]
    made = _sheet(parsed.filled(parsed.sheets[0], 1, ("答",), {3: ["答乙"]}))
    assert made["B3"].value == "答乙" and made["A3"].value == "乙？" and made["B2"].value is None


def test_cells_that_are_only_formatted_make_room() -> None:
    book = _book(("问题",), ("甲？",))
    for column in "BCDE":
        book.worksheets[0][f"{column}2"].font = Font(bold=True)
    parsed = parse(_saved(book))
    made = _sheet(parsed.filled(parsed.sheets[0], 1, HEADINGS, {2: ["答", 0.5]}))
    assert [cell.value for cell in made[2]] == ["甲？", "答", 0.5, None, None]
    assert made["D2"].font.bold


def test_characters_that_no_workbook_holds() -> None:
    parsed = parse(_saved(_book(("问题",), ("甲_x000D_？",))))
    assert parsed.sheets[0].rows[1].cells == ("甲\r？",)
    made = parsed.filled(parsed.sheets[0], 1, ("答",), {2: ["坏\x00\x0b\ud800<&>"]})
    assert _sheet(made)["B2"].value == "坏\ufffd\ufffd\ufffd<&>"


def _entity(part: bytes) -> bytes:
    return re.sub(rb"<worksheet", b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet', part, count=1)


def _far(rows: int) -> Callable[[bytes], bytes]:
    """Rows of one cell each, far to the right: a hundred bytes packed, gigabytes as a table."""
    row = b'<row><c r="XFD1" t="str"><v>x</v></c></row>' * rows
    return lambda part: part.replace(b"<sheetData/>", b"<sheetData></sheetData>").replace(
        b"</sheetData>", row + b"</sheetData>"
    )


def test_tables_that_are_small_only_while_packed() -> None:
    good = _saved(_book(("问题",), ("甲？",)))
    parse(_with_part(good, "xl/worksheets/sheet1.xml", _far(5)))
    two = _book(("问题",), ("甲？",))
    two.create_sheet("二")
    heavy, spaces = _saved(two), b" " * (9 * 1024 * 1024)
    for part in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"):
        heavy = _with_part(heavy, part, lambda content: content + spaces)
    book = parse(heavy)
    with pytest.raises(BatchError) as caught:
        book.filled(book.sheets[0], 1, HEADINGS, {2: ["答", 0.5]})
    assert caught.value.code == "too_large", "each part is small enough, all of them are not"
    halves = _saved(two)
    for part in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        whole = _with_part(_saved(two), part, _far(62))
        with pytest.raises(BatchError) as caught:
            parse(whole)
        assert caught.value.code == "too_large", part
        parse(_with_part(_saved(two), part, _far(40)))
        halves = _with_part(halves, part, _far(40))
    with pytest.raises(BatchError):
        parse(halves)


def test_a_text_longer_than_any_cell_is_cut() -> None:
    book = _saved(_book(("问题",), ("QQ",)))
    long = _with_part(book, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"QQ", b"QQ" * 40_000))
    assert parse(long).sheets[0].rows[1].cells == ("QQ" * 16_383 + "Q",)


def test_files_that_are_no_workbooks() -> None:
    good = _saved(_book(("问题",), ("甲？",)))
    macro = io.BytesIO(good)
    with zipfile.ZipFile(macro, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    bomb = io.BytesIO(good)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/a.bin", bytes(130 * 1024 * 1024))
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    cases = {
        "unreadable": [
            b"PK\x03\x04" + b"x" * 50,
            good[:-200],
            b"\xd0\xcf\x11\xe0" + b"x" * 600,
            macro.getvalue(),
            document.getvalue(),
            _with_part(good, "xl/worksheets/sheet1.xml", lambda part: part[:-20]),
            _with_part(good, "xl/worksheets/sheet1.xml", _entity),
        ],
        "too_large": [bomb.getvalue()],
    }
    for code, files in cases.items():
        for data in files:
            with pytest.raises(BatchError) as caught:
                parse(data)
            assert caught.value.code == code and caught.value.message.endswith("。")
