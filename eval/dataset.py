"""Question sets: JSONL, CSV or XLSX, loaded with one validation for all, written without loss.

What :mod:`eval.validation` calls a problem and a kind is offered here too, so that a user needs one module only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval import jsonl, spreadsheet
from eval.measures import Match
from eval.validation import KIND_NAMES, KINDS, Kind, Problem, UnreadableError, UnwritableError, day

__all__ = [
    "ENDINGS",
    "KINDS",
    "KIND_NAMES",
    "DatasetError",
    "Gold",
    "Kind",
    "Problem",
    "Question",
    "QuestionSet",
    "as_record",
    "load",
    "write",
    "write_template",
]

ENDINGS = (".jsonl", *spreadsheet.ENDINGS)
_WHOLE_FILE = "文件"


class DatasetError(Exception):
    """A question set that cannot be used; ``problems`` holds every fault found, the message lists them in Chinese."""

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        if self.is_unreadable:
            super().__init__(f"题集 {path} 用不了：{self.problems[0].message}")
            return
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"题集 {path} 有 {len(self.problems)} 处错误，请改正后再运行：\n{lines}")

    @property
    def is_unreadable(self) -> bool:
        """Whether nothing could be read or written at all, so that there is no line to point to."""
        return [(problem.line, problem.field) for problem in self.problems] == [(0, _WHOLE_FILE)]


@dataclass(frozen=True, slots=True)
class Gold:
    """A right place: the regulation's title, the article's address, and the label below it (or an empty string)."""

    regulation: str
    article: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``facts``: all are needed, of each any alternative will do. ``note`` is for those who edit the set.
    ``line`` is its line in the file, in a spreadsheet its row."""

    id: str
    question: str
    kind: Kind
    gold: tuple[Gold, ...] = ()
    match: Match = "any"
    facts: tuple[tuple[str, ...], ...] = ()
    unanswerable: bool = False
    history: tuple[tuple[str, str], ...] = ()
    as_of: date | None = None
    line: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A loaded set; ``version`` and ``sha256`` (of the file) tell whether two runs asked the same questions.

    ``header`` is all that the set says of itself; ``remarks``, in Chinese, say how the file was read where its writer
    may have meant something else (which sheet, questions that were numbered).
    """

    name: str
    version: int
    note: str
    path: Path
    sha256: str
    questions: tuple[Question, ...]
    header: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def located(self, problem: Problem) -> Problem:
        """The same fault with its field named as the file's writer knows it: in a spreadsheet, by its column."""
        return spreadsheet.located(problem) if _is_sheet(self.path) else problem


def load(path: Path) -> QuestionSet:
    """Read and validate a question set by its ending. Raises :class:`DatasetError` with all its faults at once."""
    raw = _bytes(path)
    try:
        source = spreadsheet.parse(path.name, raw) if _is_sheet(path) else jsonl.parse(raw)
    except UnreadableError as error:
        raise _unusable(path, str(error)) from error
    if source.problems:
        raise DatasetError(path, source.problems)
    digest = hashlib.sha256(raw).hexdigest()
    header = source.header
    questions = tuple(_question(line, record) for line, record in source.records)
    return QuestionSet(
        header["set"], header["version"], str(header["note"]), path, digest, questions, header, source.remarks
    )


def write(path: Path, records: Sequence[Mapping[str, Any]], header: Mapping[str, Any]) -> None:
    """Write a set in the form of the path's ending: the file is replaced as a whole or not at all.

    ``records`` and ``header`` are what a line of JSONL holds. What was written is read again and compared, so that
    nothing is lost unnoticed. Raises :class:`DatasetError` for faults in the records, for what this form cannot hold,
    and where the file cannot be written.
    """
    _check_ending(path)
    try:
        made = spreadsheet.printed(path.name, records, header) if _is_sheet(path) else jsonl.printed(records, header)
    except UnwritableError as error:
        raise DatasetError(path, error.problems) from error
    with _replacing(path) as temporary:
        temporary.write_bytes(made)
        try:
            _compare(path, load(temporary), records, header)
        except DatasetError as error:
            raise DatasetError(path, error.problems) from error


