"""The form of a question set's header and records, whatever file they came from; every fault by line and field.

What only the index can tell (is there such a regulation, such an article?) is found by :mod:`eval.gold`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from eval.measures import Match

Kind = Literal["direct", "colloquial", "numeric", "lookup", "multi", "followup", "unanswerable"]
KINDS: tuple[str, ...] = get_args(Kind)
KIND_NAMES: Mapping[str, str] = {
    "direct": "直接提问",
    "colloquial": "口语提问",
    "numeric": "问数字",
    "lookup": "按条号查",
    "multi": "涉及多条",
    "followup": "追问",
    "unanswerable": "无依据",
}
"""The kinds as people read and write them."""

HEADER = ("set", "version", "corpus", "written", "note")
REQUIRED = ("id", "question", "kind", "gold", "match", "facts", "unanswerable")
OPTIONAL = ("history", "as_of", "note")
_PARTS = {"gold": ("regulation", "article", "label"), "history": ("question", "answer")}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the line of the file (from 1; 0 for the file as a whole), the field (``gold[0].article``, in a
    spreadsheet its column) and what is wrong, in Chinese.

    ``fatal`` faults stop a run; the others are reported with it.
    """

    line: int
    field: str
    message: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"第 {self.line} 行，字段 {self.field}：{self.message}" if self.line else f"{self.field}：{self.message}"


class UnreadableError(Exception):
    """A file that holds no records that could be told apart; the message says what to do, in Chinese."""


class UnwritableError(Exception):
    """Records that a form of file cannot hold, or that are wrong themselves: ``problems``."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("；".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says, before it is checked: header and records with their lines, the faults of its own form, and
    ``remarks``, in Chinese, on how it was read where a person may have meant something else."""

    header: Mapping[str, Any]
    records: Sequence[tuple[int, Mapping[str, Any]]]
    problems: Sequence[Problem] = ()
    remarks: tuple[str, ...] = ()


def header_problems(header: Mapping[str, Any]) -> list[Problem]:
    """Every fault of the header's form."""
    problems = [Problem(1, name, "首行缺少这个字段") for name in HEADER if name not in header]
    if "set" in header and not _is_text(header["set"]):
        problems.append(Problem(1, "set", "应是题集的名称"))
    if "version" in header and (not isinstance(header["version"], int) or isinstance(header["version"], bool)):
        problems.append(Problem(1, "version", "应是整数"))
    return problems


def set_problems(records: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Problem]:
    """Every fault of all records, in their order; ids must be unique."""
    problems: list[Problem] = []
    first_line: dict[str, int] = {}
    for line, record in records:
        problems += record_problems(line, record)
        if isinstance(identity := record.get("id"), str):
            if identity in first_line:
                problems.append(Problem(line, "id", f"“{identity}”与第 {first_line[identity]} 行重复"))
            first_line.setdefault(identity, line)
    return problems


def record_problems(line: int, record: Mapping[str, Any]) -> list[Problem]:
    """Every fault of one question's form; without any, a question can be made of it."""
    problems = [Problem(line, name, "缺少这个字段") for name in REQUIRED if name not in record]
    known = {*REQUIRED, *OPTIONAL}
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
    if "as_of" in record and day(record["as_of"]) is None:
        wrong("as_of", "应是 YYYY-MM-DD 形式的日期")
    if "note" in record and not isinstance(record["note"], str):
        wrong("note", "应是文字")
    if isinstance(unanswerable, bool) and unanswerable != (kind == "unanswerable"):
        wrong("unanswerable", "与 kind 不一致：只有 kind 为 unanswerable 的题是 true")
    if unanswerable is True and (record.get("gold") or record.get("facts")):
        wrong("gold", "无依据的题不能有标准答案和要点")
    if unanswerable is False and record.get("gold") == []:
        wrong("gold", "有依据的题至少要写一处标准答案；没有依据的，请把题型写成“无依据”（unanswerable）")
    if kind == "followup" and not record.get("history"):
        wrong("history", "追问题要写出此前的问答")
    return problems


def day(value: object) -> date | None:
    """The day of a text YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


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


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
