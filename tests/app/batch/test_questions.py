"""Where the questions of a table stand, and what is said where that is not clear."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.batch.questions import find
from app.batch.sheet import BatchError, Row


@dataclass(frozen=True)
class _Sheet:
    name: str
    rows: tuple[Row, ...]


def _sheet(*rows: tuple[str, ...], name: str = "") -> _Sheet:
    return _Sheet(name, tuple(Row(number, row) for number, row in enumerate(rows, 1)))


@pytest.mark.parametrize(
    "heading", ["问题", "题目", " Question ", "问题（必填）", "问 题*", "ＱＵＥＳＴＩＯＮ", "提问："]
)
def test_a_column_called_so(heading: str) -> None:
    found = find([_sheet(("部门", heading), ("人事", "甲？"), ("人事", " "), ("财务", " 乙？ "))])
    assert (found.column, found.head) == (1, 1)
    assert found.questions == ((2, "甲？"), (4, "乙？"))


def test_the_likeliest_of_several_columns() -> None:
    assert find([_sheet(("提问", "问题"), ("谁", "甲？"))]).column == 1


def test_a_title_may_stand_above() -> None:
    found = find([_sheet(("二〇二六年咨询汇总",), ("序号", "问题"), ("1", "甲？"))])
    assert (found.head, found.questions) == (2, ((3, "甲？"),))


def test_the_sheet_with_the_questions() -> None:
    found = find([_sheet(("说明", "版本"), name="说明"), _sheet(("问题",), ("甲？",), name="题")])
    assert found.sheet.name == "题"


def test_the_only_column_of_text_needs_no_heading() -> None:
    found = find([_sheet(("1", "年休假几天？"), ("2", "事假几天？"))])
    assert (found.column, found.head) == (1, None)
    assert found.questions == ((1, "年休假几天？"), (2, "事假几天？"))


def test_what_was_there_instead_is_named() -> None:
    with pytest.raises(BatchError) as caught:
        find([_sheet(("姓名", "部门"), ("某甲", "人事"), name="名单")])
    assert caught.value.code == "no_question_column"
    assert "工作表“名单”第一行是“姓名”“部门”" in caught.value.message and "“问题”" in caught.value.message


@pytest.mark.parametrize("sheets", [[], [_sheet()], [_sheet(("问题",))], [_sheet(("问题", "部门"), ("", "人事"))]])
def test_nothing_to_ask(sheets: list[_Sheet]) -> None:
    with pytest.raises(BatchError) as caught:
        find(sheets)
    assert caught.value.code == "empty" and caught.value.message.endswith("。")
