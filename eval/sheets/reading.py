"""Rows → header and records: what each column means, what may be left out, every fault by row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from eval.measures import fold
from eval.sheets import columns
from eval.sheets.grid import Cell, Grid, Row
from eval.sheets.row import RowReader, text_of
from eval.validation import Problem, Source, UnreadableError, set_problems

EXAMPLE = "（示例）"
"""The id of rows that only show how to fill in a row; they are passed over."""

_HEADER_WITHIN = 20
_ABOUT = {columns.plain(name): field for field, name in columns.ABOUT.items()} | {f: f for f in columns.ABOUT}
_VERSION = re.compile(r"[第vV]?\s*(\d+)(?:\.0)?\s*版?")
# What cannot be known where one of the first could not be read: a complaint about it would only confuse.
_FOLLOWS = (({"题型", "无依据", "制度", "条", "款项目"}, "标准答案"), ({"题型"}, "此前的问"))


def source(grid: Grid, name: str) -> Source:
    """What the rows say; ``name`` is the set's where it has none. Raises :class:`UnreadableError` for a sheet without
    a column of questions."""
    at = _header_at(grid.rows)
    problems: list[Problem] = []
    header = _header((*grid.rows[:at], *grid.about), name, problems)
    fields = _fields(grid.rows[at], problems)
    rows = [row for row in grid.rows[at + 1 :] if not row.is_blank()]
    records: list[tuple[int, Mapping[str, Any]]] = []
    doubtful: dict[int, set[str]] = {}
    examples, unnamed, guessed = 0, 0, 0
    taken = {text_of(_by_field(row, fields), "id").strip() for row in rows}
    for row in rows:
        given = _by_field(row, fields)
        if fold(text_of(given, "id")) == fold(EXAMPLE):
            examples += 1
            continue
        reader = RowReader(row, given)
        record = reader.record()
        if not record["id"]:
            unnamed += 1
            record["id"] = _free(str(len(records) + 1), taken)
        guessed += not text_of(given, "kind").strip() and not record["unanswerable"]
        unread = {problem.field for problem in reader.problems}
        doubtful[row.number] = unread | {then for first, then in _FOLLOWS if first & unread}
        problems += [*_strays(row, grid.rows[at]), *reader.problems]
        records.append((row.number, record))
    found = [located(problem) for problem in set_problems(records)]
    problems += [problem for problem in found if problem.field.partition("（")[0] not in doubtful[problem.line]]
    if not records and not problems:
        message = "一道题也没有，请在表头下面每行写一题" + ("（示例行不算）" if examples else "")
        problems.append(Problem(grid.rows[at].number, "问题", message))
    remarks = [*grid.remarks]
    remarks += [f"跳过了 {examples} 行题号为{EXAMPLE}的示例"] if examples else []
    remarks += [f"{unnamed} 题没有题号，按次序编了号；以后要逐题对比，请填上题号"] if unnamed else []
    remarks += [f"{guessed} 题没有选题型，按内容归入直接提问、追问或涉及多条"] if guessed else []
    return Source(header, records, sorted(problems, key=lambda problem: problem.line), tuple(remarks))


def located(problem: Problem) -> Problem:
    """A fault of a record, with the column in place of the field."""
    return Problem(problem.line, columns.column_of(problem.field), problem.message, problem.fatal)


def _header_at(rows: Sequence[Row]) -> int:
    """Where the header stands: there may be a title and other rows above it."""

    def known(row: Row) -> int:
        fields = {columns.field_of(cell.text) for cell in row.cells} - {None}
        return len(fields) if "question" in fields else 0

    best = max(range(min(len(rows), _HEADER_WITHIN)), key=lambda index: (known(rows[index]), -index), default=None)
    if best is not None and known(rows[best]):
        return best
    if all(row.is_blank() for row in rows):
        raise UnreadableError("是空的。可以用 python -m eval convert --template 题集.xlsx 写出一份模板来填")
    names = "、".join(column.name for column in columns.COLUMNS)
    raise UnreadableError(
        f"前 {_HEADER_WITHIN} 行里没有表头：应有一行列名，其中要有“问题”，列之间用半角逗号（CSV）。可用的列：{names}。"
        "列名是乱码的，请另存为“CSV UTF-8”或 .xlsx"
    )


def _fields(header: Row, problems: list[Problem]) -> dict[int, str]:
    """The field of each column that has a name."""
    fields: dict[int, str] = {}
    for index, cell in enumerate(header.cells):
        if not cell.text.strip():
            continue
        field = columns.field_of(cell.text)
        if field is None:
            names = "、".join(column.name for column in columns.COLUMNS)
            message = f"{cell.place}：不认识这一列。给自己看的话请写进“备注”，其余请改成：{names}"
            problems.append(Problem(header.number, cell.text.strip(), message))
        elif field in fields.values():
            problems.append(Problem(header.number, cell.text.strip(), f"{cell.place}：这一列重复了，请只留一列"))
        else:
            fields[index] = field
    return fields


def _strays(row: Row, header: Row) -> list[Problem]:
    """Cells in columns without a name."""
    named = {index for index, cell in enumerate(header.cells) if cell.text.strip()}
    advice = "在没有列名的列里；文字里有逗号的，整格要用半角引号括起来"
    return [
        Problem(row.number, cell.place, f"“{cell.text.strip()[:20]}”{advice}")
        for index, cell in enumerate(row.cells)
        if index not in named and cell.text.strip()
    ]


def _by_field(row: Row, fields: Mapping[int, str]) -> dict[str, Cell]:
    found = {field: row.cells[index] for index, field in fields.items() if index < len(row.cells)}
    return {"question": Cell("", ""), **found}


def _free(identity: str, taken: set[str]) -> str:
    """The number itself, or with something added where a question has it already."""
    while identity in taken:
        identity += "-补"
    taken.add(identity)
    return identity


def _header(rows: Sequence[Row], name: str, problems: list[Problem]) -> dict[str, Any]:
    """What the set says of itself, with what is usual where it is silent."""
    header: dict[str, Any] = {"set": name, "version": 1, "corpus": "", "written": "", "note": ""}
    for row in rows:
        if len(row.cells) < 2:
            continue
        field = _ABOUT.get(columns.plain(row.cells[0].text.lstrip("# ")))
        text = row.cells[1].text.strip()
        if field is None or not text:
            continue
        if field == "version":
            number = _VERSION.fullmatch(text)
            if number is None:
                problems.append(Problem(row.number, "版本", f"“{text}”不是整数，请写 1、2、3……"))
            else:
                header[field] = int(number[1])
        else:
            header[field] = row.cells[1].text if field == "note" else text
    return header
