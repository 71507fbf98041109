"""Which sheet and which column hold the questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.batch.sheet import BatchError, Row, Sheet

HEADINGS = ("问题", "题目", "提问", "咨询问题", "咨询内容", "问", "question", "questions", "query")
"""What a column of questions is called, the likeliest first."""

_HEAD_WITHIN = 20  # rows in which the headings are looked for
_WORDS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Found:
    """``column`` counts from 0; ``head`` is the number of the row of headings, None where there is none. ``questions``
    are (row number, text), blank ones left out."""

    sheet: Sheet
    column: int
    head: int | None
    questions: tuple[tuple[int, str], ...]


def find(sheets: Sequence[Sheet]) -> Found:
    """The questions of the first sheet that has a column called so, else of the one column of text that there is.

    Raises :class:`BatchError` where neither is there.
    """
    for sheet in sheets:
        for row in sheet.rows[:_HEAD_WITHIN]:
            names = [_plain(cell) for cell in row.cells]
            column = next((names.index(name) for name in HEADINGS if name in names), None)
            if column is not None:
                return _found(sheet, column, row.number)
    written = [sheet for sheet in sheets if sheet.rows]
    if not written:
        raise BatchError("empty", "文件里没有内容。请把问题写在一列里，第一行写“问题”。")
    columns = _text_columns(written[0].rows)
    if len(written) == 1 and len(columns) == 1:
        return _found(written[0], columns[0], None)
    raise BatchError("no_question_column", _seen(written))


def _found(sheet: Sheet, column: int, head: int | None) -> Found:
    questions = tuple(
        (row.number, row.cells[column].strip())
        for row in sheet.rows
        if (head is None or row.number > head) and len(row.cells) > column and row.cells[column].strip()
    )
    if not questions:
        raise BatchError("empty", f"{_called(sheet)}“{HEADINGS[0]}”一列没有内容。请每行写一个问题。")
    return Found(sheet, column, head, questions)


def _text_columns(rows: Sequence[Row]) -> list[int]:
    return sorted({n for row in rows for n, cell in enumerate(row.cells) if _WORDS.search(cell)})


def _seen(sheets: Sequence[Sheet]) -> str:
    """What was there instead, so that a person finds the place."""
    firsts = []
    for sheet in sheets[:3]:
        names = [f"“{' '.join(cell.split())[:20]}”" for cell in sheet.rows[0].cells if cell.strip()]
        more = f"等 {len(names)} 列" if len(names) > 8 else ""
        firsts.append(f"{_called(sheet)}第一行是{''.join(names[:8])}{more}")
    wanted = "、".join(f"“{name}”" for name in HEADINGS[:3])
    return f"没有找到问题所在的列：{'；'.join(firsts)}。请把问题一列的表头写成{wanted}之一。"


def _called(sheet: Sheet) -> str:
    return f"工作表“{sheet.name[:40]}”" if sheet.name else ""


def _plain(cell: str) -> str:
    """A heading without what people put around it: full-width forms, stars, (必填)."""
    text = unicodedata.normalize("NFKC", cell).strip().lower()
    return re.sub(r"\(.*?\)|[\s*:]", "", text)
