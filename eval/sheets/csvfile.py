"""CSV ⇄ rows: as Excel and WPS save it (UTF-8 or GBK) and as it opens there without a question."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence

from eval.sheets.grid import Cell, Grid, Row, guarded, lines_joined, place, unguarded
from eval.validation import UnreadableError

_DELIMITERS = ",\t;"
_HEADER_WORDS = ("问题", "题目", "提问", "question")


def parse(raw: bytes) -> Grid:
    """The rows of a CSV file. Raises :class:`UnreadableError`."""
    text, encoding = _decoded(raw)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, fields in enumerate(reader, 1):
            cells = [
                Cell(unguarded(lines_joined(field)), place(number, column)) for column, field in enumerate(fields, 1)
            ]
            rows.append(Row(number, tuple(cells)))
    except csv.Error as error:
        raise UnreadableError(
            f"第 {len(rows) + 1} 行起的引号没有配对。格子里有逗号、引号、换行时，整格用一对半角引号括起来，"
            "其中的半角引号写两个；在 Excel 或 WPS 里另存为 CSV 会自动处理"
        ) from error
    remarks = () if encoding == "utf-8" else (f"文件不是 UTF-8，按 {encoding} 读取",)
    return Grid(tuple(rows), remarks=remarks)


def printed(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as a CSV file: with a byte order mark, without which Excel takes it for GBK, and no formulas."""
    out = io.StringIO(newline="")
    # all in quotes: where Excel parts columns by semicolons, one inside a text must not begin a cell of its own
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([guarded(text) for text in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode("utf-8")


def _decoded(raw: bytes) -> tuple[str, str]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = [("utf-16", "UTF-16")]
    else:
        candidates = [("utf-8-sig", "utf-8"), ("gb18030", "GBK")]
    for codec, name in candidates:
        try:
            return raw.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise UnreadableError("认不出文字的编码。请在 Excel 或 WPS 里另存为“CSV UTF-8”或 .xlsx")


def _delimiter(text: str) -> str:
    """What parts the columns: a comma, or what Excel takes instead where the system says so."""
    heads = [line for line in text.splitlines()[:20] if any(word in line for word in _HEADER_WORDS)]
    return max(_DELIMITERS, key=lambda delimiter: max((line.count(delimiter) for line in heads), default=0))