def write_template(path: Path) -> None:
    """Write a workbook for a person to fill in. Raises :class:`DatasetError` where it cannot be written."""
    with _replacing(path) as temporary:
        temporary.write_bytes(spreadsheet.template())


def as_record(question: Question) -> dict[str, Any]:
    """The question as a line of JSONL holds it."""
    record: dict[str, Any] = {"id": question.id, "question": question.question, "kind": question.kind}
    if question.history:
        record["history"] = [{"question": asked, "answer": told} for asked, told in question.history]
    if question.as_of:
        record["as_of"] = question.as_of.isoformat()
    record["gold"] = [{"regulation": g.regulation, "article": g.article, "label": g.label} for g in question.gold]
    record["match"] = question.match
    record["facts"] = [list(phrases) for phrases in question.facts]
    record["unanswerable"] = question.unanswerable
    if question.note:
        record["note"] = question.note
    return record


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to; it takes the place of ``path`` where all went well, else it is gone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}.") as folder:
            temporary = Path(folder) / path.name
            yield temporary
            temporary.replace(path)
    except OSError as error:
        raise _unusable(path, f"写不进去（{error.strerror}），请换一个可写的位置") from error


def _compare(path: Path, made: QuestionSet, records: Sequence[Mapping[str, Any]], header: Mapping[str, Any]) -> None:
    """Raise :class:`DatasetError` unless the set that was written says what it should."""
    if len(records) != len(made.questions):
        raise _unusable(path, f"写了 {len(records)} 题，只读回 {len(made.questions)} 题，请改用 .jsonl")
    lost = [
        Problem(0, f"题号 {record['id']}", f"{'、'.join(names)}写成 {path.suffix} 后读回来不一样，请改用 .jsonl")
        for record, question in zip(records, made.questions, strict=True)
        if (names := _differences(record, as_record(question)))
    ]
    lost += [
        Problem(0, "题集说明", f"{name} 写成 {path.suffix} 后读回来不一样，请改用 .jsonl")
        for name in _differences(header, made.header)
    ]
    if lost:
        raise DatasetError(path, lost)


def _differences(wanted: Mapping[str, Any], got: Mapping[str, Any]) -> list[str]:
    """The fields whose values differ; an empty one is as good as none."""
    return [name for name in {**wanted, **got} if (wanted.get(name) or None) != (got.get(name) or None)]


def _is_sheet(path: Path) -> bool:
    return path.suffix.lower() in spreadsheet.ENDINGS


def _check_ending(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        advice = "表格请在 Excel 或 WPS 里另存为 .xlsx 或 CSV"
        raise _unusable(path, f"题集文件的扩展名应是 {'、'.join(ENDINGS)}；{advice}")


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise _unusable(path, "这是一个目录，请指明其中的题集文件")
    if not path.exists():
        raise _unusable(path, "读不出来，没有这个文件，请检查路径")
    _check_ending(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unusable(path, f"读不出来（{error.strerror}），请检查路径和权限") from error


def _unusable(path: Path, message: str) -> DatasetError:
    return DatasetError(path, [Problem(0, _WHOLE_FILE, message)])


def _question(line: int, record: Mapping[str, Any]) -> Question:
    return Question(
        id=record["id"],
        question=record["question"],
        kind=record["kind"],
        gold=tuple(Gold(g["regulation"], g["article"], g["label"]) for g in record["gold"]),
        match=record["match"],
        facts=tuple(tuple(phrases) for phrases in record["facts"]),
        unanswerable=record["unanswerable"],
        history=tuple((turn["question"], turn["answer"]) for turn in record.get("history", [])),
        as_of=day(record.get("as_of")),
        line=line,
        note=record.get("note", ""),
    )
