"""Rows → header and records: what each column means, what may be left out, every fault by row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from eval.measures import fold
from eval.sheets import cells, columns
from eval.sheets.grid import Cell, Grid, Row
from eval.validation import Problem, Source, UnreadableError, set_problems

EXAMPLE = "（示例）"
"""The id of rows that only show how to fill in a row; they are passed over."""

_HEADER_WITHIN = 20
_ABOUT = {columns.plain(name): field for field, name in columns.ABOUT.items()} | {f: f for f in columns.ABOUT}
_VERSION = re.compile(r"[第vV]?\s*(\d+)(?:\.0)?\s*版?")
_Value = TypeVar("_Value")


def source(grid: Grid, name: str) -> Source:
    """What the rows say; ``name`` is the set's where it has none. Raises :class:`UnreadableError` for a sheet without
    a column of questions."""
    at = _header_at(grid.rows)
    problems: list[Problem] = []
    header = _header((*grid.rows[:at], *grid.about), name, problems)
    fields = _fields(grid.rows[at], problems)
    rows = [row for row in grid.rows[at + 1 :] if not row.is_blank()]
    records: list[tuple[int, Mapping[str, Any]]] = []
    examples, unnamed, guessed = 0, 0, 0
    taken = {_text(_by_field(row, fields), "id").strip() for row in rows}
    for row in rows:
        given = _by_field(row, fields)
        if fold(_text(given, "id")) == fold(EXAMPLE):
            examples += 1
            continue
        reader = _RowReader(row, given)
        record = reader.record()
        if not record["id"]:
            unnamed += 1
            record["id"] = _free(str(len(records) + 1), taken)
        guessed += not _text(given, "kind").strip() and not record["unanswerable"]
        problems += [*_strays(row, fields), *reader.problems]
        # A cell that could not be read leaves its field empty: what follows from that is no fault of its own.
        doubtful = {problem.field.partition("（")[0] for problem in reader.problems}
        found = [located(problem) for problem in set_problems([(row.number, record)])]
        problems += [problem for problem in found if problem.field.partition("（")[0] not in doubtful]
        records.append((row.number, record))
    problems += _repeated(records)
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


class _RowReader:
    """One row → one record, with the faults of its cells in ``problems``."""

    def __init__(self, row: Row, given: Mapping[str, Cell]) -> None:
        self.problems: list[Problem] = []
        self._row = row
        self._given = given
        for field, cell in given.items():
            if cell.flaw:
                self._wrong(field, f"{cell.place}：{cell.flaw}")
            elif cell.day and field not in ("as_of", "note"):
                self._wrong(field, f"{cell.place}：Excel 把这一格当成了日期，请把格式设为“文本”后重写")
        if (question := given["question"]).continued:
            self._wrong(
                "question", f"{question.place}：合并了单元格。请取消合并；一题的几处标准答案写在同一格，每行一处"
            )

    def record(self) -> dict[str, Any]:
        history = self._history()
        gold = self._gold()
        no_facts: list[list[str]] = []
        facts = self._read("facts", cells.facts_of, no_facts)
        kind = self._kind(history, gold)
        record: dict[str, Any] = {
            "id": _text(self._given, "id").strip(),
            "question": _text(self._given, "question"),
            "kind": kind,
            "gold": gold,
            "match": self._match(kind, gold),
            "facts": facts,
            "unanswerable": kind == "unanswerable",
        }
        if not record["question"].strip():
            self._wrong("question", "没有写问题。上一题的另一处标准答案，应写进上一题的同一格、另起一行")
        if history:
            record["history"] = history
        if _text(self._given, "as_of").strip() and (day := self._read("as_of", cells.day_of, None)):
            record["as_of"] = day.isoformat()
        if (note := _text(self._given, "note")).strip():
            record["note"] = note
        return record

    def _kind(self, history: Sequence[object], gold: Sequence[Mapping[str, str]]) -> str:
        stated = self._read("kind", cells.kind_of, "direct") if _text(self._given, "kind").strip() else None
        if self._read("unanswerable", cells.yes_of, False):
            if stated not in (None, "unanswerable"):
                self._wrong("kind", "题型与“无依据”一列不一致")
            return "unanswerable"
        if stated:
            return stated
        if history:
            return "followup"
        return "multi" if len(gold) > 1 and _text(self._given, "match").strip() and self._all() else "direct"

    def _all(self) -> bool:
        return self._read("match", cells.match_of, "any") == "all"

    def _match(self, kind: str, gold: Sequence[object]) -> str:
        if _text(self._given, "match").strip():
            return self._read("match", cells.match_of, "any")
        if len(gold) > 1 and kind != "multi":
            self._wrong("match", f"写了 {len(gold)} 处标准答案，请填：引用任一处即可填 任一，都要引用填 全部")
        return "all" if kind == "multi" else "any"

    def _history(self) -> list[dict[str, str]]:
        turns = []
        for number in range(1, 10):
            asked, told = columns.turn("asked", number), columns.turn("told", number)
            if _text(self._given, asked).strip():
                turns.append({"question": _text(self._given, asked), "answer": _text(self._given, told)})
            elif _text(self._given, told).strip():
                self._wrong(asked, f"写了“{columns.name_of(told)}”，没有写“{columns.name_of(asked)}”")
        return turns

    def _gold(self) -> list[dict[str, str]]:
        """The places, from addresses written in one cell or from those in columns 制度, 条, 款项目."""
        gold, article = _text(self._given, "gold"), _text(self._given, "article")
        titles = [cells.title_of(line) for line in cells.split_lines(_text(self._given, "regulation")) if line.strip()]
        labels = cells.split_lines(_text(self._given, "label"))
        column = "gold" if gold.strip() else "article" if article.strip() else "regulation"
        try:
            if gold.strip() and article.strip():
                raise cells.CellError("“标准答案”和“条”都写了，请只留一列")
            if gold.strip():
                found = cells.addresses_of(gold, titles)
            elif article.strip():
                found = cells.addresses_of(_with_labels(article, labels), titles)
            else:
                found = cells.addresses_of(_text(self._given, "regulation"))
        except cells.CellError as error:
            self._wrong(column, str(error))
            return []
        return [dict(zip(("regulation", "article", "label"), address, strict=True)) for address in found]

    def _read(self, field: str, reader: Callable[[str], _Value], default: _Value) -> _Value:
        try:
            return reader(_text(self._given, field))
        except cells.CellError as error:
            self._wrong(field, str(error))
            return default

    def _wrong(self, field: str, message: str) -> None:
        problem = Problem(self._row.number, columns.name_of(field), message)
        if problem not in self.problems:
            self.problems.append(problem)


def _with_labels(article: str, labels: Sequence[str]) -> str:
    """The addresses of two columns, line by line, as those of one."""
    articles = [line for line in cells.split_lines(article) if line.strip()]
    if len(labels) > len(articles):
        raise cells.CellError(f"“条”有 {len(articles)} 行，“款项目”有 {len(labels)} 行，对不上；请改用“标准答案”一列")
    padded = [*labels, *[""] * (len(articles) - len(labels))]
    return "\n".join(f"{one.strip()}{below.strip()}" for one, below in zip(articles, padded, strict=True))


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


def _strays(row: Row, fields: Mapping[int, str]) -> list[Problem]:
    """Cells right of the last column that has a name."""
    last = max(fields, default=-1)
    return [
        Problem(
            row.number,
            cell.place,
            f"“{cell.text.strip()[:20]}”在没有列名的列里；文字里有逗号的，整格要用半角引号括起来",
        )
        for cell in row.cells[last + 1 :]
        if cell.text.strip()
    ]


def _by_field(row: Row, fields: Mapping[int, str]) -> dict[str, Cell]:
    found = {field: row.cells[index] for index, field in fields.items() if index < len(row.cells)}
    return {"question": Cell("", ""), **found}


def _text(given: Mapping[str, Cell], field: str) -> str:
    return given[field].text if field in given else ""


def _free(identity: str, taken: set[str]) -> str:
    """The number itself, or with something added where a question has it already."""
    while identity in taken:
        identity += "-补"
    taken.add(identity)
    return identity


def _repeated(records: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for line, record in records:
        if record["id"] in first:
            problems.append(Problem(line, "题号", f"“{record['id']}”与第 {first[record['id']]} 行重复"))
        first.setdefault(record["id"], line)
    return problems


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
