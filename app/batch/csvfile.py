"""CSV files as Excel and WPS save them: UTF-8 or GB18030 in, UTF-8 with its mark out, which both open rightly."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.batch.sheet import Answers, BatchError, Row, Sheet, Value
from ingest.formats.text import decode
from ingest.model import IngestError

_DELIMITERS = ",\t;"
# What Excel runs as a formula, also in full-width characters.
_RUNS = re.compile(r"[=+\-@＝＋－＠\t\r]")


@dataclass(frozen=True, slots=True)
class CsvTable:
    """The only table of a CSV file, which is also the file."""

    rows: tuple[Row, ...]
    lines: tuple[tuple[str, ...], ...]
    delimiter: str
    name: str = ""

    @property
    def sheets(self) -> Sequence[Sheet]:
        return (self,)

    def filled(self, sheet: Sheet, head: int | None, headings: Sequence[str], answers: Answers) -> bytes:
        """See :class:`app.batch.sheet.Tables`."""
        width = max((len(line) for line in self.lines), default=0)
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self.delimiter)
        for number, line in enumerate(self.lines, 1):
            more = headings if number == head else answers.get(number, ())
            padding = [""] * (width - len(line)) if more else []
            writer.writerow([*line, *padding, *map(_safe, more)])
        return codecs.BOM_UTF8 + out.getvalue().encode("utf-8")


def parse(data: bytes) -> CsvTable:
    """The table of a CSV file. Raises :class:`BatchError`."""
    try:
        text, _, _ = decode(data, "表格")
    except IngestError as error:
        message = "认不出文件的内容。请在 Excel 或 WPS 里另存为“CSV UTF-8”或 .xlsx 再试。"
        raise BatchError("unreadable", message) from error
    text = text.removeprefix("\ufeff")
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    lines: list[tuple[str, ...]] = []
    try:
        lines += map(tuple, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        message = (
            "CSV 文件里的引号没有配对，或者一格太长。请在 Excel 或 WPS 里打开，检查后另存为“CSV UTF-8”或 .xlsx 再试。"
        )
        raise BatchError("unreadable", message) from error
    rows = tuple(Row(number, line) for number, line in enumerate(lines, 1) if any(cell.strip() for cell in line))
    return CsvTable(rows, tuple(lines), delimiter)


def _safe(value: Value) -> str:
    """The value as it is written: a number, or text with an apostrophe before what would be run as a formula."""
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"'{value}" if _RUNS.match(value) else value
