from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from eval.spreadsheet import ENDINGS, parse, printed, template
from eval.validation import UnwritableError

Record = Callable[..., dict[str, Any]]
HEADER = {"set": "借阅", "version": 3, "corpus": "samples", "written": "2026-11-22", "note": "=写成\n两行"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_printed_is_read_whatever_it_holds(record: Record, ending: str) -> None:
    places = [
        {"regulation": "甲｜《乙；丙》办法", "article": "17", "label": "（2）"},
        {"regulation": "长标题…", "article": "第8条", "label": ""},
    ]
    turns = [{"question": "@SUM(1)", "answer": "-2\n问：三"}, {"question": "二", "answer": ""}]
    records = [
        record(question='=HYPERLINK("x")', facts=[["1/3", "／三分之一"], ["a\\b；", "两\n行"], ["10%"]], note="'=x"),
        record(id="007", question="+1", kind="followup", history=turns, as_of="2024-05-01", gold=places),
        record(id="1-2", question='-5度，"引号",换\n行 ', kind="multi", gold=places, match="all"),
        record(id="e", question="＝1", kind="unanswerable", gold=[], facts=[], unanswerable=True),
    ]
    found = parse(f"题{ending}", printed(f"新{ending}", records, HEADER))
    assert not found.problems and not found.remarks
    assert found.header == HEADER
    assert [made for _, made in found.records] == records


def test_faults_in_records_are_named_before_anything_is_printed(record: Record) -> None:
    with pytest.raises(UnwritableError) as caught:
        printed("题.csv", [record(), record(kind="guess")], HEADER)
    assert [problem.field for problem in caught.value.problems] == ["kind", "id"]


def test_the_template_is_right_but_for_its_questions() -> None:
    found = parse("我的题.xlsx", template())
    assert [problem.message[:6] for problem in found.problems] == ["一道题也没有"]
    assert (found.header["set"], found.header["version"]) == ("我的题", 1)
