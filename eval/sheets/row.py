"""One row → one record: what its cells say, what may be left out, each unreadable cell by its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from eval.sheets import cells, columns
from eval.sheets.grid import Cell, Row
from eval.validation import Problem

_TURN = re.compile(r"(?:asked|told)(\d*)")
_Value = TypeVar("_Value")


class RowReader:
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
            "id": self._text("id").strip(),
            "question": self._text("question"),
            "kind": kind,
            "gold": gold,
            "match": self._match(kind, gold),
            "facts": facts,
            "unanswerable": kind == "unanswerable",
        }
        if not record["question"].strip() and not self._given["question"].flaw:
            self._wrong("question", "没有写问题。上一题的另一处标准答案，应写进上一题的同一格、另起一行")
        if history:
            record["history"] = history
        if self._text("as_of").strip() and (day := self._read("as_of", cells.day_of, None)):
            record["as_of"] = day.isoformat()
        if (note := self._text("note")).strip():
            record["note"] = note
        return record

    def _kind(self, history: Sequence[object], gold: Sequence[Mapping[str, str]]) -> str:
        stated = self._read("kind", cells.kind_of, "direct") if self._text("kind").strip() else None
        denied = cells.denies(self._text("gold"))
        if self._read("unanswerable", cells.yes_of, False) or denied:
            if stated not in (None, "unanswerable"):
                self._wrong("kind", f"题型与“{'标准答案' if denied else '无依据'}”一列不一致")
            return "unanswerable"
        if stated:
            return stated
        if history:
            return "followup"
        return "multi" if len(gold) > 1 and self._text("match").strip() and self._all() else "direct"

    def _all(self) -> bool:
        return self._read("match", cells.match_of, "any") == "all"

    def _match(self, kind: str, gold: Sequence[object]) -> str:
        if self._text("match").strip():
            return self._read("match", cells.match_of, "any")
        if len(gold) > 1 and kind != "multi":
            self._wrong("match", f"写了 {len(gold)} 处标准答案，请填：引用任一处即可填 任一，都要引用填 全部")
        return "all" if kind == "multi" else "any"

    def _history(self) -> list[dict[str, str]]:
        turns = []
        numbers = {int(found[1] or 1) for field in self._given if (found := _TURN.fullmatch(field))}
        for number in sorted(numbers):
            asked, told = columns.turn("asked", number), columns.turn("told", number)
            if self._text(asked).strip():
                turns.append({"question": self._text(asked), "answer": self._text(told)})
            elif self._text(told).strip():
                self._wrong(asked, f"写了“{columns.name_of(told)}”，没有写“{columns.name_of(asked)}”")
        return turns

    def _gold(self) -> list[dict[str, str]]:
        """The places, from addresses written in one cell or from those in columns 制度, 条, 款项目."""
        gold, article = self._text("gold"), self._text("article")
        titles = [cells.title_of(line) for line in cells.split_lines(self._text("regulation")) if line.strip()]
        labels = cells.split_lines(self._text("label"))
        column = "gold" if gold.strip() else "article" if article.strip() else "regulation"
        if cells.denies(gold):
            return []
        try:
            if gold.strip() and article.strip():
                raise cells.CellError("“标准答案”和“条”都写了，请只留一列")
            if gold.strip():
                found = cells.addresses_of(gold, titles)
            elif article.strip():
                found = cells.addresses_of(_with_labels(article, labels), titles)
            else:
                found = cells.addresses_of(self._text("regulation"))
        except cells.CellError as error:
            self._wrong(column, str(error))
            return []
        return [dict(zip(("regulation", "article", "label"), address, strict=True)) for address in found]

    def _text(self, field: str) -> str:
        return text_of(self._given, field)

    def _read(self, field: str, reader: Callable[[str], _Value], default: _Value) -> _Value:
        try:
            return reader(self._text(field))
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


def text_of(given: Mapping[str, Cell], field: str) -> str:
    """The text of the row's cell in the column of this field, empty where there is none."""
    return given[field].text if field in given else ""
