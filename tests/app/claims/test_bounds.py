from __future__ import annotations

from collections.abc import Callable

import pytest

from app.claims import Passage
from app.claims.bounds import beginnings, may_end
from app.claims.units import units

Make = Callable[..., Passage]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("名单应当公示，公示期为五天。", [0, 1]),
        ("测评优秀的，奖金为五千元。", [0]),
        ("本人应当申请，部门可以批准。", [0]),
        ("本人申请，奖金为五千元。", [0]),
        ("职工应当登记，由人事处保存。", [0]),
        ("请假三天的，由科长批准；休假的，由院长批准。", [0, 2]),
        ("请假三天的，由科长批准；超过三天的，由院长批准。", [0]),
        ("无故缺席三次的，由科长约谈；缺席五次的，由院长约谈。", [0]),
        ("严禁饮酒，严禁发放礼品。", [0, 1]),
        ("注：甲不考核该项。", [0, 1]),
        ("受记过处分的，受记大过处分的，不定等次。", [0, 1]),
    ],
)
def test_beginnings(passage: Make, text: str, numbers: list[int]) -> None:
    assert list(beginnings(units(passage(text))[0])) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("名单应当公示，公示期为五天。", [0, 1]),
        ("测评优秀的，可以晋升，但受处分的除外。", [2]),
        ("名额可以上浮，最高不得超过两名。", [1]),
        ("职工不得兼职，经批准可以兼任学术职务。", [1]),
        ("受处分的人员参加测评，按照规定办理。", [1]),
        ("连续旷工三天，或者累计旷工五天的，解除合同。", [2]),
        ("甲应当回避；但自愿作证的除外。", [1]),
        ("标准为：甲每天五元，乙每天六元。", [1, 2]),
        ("有下列情形的，不得参加：", []),
    ],
)
def test_ends(passage: Make, text: str, numbers: list[int]) -> None:
    unit = units(passage(text))[0]
    assert [number for number in range(len(unit.clauses)) if may_end(unit, number)] == numbers


def test_what_is_narrowed_down_is_not_left_alone(passage: Make) -> None:
    unit = units(passage("受处分的当年，参加测评，只写评语，不定等次。"))[0]
    assert [number for number in range(len(unit.clauses)) if may_end(unit, number)] == [3]


def test_a_sentence_that_leans_on_the_one_before_begins_no_claim(passage: Make) -> None:
    first, second, third = units(passage("甲应当回避。其职务由乙代行。该职位为专职。"))
    assert beginnings(first) == (0,)
    assert beginnings(second) == beginnings(third) == ()


@pytest.mark.parametrize(
    "text",
    [
        "值守受伤的，由本院承担诊疗费，最高不超过两万元。",
        "支出由组长审批，超过八万元的还应当报院长审批。",
        "请假三天以上的，由组长提出意见，馆长审批。",
        "停车每小时收取六元，公务车辆不收费。",
        "年休假为五天；工作满十年的为十天。",
        "迟到的，扣发当日绩效；因雪灾受阻的不扣发。",
        "使用展厅应当预约；临时参观的，可以不预约。",
        "读者借阅四册，借期二十日；其中善本限馆内阅览。",
    ],
)
def test_a_limit_that_nothing_announces_is_not_lost(passage: Make, text: str) -> None:
    unit = units(passage(text))[0]
    first = unit.parts.count(unit.parts[0]) - 1 if "；" in text else len(unit.clauses) - 2
    assert not may_end(unit, first)


def test_the_next_case_is_no_limit(passage: Make) -> None:
    unit = units(passage("合格的，确定等次；不合格的，不确定等次。"))[0]
    assert may_end(unit, 1)
