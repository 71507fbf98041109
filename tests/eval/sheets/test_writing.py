from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eval.sheets.columns import COLUMNS
from eval.sheets.reading import EXAMPLE
from eval.sheets.writing import about, examples, instructions, table

Record = Callable[..., dict[str, Any]]


def test_a_record_is_a_row(record: Record) -> None:
    head, row = table([record(as_of="2024-05-01", note="难")])
    assert head == [column.name for column in COLUMNS]
    assert dict(zip(head, row, strict=True)) == {
        "题号": "q1",
        "问题": "晚还多久会停借",
        "题型": "问数字",
        "标准答案": "《青石镇图书室借阅办法（试行）》第二条第（一）项",
        "任一或全部": "",
        "要点": "十五日／15日",
        "此前的问": "",
        "此前的答": "",
        "截至日期": "2024-05-01",
        "备注": "难",
    }


def test_there_are_columns_for_the_longest_conversation(record: Record) -> None:
    turns = [{"question": "甲", "answer": "乙"}, {"question": "丙", "answer": ""}]
    head, first, second = table([record(), record(kind="followup", history=turns)])
    start = head.index("此前的问")
    assert head[start : start + 4] == ["此前的问", "此前的答", "此前的问2", "此前的答2"]
    assert (first[start : start + 4], second[start : start + 4]) == ([""] * 4, ["甲", "乙", "丙", ""])


def test_whether_all_are_needed_is_said_where_it_matters(record: Record) -> None:
    places = record()["gold"] * 2
    records = [
        record(),
        record(gold=places),
        record(match="all"),
        record(kind="multi"),
        record(gold=places, match="all"),
    ]
    head, *rows = table(records)
    assert [row[head.index("任一或全部")] for row in rows] == ["", "任一", "全部", "任一", "全部"]


def test_the_template_explains_every_column() -> None:
    explained = [row[0] for row in instructions()]
    assert all(column.name in explained for column in COLUMNS)
    assert {row[0] for row in examples()[1:]} == {EXAMPLE}
    assert about({"set": "借阅", "version": 3})[:2] == [["题集", "借阅"], ["版本", "3"]]
