from __future__ import annotations

from collections.abc import Callable

import pytest

from app.claims import Passage, check
from app.claims.clause import clauses
from app.claims.omission import carried, followers, jumps, may_run_on
from app.claims.units import units

Make = Callable[..., Passage]


@pytest.mark.parametrize(
    ("text", "after_first"),
    [
        ("受处分的，参加测评，不定等次。", [1]),
        ("受处分的，不写评语，不定等次。", [1, 2]),
        ("测评优秀的，可以晋升，报院长批准。", [1]),
        ("测评优秀的，院长应当谈话，奖金为五千元。", [1, 2]),
        ("测评优秀的，经院长批准，可以晋升。", [1]),
        ("受记过处分的，受记大过处分的，不定等次。", [1, 2]),
        ("测评优秀的，受处分的，不定等次。", [1]),
        ("连续旷工三天，或者累计旷工五天的，解除合同。", [1, 2]),
        ("测评优秀的，除适用前条规定外，并给予奖励。", [1, 2]),
        ("部门应当申请，写明理由，由后勤处派车。", [1, 2]),
    ],
)
def test_what_may_come_after_the_first_clause(passage: Make, text: str, after_first: list[int]) -> None:
    assert list(followers(units(passage(text))[0], 0, -1)) == after_first


def test_several_conditions_in_pairs(passage: Make) -> None:
    [unit] = units(passage("受记过处分的，处分当年，以及受记大过处分的，处分当年和次年，不定等次。"))
    assert 4 in followers(unit, 1, 0)  # the second pair left out
    assert 4 not in followers(unit, 0, -1)
    assert 3 not in followers(unit, 0, -1)  # 记过 with 当年和次年


def test_another_clause_takes_up_the_subject(passage: Make) -> None:
    [unit] = units(passage("事假一次不得超过十天，全年不得超过二十天。"))
    assert list(carried(unit, 0, unit.clauses[0].cut)) == [(1, 0)]
    [unit] = units(passage("本院可以解除合同，但应当提前通知。"))
    assert list(carried(unit, 0, unit.clauses[0].cut)) == []
    [unit] = units(passage("科研岗不得少于三篇，工勤岗不作要求，可以免考。"))
    assert list(carried(unit, 0, unit.clauses[0].cut)) == []


def test_brackets_that_limit_nothing() -> None:
    [clause] = clauses("县（市、区）主管机关（不含乡镇）应当登记")
    assert list(jumps(clause, False)) == [1]
    [tied] = clauses("并且应当登记")
    assert jumps(tied, True) == {0: 2}
    assert jumps(tied, False) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请假的，应当登记。", True),
        ("参加测评，不定等次。", True),
        ("不得评优，停发奖金。", False),
        ("标准为：甲每天五元。", True),
        ("记过，六个月。", True),
    ],
)
def test_punctuation_left_out(text: str, expected: bool) -> None:
    here, there = clauses(text)
    assert may_run_on(here, there) is expected


def test_what_speaks_of_something_that_is_left_out_stays(passage: Make) -> None:
    [unit] = units(passage("协会应当将培训经费纳入预算，可以按照规定在税前扣除。"))
    assert list(carried(unit, 0, unit.clauses[0].cut)) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("病假每年不超过三十日，由科长批准。", "病假每年不超过三十日的，由科长批准。"),
        ("病假不超过三十日的，由科长批准；超过三十日的，由院长批准。", "病假不超过三十日，由科长批准。"),
        ("值守人员应当登记，离岗前交接钥匙。", "值守人员应当登记的，离岗前交接钥匙。"),
        ("职工不得兼职，由人事处检查。", "职工不得兼职的，由人事处检查。"),
        ("各科室每季度盘点，由财务处复核。", "各科室每季度盘点的，由财务处复核。"),
    ],
)
def test_a_limit_is_no_condition_and_a_condition_no_limit(passage: Make, text: str, sentence: str) -> None:
    assert check(f"{sentence}[1]", {1: passage(text)}).claim is None
    assert check(f"{text.split('；')[0].rstrip('。')}。[1]", {1: passage(text)}).claim is not None


def test_a_condition_may_get_its_particle(passage: Make) -> None:
    text = "伪造数据，或者篡改数据的，考评定为不合格。"
    assert check("伪造数据的，考评定为不合格。[1]", {1: passage(text)}).claim is not None
