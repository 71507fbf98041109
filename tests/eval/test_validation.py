from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from eval.validation import Problem, day, header_problems, record_problems, set_problems

Record = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"facts": ...}, "facts", "缺少"),
        ({"fact": []}, "fact", "拼写"),
        ({"kind": "guess"}, "kind", "未知的题型“guess”"),
        ({"kind": ["direct"]}, "kind", "未知的题型"),
        ({"question": "  "}, "question", "非空"),
        ({"match": "some"}, "match", "any"),
        ({"unanswerable": "no"}, "unanswerable", "true"),
        ({"unanswerable": True}, "unanswerable", "不一致"),
        ({"gold": []}, "gold", "至少"),
        ({"gold": "第二条"}, "gold", "列表"),
        ({"gold": [{"regulation": "甲", "article": ""}]}, "gold[0].article", "缺少"),
        ({"gold": [{"regulation": "甲", "article": "第一条"}]}, "gold[0].label", "缺少"),
        ({"facts": ["十五日"]}, "facts[0]", "列表"),
        ({"facts": [["十五日"], []]}, "facts[1]", "列表"),
        ({"as_of": "2024年"}, "as_of", "YYYY-MM-DD"),
        ({"note": 3}, "note", "文字"),
        ({"kind": "followup"}, "history", "此前"),
        ({"history": [{"question": "能借几本"}], "kind": "followup"}, "history[0].answer", "缺少"),
    ],
)
def test_each_fault_is_named_by_line_and_field(record: Record, changes: dict[str, Any], field: str, words: str) -> None:
    found = [problem for problem in record_problems(3, record(**changes)) if problem.field == field]
    assert found and all(problem.line == 3 for problem in found)
    assert words in "".join(problem.message for problem in found)
    assert str(found[0]).startswith(f"第 3 行，字段 {field}：")


def test_a_right_record_has_none(record: Record) -> None:
    history = [{"question": "能借几本", "answer": ""}]
    assert not record_problems(2, record())
    assert not record_problems(2, record(kind="followup", history=history, as_of="2020-05-01", note="难"))


def test_ids_must_be_unique_in_the_set(record: Record) -> None:
    found = set_problems([(2, record()), (3, record(id="q2")), (5, record())])
    assert found == [Problem(5, "id", "“q1”与第 2 行重复")]


def test_the_header_must_be_whole() -> None:
    right = {"set": "借阅", "version": 1, "corpus": "", "written": "", "note": ""}
    assert not header_problems(right)
    assert [p.field for p in header_problems({**right, "version": True})] == ["version"]
    assert [p.field for p in header_problems({**right, "set": " "})] == ["set"]
    assert [p.field for p in header_problems({"set": "借阅", "version": 1})] == ["corpus", "written", "note"]


def test_a_fault_of_the_whole_file_names_no_line() -> None:
    assert str(Problem(0, "文件", "是空的")) == "文件：是空的"


def test_days() -> None:
    assert day("2024-05-01") == date(2024, 5, 1)
    assert day("2024-02-30") is None and day(None) is None and day(20240501) is None
