"""Ruled tables: rows and merged cells, frames that are no tables, tables over several pages."""

from __future__ import annotations

import io
from typing import Any

import pytest

from ingest.formats.archive import Member
from ingest.formats.extract import Extract
from ingest.formats.pdf import read
from ingest.formats.pdf_tables import cell_text
from ingest.pipeline import parse_member
from ingest.sources import Limits

ROWS = [["类别", "限额", "审批人"], ["办公用品", "一千元以下", "部门负责人"], ["仪器设备", "五万元以下", "分管院长"]]


def _page(press: Any, *flowables: Any) -> bytes:
    from reportlab.platypus import SimpleDocTemplate

    made = io.BytesIO()
    SimpleDocTemplate(made, pagesize=(595, 842)).build(list(flowables))
    return made.getvalue()


def _text(press: Any, text: str) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    press.canvas()  # makes the font known
    style = ParagraphStyle("正文", fontName=press.font, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    return Paragraph(text, style)


def _table(press: Any, rows: list[list[str]], *commands: Any, widths: Any = None, repeat: int = 0) -> Any:
    from reportlab.platypus import Table

    press.canvas()
    ruled = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), press.font, 10)]
    return Table(rows, colWidths=widths, repeatRows=repeat, style=[*ruled, *commands])


def _marked(extract: Extract) -> list[tuple[str, str, str]]:
    return [(m.kind, m.value, extract.text[m.start : m.end]) for m in extract.marks]


def test_rows_stand_between_the_paragraphs(press: Any) -> None:
    before, after = "第一条采购按照下列权限审批：", "第二条本办法由设备处负责解释。"
    extract = read(_page(press, _text(press, before), _table(press, ROWS), _text(press, after)), "甲.pdf")
    assert [line for line in extract.text.split("\n") if line] == [before, *(" | ".join(row) for row in ROWS), after]
    assert [(kind, value) for kind, value, _ in _marked(extract)] == [("row", "header"), ("row", ""), ("row", "")]
    places = [p for p in extract.places if " | " in extract.text[p.start : p.end]]
    assert len(places) == 3
    x0, top, x1, bottom = map(float, places[1].position.split(","))
    assert 0 < x0 < x1 < 595
    assert 0 < top < bottom < 842


def test_merged_cells_say_their_value_in_every_row(press: Any) -> None:
    rows = [
        ["部门", "分值", "", "说明"],
        ["", "业务", "作风", ""],
        ["办公室", "60", "40", "按季打分"],
        ["", "70", "30", "按年打分"],
    ]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (3, 1)), ("SPAN", (0, 2), (0, 3))]
    assert _marked(read(_page(press, _table(press, rows, *spans)), "甲.pdf")) == [
        ("row", "header", "部门 | 分值 | 分值 | 说明"),
        ("row", "header", "部门 | 业务 | 作风 | 说明"),
        ("row", "", "办公室 | 60 | 40 | 按季打分"),
        ("row", "", "办公室 | 70 | 30 | 按年打分"),
    ]


def test_a_caption_as_wide_as_the_table_is_a_line(press: Any) -> None:
    rows = [["采购权限一览表", "", ""], *ROWS, ["注：限额含税。", "", ""]]
    spans = [("SPAN", (0, 0), (2, 0)), ("SPAN", (0, 4), (2, 4))]
    extract = read(_page(press, _table(press, rows, *spans)), "甲.pdf")
    assert extract.text.split("\n")[0] == "采购权限一览表"
    assert extract.text.split("\n")[-1] == "注：限额含税。"
    assert [(kind, value) for kind, value, _ in _marked(extract)] == [("row", "header"), ("row", ""), ("row", "")]


def test_lines_of_a_cell_become_one() -> None:
    assert cell_text(["由综合办公室会同使用部门共", "同组织论证"]) == "由综合办公室会同使用部门共同组织论证"
    assert cell_text(["填写申请。", "报送备案。"]) == "填写申请。 报送备案。"
    assert cell_text(["1.填写申请", "2.报送备案"]) == "1.填写申请 2.报送备案"
    assert cell_text(["the annual", "report"]) == "the annual report"


def test_a_table_over_pages_goes_on_without_its_repeated_head(press: Any) -> None:
    rows = [ROWS[0], *([f"第{n}类物资", f"{n}万元以下", "分管院长"] for n in range(1, 91))]
    extract = read(_page(press, _table(press, rows, repeat=1)), "甲.pdf")
    marks = _marked(extract)
    assert [text for kind, _, text in marks if kind == "row"] == [" | ".join(row) for row in rows]
    assert [value for kind, value, _ in marks if kind == "row" and value] == ["header"]
    assert {(value, text) for kind, value, text in marks if kind == "removed"} == {
        ("跨页重复表头", "类别 | 限额 | 审批人")
    }


