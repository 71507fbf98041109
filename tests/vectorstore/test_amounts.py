"""Amounts of questions and limits of texts."""

from __future__ import annotations

import math

import pytest

from vectorstore.amounts import Amount, fit, limits, stated


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("请一天假找谁", Amount("time", 1, 1)),
        ("住了四个月医院", Amount("time", 120, 120)),
        ("值了七个多月班", Amount("time", 210, 315, above=True)),
        ("在外大半年", Amount("time", 182.5, 273.75, above=True)),
        ("离岗超过半年", Amount("time", 182.5, math.inf, above=True)),
        ("工作不满三年", Amount("time", 0, 1095, below=True)),
        ("考了68分", Amount("points", 68, 68)),
        ("六七十个会员", Amount("people", 60, 79)),
        ("只有一两个会员", Amount("people", 1, 2)),
        ("等了十二个钟头", Amount("hours", 12, 12)),
        ("花了３.5万元", Amount("money", 35_000, 35_000)),
        ("八月份报名的", Amount("date", 217, 248)),
    ],
)
def test_what_a_question_states(question: str, amount: Amount) -> None:
    assert stated(question) == (amount,)


@pytest.mark.parametrize(
    "question", ["第二年怎么办", "2024年的办法", "一年开几次", "每三年一次", "出差一天多少钱", "两个办法"]
)
def test_what_is_no_amount(question: str) -> None:
    assert stated(question) == ()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("超过三天不满三十天的，交证明", Amount("time", 3, 30, above=True, below=True)),
        ("三天以内的，由组长批准", Amount("time", 0, 3)),
        ("六十分以上不满七十五分的", Amount("points", 60, 75, below=True)),
        ("50人以上、不足100人的", Amount("people", 50, 100, below=True)),
        ("病假不超过六个月的，发给", Amount("time", 0, 180)),
        ("九月三十日前届满的", Amount("date", 0, 278)),
    ],
)
def test_the_limits_of_a_text(text: str, amount: Amount) -> None:
    assert limits(text) == (amount,)


def test_a_demand_is_no_limit() -> None:
    assert limits("公示期不少于五个工作日。") == ()


@pytest.mark.parametrize(
    ("question", "text", "verdict"),
    [
        ("请十天假", "三天以内的，由组长批准", -1),
        ("请十天假", "超过三天的，由主任批准", 1),
        ("请三天假", "三天以内的，由组长批准", 1),
        ("请三天假", "超过三天的，由主任批准", -1),
        ("请三天假", "三天以上的，由主任批准", 1),
        ("得了七十五分", "六十分以上不满七十五分的", -1),
        ("请十天假", "满五人的，设组长", 0),
        ("超过两天的", "三天以内的", 0),
        ("怎么请假", "三天以内的，由组长批准", 0),
    ],
)
def test_whether_an_amount_is_within_the_limits(question: str, text: str, verdict: int) -> None:
    assert fit(stated(question), text) == verdict
