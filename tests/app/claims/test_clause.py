from __future__ import annotations

import pytest

from app.claims.clause import clauses


def test_cut_at_punctuation() -> None:
    assert [(each.text, each.sign) for each in clauses("请假 三天的，应当登记；乙：丙。")] == [
        ("请假三天的", "，"),
        ("应当登记", "；"),
        ("乙", "："),
        ("丙", "。"),
    ]


@pytest.mark.parametrize("text", ["请假三天的", "需要延期时", "经批准后", "处分期间", "受处分的当年", "在三日以内"])
def test_conditions(text: str) -> None:
    [clause] = clauses(text)
    assert clause.condition
    assert not clause.rule


@pytest.mark.parametrize("text", ["每天不少于两小时", "院长应当回避", "公示期为五天", "应当在三日以内", "由人事处按时"])
def test_no_conditions(text: str) -> None:
    assert not clauses(text)[0].condition


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("公示期为五天", "公示期"),
        ("院长应当回避", "院长"),
        ("不得离岗", ""),
        ("经批准可以离岗", ""),
        ("其期限为五天", ""),
    ],
)
def test_what_a_clause_speaks_of(text: str, subject: str) -> None:
    assert clauses(text)[0].subject == subject


def test_where_another_clause_may_take_over() -> None:
    assert clauses("事假一次不得超过十天")[0].cut == 2
    assert clauses("试用期不满一年的人员不得评优")[0].cut == len("试用期不满#年的人员")
    assert clauses("病假超过三天的")[0].threshold == 2
    assert clauses("津贴按出勤天数计算")[0].basis == 2
