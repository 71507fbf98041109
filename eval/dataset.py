"""Question sets: one JSON object a line, a header first; every fault is named by line and field.

What only the index can tell (is there such a regulation, such an article?) is found by :mod:`eval.gold`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from eval.measures import Match

Kind = Literal["direct", "colloquial", "numeric", "lookup", "multi", "followup", "unanswerable"]
KINDS: tuple[str, ...] = get_args(Kind)

_REQUIRED = ("id", "question", "kind", "gold", "match", "facts", "unanswerable")
_OPTIONAL = ("history", "as_of")
_HEADER = ("set", "version", "corpus", "written", "note")
_PARTS = {"gold": ("regulation", "article", "label"), "history": ("question", "answer")}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the line of the file (from 1), the field (``gold[0].article``) and what is wrong, in Chinese.

    ``fatal`` faults stop a run; the others are reported with it.
    """

    line: int
    field: str
    message: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"第 {self.line} 行，字段 {self.field}：{self.message}"


class DatasetError(Exception):
    """A question set that cannot be used; ``problems`` holds every fault found, the message lists them in Chinese."""

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"题集 {path} 有 {len(self.problems)} 处错误，请改正后再运行：\n{lines}")


@dataclass(frozen=True, slots=True)
class Gold:
    """A right place: the regulation's title, the article's address, and the label below it (or an empty string)."""

    regulation: str
    article: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``facts``: all are needed, of each any alternative will do. ``line`` is its line in the file."""

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


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A loaded set; ``version`` and ``sha256`` (of the file) tell whether two runs asked the same questions."""

    name: str
    version: int
    note: str
    path: Path
    sha256: str
    questions: tuple[Question, ...]


def load(path: Path) -> QuestionSet:
    """Read and validate a question set. Raises :class:`DatasetError` with all its faults at once."""
    try:
        raw = path.read_bytes()
        lines = raw.decode("utf-8-sig").split("\n")  # not splitlines: U+2028 may stand in a question
    except OSError as error:
        raise DatasetError(path, [Problem(0, "文件", "读不出来，请检查路径和权限")]) from error
    except UnicodeDecodeError as error:
        raise DatasetError(path, [Problem(0, "文件", "不是 UTF-8 编码，请另存为 UTF-8")]) from error
    problems: list[Problem] = []
    records = [(n, record) for n, line in enumerate(lines, 1) if (record := _object(n, line, problems)) is not None]
    header: Mapping[str, Any] = {}
    if records and "set" in records[0][1]:
        header = records.pop(0)[1]
        problems += _header_problems(header)
    elif not problems:
        problems.append(Problem(1, "set", "首行应是题集说明（set、version、corpus、written、note），没有找到"))
    questions = []
    first_line: dict[str, int] = {}
    for line, record in records:
        found = _record_problems(line, record)
        problems += found
        if isinstance(identity := record.get("id"), str):
            if identity in first_line:
                problems.append(Problem(line, "id", f"“{identity}”与第 {first_line[identity]} 行重复"))
            first_line.setdefault(identity, line)
        if not found:
            questions.append(_question(line, record))
    if not records and not problems:
        problems.append(Problem(len(lines), "question", "题集里一道题也没有，请在首行之后每行写一题"))
    if problems:
        raise DatasetError(path, problems)
    digest = hashlib.sha256(raw).hexdigest()
    return QuestionSet(header["set"], header["version"], str(header["note"]), path, digest, tuple(questions))


def _object(line: int, text: str, problems: list[Problem]) -> Mapping[str, Any] | None:
    if not text.strip():
        return None
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        problems.append(Problem(line, "整行", f"不是合法的 JSON（第 {error.colno} 个字符处），每题应占完整的一行"))
        return None
    if not isinstance(record, dict):
        problems.append(Problem(line, "整行", "应是一个 JSON 对象 {…}"))
        return None
    return record


def _header_problems(header: Mapping[str, Any]) -> list[Problem]:
    problems = [Problem(1, name, "首行缺少这个字段") for name in _HEADER if name not in header]
    if not isinstance(header["set"], str) or not header["set"].strip():
        problems.append(Problem(1, "set", "应是题集的名称"))
    if "version" in header and (not isinstance(header["version"], int) or isinstance(header["version"], bool)):
        problems.append(Problem(1, "version", "应是整数"))
    return problems


def _record_problems(line: int, record: Mapping[str, Any]) -> list[Problem]:
    """Every fault of one question's form; an empty list means that :func:`_question` can read it."""
    problems = [Problem(line, name, "缺少这个字段") for name in _REQUIRED if name not in record]
    known = {*_REQUIRED, *_OPTIONAL}
    problems += [Problem(line, name, "没有这个字段，请检查拼写") for name in record if name not in known]

    def wrong(field: str, message: str) -> None:
        problems.append(Problem(line, field, message))

    for name in ("id", "question"):
        if name in record and not _is_text(record[name]):
            wrong(name, "应是非空的文字")
    kind = record.get("kind")
    if "kind" in record and kind not in KINDS:
        wrong("kind", f"未知的题型“{kind}”，可用：{'、'.join(KINDS)}")
    if "match" in record and record["match"] not in get_args(Match):
        wrong("match", "应是 any（任一即可）或 all（缺一不可）")
    unanswerable = record.get("unanswerable")
    if "unanswerable" in record and not isinstance(unanswerable, bool):
        wrong("unanswerable", "应是 true 或 false")
    for name, fields in _PARTS.items():
        problems += _parts_problems(line, name, record.get(name, []), fields)
    facts = record.get("facts", [])
    if not isinstance(facts, list):
        wrong("facts", "应是列表：外层缺一不可，内层任一即可")
    else:
        for index, phrases in enumerate(facts):
            if not isinstance(phrases, list) or not phrases or not all(_is_text(phrase) for phrase in phrases):
                wrong(f"facts[{index}]", "应是非空文字的列表，列出可以互换的说法")
    if "as_of" in record and _date(record["as_of"]) is None:
        wrong("as_of", "应是 YYYY-MM-DD 形式的日期")
    if isinstance(unanswerable, bool) and unanswerable != (kind == "unanswerable"):
        wrong("unanswerable", "与 kind 不一致：只有 kind 为 unanswerable 的题是 true")
    if unanswerable is True and (record.get("gold") or record.get("facts")):
        wrong("gold", "无依据的题，gold 和 facts 应为空列表")
    if unanswerable is False and record.get("gold") == []:
        wrong("gold", "有依据的题至少要写一处标准答案")
    if kind == "followup" and not record.get("history"):
        wrong("history", "追问题要写出此前的问答")
    return problems


def _parts_problems(line: int, name: str, value: object, fields: tuple[str, ...]) -> list[Problem]:
    if not isinstance(value, list):
        return [Problem(line, name, "应是列表")]
    problems = []
    for index, part in enumerate(value):
        if not isinstance(part, dict):
            problems.append(Problem(line, f"{name}[{index}]", "应是一个 JSON 对象 {…}"))
            continue
        wrong = [
            field
            for field in fields
            if not isinstance(part.get(field), str) or (field not in ("label", "answer") and not part[field].strip())
        ]
        problems += [Problem(line, f"{name}[{index}].{field}", "缺少，或不是文字") for field in wrong]
        problems += [Problem(line, f"{name}[{index}].{key}", "没有这个字段") for key in part if key not in fields]
    return problems


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
        as_of=_date(record["as_of"]) if "as_of" in record else None,
        line=line,
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
