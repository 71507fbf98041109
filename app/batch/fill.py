"""Every question of a file asked, and the file written with the answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from app.answer import Answer
from app.batch import csvfile, workbook
from app.batch.answers import COLUMNS, FAILED, REFUSED, SETTLED, cells, failed
from app.batch.questions import Found, find
from app.batch.sheet import BatchError, Kind, Tables, Value
from app.chain import AskError

logger = logging.getLogger("tiaowen.batch")

Ask = Callable[[str], Answer]
"""Raises :class:`app.chain.AskError` for a question that cannot be asked."""

_FAULT = "查找时出了差错，没有得到答案。请稍后单独再问这一题；如果仍然不行，请告诉管理员。"


@dataclass(frozen=True, slots=True)
class Task:
    """A file with its questions found, ready to be asked."""

    tables: Tables
    found: Found
    kind: Kind

    @property
    def count(self) -> int:
        """How many questions there are."""
        return len(self.found.questions)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: how many questions each end has, and whether all were asked."""

    answered: int
    refused: int
    failed: int
    interrupted: bool

    @property
    def done(self) -> int:
        """How many were asked."""
        return self.answered + self.refused + self.failed


def read(data: bytes, limit: int, advice: str) -> Task:
    """The questions of a file, at most ``limit``; ``advice`` is what to do where there are more.

    Raises :class:`BatchError`.
    """
    if not data.strip():
        raise BatchError("empty", "文件是空的。请把问题写在一列里，第一行写“问题”。")
    kind: Kind = "xlsx" if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else "csv"
    tables: Tables = workbook.parse(data) if kind == "xlsx" else csvfile.parse(data)
    found = find(tables.sheets)
    if len(found.questions) > limit:
        raise BatchError("too_many", f"有 {len(found.questions)} 个问题，超过一次 {limit} 个的上限。{advice}")
    return Task(tables, found, kind)


def fill(task: Task, ask: Ask, report: Callable[[int, int], None] = lambda done, total: None) -> tuple[bytes, Outcome]:
    """Ask every question and write the answers into the file. A question that fails says so in its own row.

    ``report`` is told (questions done, questions in all). Ctrl+C ends the asking, what is done is kept.
    """
    answers: dict[int, list[Value]] = {}
    interrupted = False
    report(0, task.count)
    try:
        for number, question in task.found.questions:
            answers[number] = _asked(ask, question)
            report(len(answers), task.count)
    except KeyboardInterrupt:
        interrupted = True
    ends = [row[0] for row in answers.values()]
    outcome = Outcome(ends.count(SETTLED), ends.count(REFUSED), ends.count(FAILED), interrupted)
    return task.tables.filled(task.found.sheet, task.found.head, COLUMNS, answers), outcome


def _asked(ask: Ask, question: str) -> list[Value]:
    try:
        return cells(ask(question))
    except AskError as error:
        return failed(error.message)
    except Exception:
        logger.exception("表格中的一题查找出错")
        return failed(_FAULT)
