from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from eval.jsonl import parse, printed
from eval.validation import UnreadableError

Record = Callable[..., dict[str, Any]]
HEADER = {"set": "借阅", "version": 1, "corpus": "", "written": "", "note": ""}


def lines(*objects: object) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects).encode()


def test_what_is_printed_is_read(record: Record) -> None:
    records = [record(question="多久\u2028停借"), record(id="q2")]
    found = parse(printed(records, HEADER))
    assert (found.header, not found.problems) == (HEADER, True)
    assert found.records == [(2, records[0]), (3, records[1])]


def test_blank_lines_and_a_byte_order_mark_do_no_harm(record: Record) -> None:
    found = parse(b"\xef\xbb\xbf" + lines(HEADER) + b"\n  \n" + lines(record()))
    assert [line for line, _ in found.records] == [4] and not found.problems


def test_broken_json_names_its_line(record: Record) -> None:
    found = parse(lines(HEADER, record()) + b'{"id": \n[1]\n')
    assert [(problem.line, problem.field) for problem in found.problems] == [(3, "整行"), (4, "整行")]


def test_a_missing_header_is_an_error(record: Record) -> None:
    assert "首行应是题集说明" in parse(lines(record())).problems[0].message
    assert "首行应是题集说明" in parse(b"").problems[0].message


def test_an_empty_set_is_an_error() -> None:
    assert "一道题也没有" in parse(lines(HEADER)).problems[0].message


def test_another_encoding_is_refused() -> None:
    with pytest.raises(UnreadableError, match="不是 UTF-8"):
        parse("题集".encode("gb18030"))
