"""Question sets as JSONL: one JSON object a line, the header first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from eval.validation import Problem, Source, UnreadableError, header_problems, set_problems


def parse(raw: bytes) -> Source:
    """The set in a file's bytes, with its faults. Raises :class:`eval.validation.UnreadableError`."""
    try:
        lines = raw.decode("utf-8-sig").split("\n")  # not splitlines: U+2028 may stand in a question
    except UnicodeDecodeError as error:
        raise UnreadableError("不是 UTF-8 编码，请另存为 UTF-8") from error
    problems: list[Problem] = []
    records = [(n, record) for n, line in enumerate(lines, 1) if (record := _object(n, line, problems)) is not None]
    header: Mapping[str, Any] = {}
    if records and "set" in records[0][1]:
        header = records.pop(0)[1]
        problems += header_problems(header)
    elif not problems:
        problems.append(Problem(1, "set", "首行应是题集说明（set、version、corpus、written、note），没有找到"))
    problems += set_problems(records)
    if not records and not problems:
        problems.append(Problem(len(lines), "question", "题集里一道题也没有，请在首行之后每行写一题"))
    return Source(header, records, problems)


def printed(records: Sequence[Mapping[str, Any]], header: Mapping[str, Any]) -> bytes:
    """The set as the bytes of a file."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (header, *records)).encode()


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