def test_a_row_broken_by_the_page_is_one_row(press: Any) -> None:
    canvas, made = press.canvas()
    long = "由综合办公室会同使用部门共同组织论证并形成书面记录"
    for page, rows in enumerate(([["类别", "要求"], ["仪器", long[:13]]], [["", long[13:]], ["家具", "无"]])):
        for number, cells in enumerate(rows):
            top = 700 - 30 * number - 500 * (1 - page) if not page else 760 - 30 * number
            for column, cell in enumerate(cells):
                canvas.rect(80 + 200 * column, top - 30, 200, 30)
                canvas.setFont(press.font, 12)
                canvas.drawString(85 + 200 * column, top - 20, cell)
        canvas.showPage()
    canvas.save()
    extract = read(made.getvalue(), "甲.pdf")
    assert extract.text.split("\n") == ["类别 | 要求", f"仪器 | {long}", "家具 | 无"]


def test_a_frame_round_text_is_no_table(press: Any) -> None:
    canvas, made = press.canvas()
    canvas.rect(80, 600, 300, 120)
    canvas.setFont(press.font, 12)
    for number, text in enumerate(("提示：本框只是说明文字，请各部门相互转告并", "遵照执行。")):
        canvas.drawString(85, 690 - 20 * number, text)
    canvas.save()
    extract = read(made.getvalue(), "甲.pdf")
    assert extract.marks == ()
    assert "提示：" in extract.text


def test_rules_between_columns_are_no_table(press: Any) -> None:
    def lines(canvas: Any, number: int) -> None:
        canvas.line(85, 770, 510, 770)
        canvas.line(297, 770, 297, 80)
        canvas.line(85, 80, 510, 80)

    text = [f"第{n}条　{'各实验室应当按照规定保管仪器并且登记。' * 3}" for n in "一二三四五六七八九十"]
    extract = read(press.pdf(text, columns=2, size=10, leading=16, furniture=lines), "甲.pdf")
    assert extract.marks == ()
    assert [line for line in extract.text.split("\n") if line] == text


def test_open_sides_and_turned_pages(press: Any) -> None:
    canvas, made = press.canvas()
    canvas.setPageRotation(90)
    canvas.translate(595, 0)
    canvas.rotate(90)
    for y in (500, 470, 440):
        canvas.line(80, y, 480, y)
    canvas.line(280, 500, 280, 440)
    canvas.setFont(press.font, 12)
    for number, cells in enumerate((["姓名", "单位"], ["甲", "办公室"])):
        for column, cell in enumerate(cells):
            canvas.drawString(90 + 200 * column, 480 - 30 * number, cell)
    canvas.save()
    assert read(made.getvalue(), "甲.pdf").text == "姓名 | 单位\n甲 | 办公室"


def test_the_same_cells_as_another_librarys(press: Any) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    rows = [["部门", "分值", "", "说明"], ["", "业务", "作风", ""], ["办公室", "60", "40", "按季打分"]]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (3, 1))]
    data = _page(press, _table(press, ROWS), _text(press, "第一条　其间的正文。"), _table(press, rows, *spans))
    with pdfplumber.open(io.BytesIO(data)) as pages:
        theirs = [[[cell or "" for cell in row] for row in table] for table in pages.pages[0].extract_tables()]
    ours = [text.split(" | ") for kind, _, text in _marked(read(data, "甲.pdf")) if kind == "row"]
    flat = [row for table in theirs for row in table]
    assert len(ours) == len(flat)
    for own, other in zip(ours, flat, strict=True):
        assert all(a == b for a, b in zip(own, other, strict=True) if b)


def test_rows_are_addressable(press: Any) -> None:
    text = [_text(press, f"第{n}条　{'采购应当按照本办法规定的权限审批。' * 2}") for n in "一二三"]
    data = _page(press, *text, _text(press, "附件1"), _text(press, "采购权限一览表"), _table(press, ROWS))
    report, parsed = parse_member(Member("采购管理办法.pdf", data), Limits())
    regulation = parsed[0].regulation
    annex = next(article for article in regulation.articles if article.kind == "annex")
    shown = regulation.text[annex.start : annex.end]
    assert all(cell in shown for row in ROWS for cell in row)
    assert not report.unaccounted
