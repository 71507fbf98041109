"""Turns → a Word document: what was asked, what a language model wrote, the quotations with their addresses, and a
table of their sources."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from app.answer import NOTICE, Quote
from app.export.implicit import mark
from app.export.rebuild import ExportTurn
from app.export.typography import (
    ATTRIBUTION,
    BODY,
    CAUTION,
    CELL,
    HEADING,
    QUOTATION,
    TITLE,
    blank,
    head_row,
    styled,
    unbroken,
)
from app.generated import LABEL, aigc
from app.location import files_named
from app.naming import cited

if TYPE_CHECKING:
    from docx.document import Document

NOT_AN_ANSWER = "以下条文与问题相近，不是答案"
_EXCERPT = 120  # characters of a related article
_COLUMNS = (
    ("引文", 1.3),
    ("制度和条款", 4.4),
    ("文号", 2.4),
    ("发布机关", 2.2),
    ("施行日期", 1.8),
    ("效力", 1.4),
    ("来源文件", 2.3),
)
_MARK = re.compile(r"［(\d+)］")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(turns: Sequence[ExportTurn], title: str, day: date, build_id: str) -> bytes:
    """The DOCX file. ``title`` is the name of the service, ``day`` that of the export, ``build_id`` the index that the
    quotations were compared with."""
    name = f"{title} 问答记录"
    made = blank(_printable(name))
    _line(made, name, TITLE)
    _line(made, f"导出日期：{_written(day)}　索引版本：{build_id}", CAUTION)
    _line(made, "引文逐字摘自已收录的制度，导出时已与原文核对；使用时请以正式文本为准。", CAUTION)
    if any(turn.answer.generated for turn in turns):
        _line(made, f"标有“{LABEL}”的文字由语言模型改写自所注编号的引文，以引文为准。", CAUTION)
        mark(made, aigc(uuid.uuid4().hex))
    for number, turn in enumerate(turns, 1):
        _turn(made, turn, number)
    citations = [(f"{number}-{c.number}", c) for number, turn in enumerate(turns, 1) for c in turn.answer.citations]
    if citations:
        _sources(made, citations)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _turn(made: Document, turn: ExportTurn, number: int) -> None:
    answer = turn.answer
    _line(made, f"问题{number}　{turn.question}", HEADING)
    if turn.understood:
        _line(made, f"结合上文，按此查找：{turn.understood}", CAUTION)
    if answer.refused:
        _lines(made, answer.answer, BODY)
    elif answer.generated:
        _line(made, LABEL, CAUTION)
        for claim in answer.generated.claims:
            _line(made, _numbered(claim.text, number), BODY)
    if not answer.refused:
        _line(made, NOTICE, CAUTION)
    for citation in answer.citations:
        _lines(made, citation.quote, QUOTATION)
        _line(made, f"——{cited(citation)}［{number}-{citation.number}］", ATTRIBUTION)
    if answer.related:
        _line(made, f"{NOT_AN_ANSWER}：", CAUTION)
        for near in answer.related:
            _line(made, f"· {cited(near)}：{_excerpt(near.quote)}（不是答案）", CAUTION)


def _numbered(text: str, turn: int) -> str:
    """``text`` with its marks as they are printed below the quotations: ［1］ → ［2-1］ in the second turn."""
    return _MARK.sub(rf"［{turn}-\1］", text)


def _sources(made: Document, citations: Iterable[tuple[str, Quote]]) -> None:
    """One row for each quotation."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    _line(made, "出处", HEADING)
    table = made.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    for column, (_, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = Cm(width)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    head_row(table.rows[0])
    _fill(table.rows[0], [name for name, _ in _COLUMNS], bold=True)
    for number, citation in citations:
        row = table.add_row()
        unbroken(row)
        files = files_named((source.file, source.page) for source in citation.sources)
        facts = (citation.document_number, citation.issuer, citation.effective, citation.status)
        told = [fact or "未载明" for fact in facts]
        _fill(row, [number, cited(citation, status=False), *told, "\n".join(files)])


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    from docx.shared import Cm

    for cell, text, (_, width) in zip(row.cells, texts, _COLUMNS, strict=True):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        styled(paragraph, CELL)
        paragraph.add_run(_printable(text)).bold = bold


def _excerpt(quotation: str) -> str:
    flat = " ".join(line.strip() for line in quotation.split("\n") if line.strip())
    return flat if len(flat) <= _EXCERPT else flat[:_EXCERPT] + "……"


def _lines(made: Document, text: str, style: str) -> None:
    for line in re.split(r"\r\n?|\n", text):
        if line.strip():
            _line(made, line, style)


def _line(made: Document, text: str, style: str) -> None:
    styled(made.add_paragraph(_printable(text)), style)


def _printable(text: str) -> str:
    """``text`` with what no XML file may hold shown as �."""
    return _NOT_XML.sub("\ufffd", text)


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
