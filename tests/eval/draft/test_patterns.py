"""What each pattern makes of a sentence: the question, and the words that an answer must contain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from eval.draft.conditions import cases, conditions, exceptions, prohibitions
from eval.draft.lists import announced, enumerated
from eval.draft.model import Facts, Pattern, Unit
from eval.draft.numbers import numbers
from eval.draft.roles import definitions, duties
from eval.draft.vague import vague

Make = Callable[..., Unit]


def only(pattern: Pattern, unit: Unit) -> tuple[str, Facts]:
    (found,) = pattern(unit)
    return found.core, found.facts


@pytest.mark.parametrize(
    ("text", "core", "facts"),
    [
        ("借用人应当提前两个工作日申请", "借用人应当提前几个工作日申请", (("两个工作日", "2个工作日"),)),
        ("借用期限一般不超过15日", "借用期限不超过多少天", (("不超过15日", "不超过十五日"),)),
        ("押金为船价的百分之二十", "押金为船价的百分之多少", (("百分之二十", "20%"),)),
        ("船员10人以上的，设立船队", "船员达到多少人的，设立船队", (("10人以上", "十人以上"),)),
        ("船员5人以上、10人以下的，设立小组", "船员多少人的，设立小组", (("5人以上、10人以下",),)),
        ("船务室每年6月底前公布船期", "船务室每年几月底前公布船期", (("每年6月底前", "每年六月底前"),)),
        ("损坏船只的，赔偿修理费的30%至50%", "损坏船只的，赔偿修理费的百分之多少", (("30%至50%",),)),
        ("船务室每月至少检查1次", "船务室每月至少检查几次", (("检查1次", "检查一次"),)),
    ],
)
def test_numbers_are_asked_for(unit: Make, text: str, core: str, facts: Facts) -> None:
    assert only(numbers, unit(text)) == (core, facts)


@pytest.mark.parametrize(
    "text",
    [
        "船务室2024年成立",  # a year is no limit
        "落实“三不两直”要求",  # a slogan in quotation marks
        "办好两件大事",  # nobody asks how many
        "按照第十条登记",  # an address
        "其期限不超过15日",  # it is not said whose
        "到岸后应当在15日内",  # what then?
    ],
)
def test_numbers_that_nobody_asks_for(unit: Make, text: str) -> None:
    assert list(numbers(unit(text))) == []


def test_a_number_in_an_item_takes_the_consequence_from_the_lead_in(unit: Make) -> None:
    item = unit("逾期三日以上的", lead="有下列情形之一的，停止借用")
    assert only(numbers, item)[0] == "逾期达到多少天的，停止借用"


def test_what_follows_is_asked_before_the_condition(unit: Make) -> None:
    found = list(numbers(unit("连续三次逾期的，一年内不得借用，限期10日内归还")))
    assert found[0].facts == (("10日内", "十日内"),)


@pytest.mark.parametrize(
    ("lead", "core"),
    [
        ("借用人应当具备下列条件", "借用人应当具备哪些条件"),
        ("有下列情形之一的，停止借用", "有哪些情形的，停止借用"),
        ("船只损坏的，按照下列规定办理", "船只损坏的，怎么办理"),
        ("船务室的职责是", "船务室的职责是什么"),
        ("借用费包括", "借用费包括哪些内容"),
    ],
)
def test_lists_are_asked_for(unit: Make, lead: str, core: str) -> None:
    found = unit(lead, items=("会游泳的；", "持有驾驶证，并在有效期内"))
    assert only(announced, found) == (core, (("会游泳",), ("持有驾驶证",)))


def test_a_lead_in_of_unknown_wording_makes_nothing(unit: Make) -> None:
    assert list(announced(unit("船务室说明", items=("会游泳的",)))) == []


def test_things_in_one_sentence(unit: Make) -> None:
    assert only(enumerated, unit("船只分为快艇、帆船和趸船三类")) == (
        "船只分为哪几类",
        (("快艇",), ("帆船",), ("趸船",)),
    )
    assert only(enumerated, unit("借用费包括燃油费、保险费和泊位费"))[0] == "借用费包括哪些内容"


@pytest.mark.parametrize(
    ("text", "core", "facts"),
    [
        ("逾期不还的，停止借用资格", "逾期不还的，应当怎么办", (("停止借用资格",),)),
        ("逾期不还的，取消借用资格", "逾期不还的，会怎么处理", (("取消借用资格",),)),
        ("借用人生病的，船务室应当另行安排", "借用人生病的，船务室应当怎么办", (("另行安排",),)),
        ("无证驾驶的，不得借用快艇", "无证驾驶的，可以借用快艇吗", (("不得借用快艇",),)),
    ],
)
def test_conditions(unit: Make, text: str, core: str, facts: Facts) -> None:
    assert only(conditions, unit(text)) == (core, facts)


def test_a_condition_that_leans_on_the_sentence_before_makes_nothing(unit: Make) -> None:
    assert list(conditions(unit("但另有约定的，从其约定"))) == []


def test_a_case_takes_the_consequence_from_the_lead_in(unit: Make) -> None:
    item = unit("把船转借给他人", lead="借用人有下列行为之一的，取消借用资格")
    assert only(cases, item) == ("借用人把船转借给他人的，会怎么处理", (("取消借用资格",),))


def test_prohibitions_are_asked_as_permission(unit: Make) -> None:
    assert only(prohibitions, unit("借用的船只不得擅自改装")) == ("借用的船只可以改装吗", (("不得擅自改装",),))


def test_exceptions(unit: Make) -> None:
    assert only(exceptions, unit("船只除正在修理的以外，应当全部开放借用"))[0] == "船只应当全部开放借用，有哪些例外"
    assert only(exceptions, unit("夜间停止借用，但抢险救援的除外")) == ("夜间停止借用，有哪些例外", (("抢险救援",),))


@pytest.mark.parametrize(
    ("text", "core", "facts"),
    [
        ("本办法由船务室负责解释", "本办法由谁负责解释", (("船务室",),)),
        ("船务室负责安排泊位", "哪个部门负责安排泊位", (("船务室",),)),
        ("借用计划经审核后，报院务会批准", "借用计划经审核后，报谁批准", (("院务会",),)),
    ],
)
def test_duties(unit: Make, text: str, core: str, facts: Facts) -> None:
    assert only(duties, unit(text)) == (core, facts)


@pytest.mark.parametrize("text", ["无正当理由拒绝考核的人员", "不得将由本室承担的任务转交", "由船务室负责人签字"])
def test_what_is_no_duty(unit: Make, text: str) -> None:
    assert list(duties(unit(text))) == []


def test_definitions(unit: Make) -> None:
    core, facts = only(definitions, unit("本办法所称船只，是指登记在册的机动船和帆船"))
    assert core == "船只是指什么"
    assert facts == (("登记在册",),)


def test_what_the_text_leaves_open_must_be_checked(unit: Make) -> None:
    (found,) = vague(unit("船务室应当及时公布停航通知"))
    assert (found.core, found.kind, found.state) == ("船务室应当在几天内公布停航通知", "unanswerable", "请核实")
    assert "及时" in found.note
    assert list(vague(unit("船务室应当及时公布停航通知，最迟不超过3日"))) == []
