from __future__ import annotations

from collections.abc import Callable

from app.claims import Passage
from app.claims.units import units

Make = Callable[..., Passage]


def written(passage: Passage) -> list[str]:
    return ["".join(each.text + each.sign for each in unit.clauses) for unit in units(passage)]


def test_every_sentence_is_a_unit(passage: Make) -> None:
    assert written(passage("甲应当回避。乙可以旁听。\n丙不得参加。")) == [
        "甲应当回避。",
        "乙可以旁听。",
        "丙不得参加。",
    ]


def test_one_of_several_conditions_stands_before_what_follows_from_it(passage: Make) -> None:
    made = written(passage("借阅人有下列情形之一的，停止借阅：\n（一）逾期不还的；\n（二）损坏图书的。"))
    assert "借阅人逾期不还的，停止借阅。" in made
    assert "借阅人损坏图书的，停止借阅。" in made


def test_conditions_that_must_all_hold_stand_only_together(passage: Make) -> None:
    made = units(passage("符合下列条件的，可以延期：\n（一）按期报告；\n（二）没有逾期。"))
    assert [unit.whole for unit in made] == [False, True]
    assert "".join(each.text for each in made[1].clauses) == "符合下列条件的可以延期按期报告没有逾期"


def test_what_is_listed_takes_the_place_of_its_announcement(passage: Make) -> None:
    made = written(passage("申请人应当提交下列材料：\n（一）登记表；\n（二）证明。"))
    assert "申请人应当提交登记表；" in made
    assert "申请人应当提交登记表、证明" in made
    assert "下列费用不予报销" not in written(passage("下列费用不予报销：\n（一）个人消费；\n（二）罚款。"))
    assert "个人消费不予报销：" in written(passage("下列费用不予报销：\n（一）个人消费；\n（二）罚款。"))


def test_items_with_conditions_of_their_own(passage: Make) -> None:
    made = written(passage("请假应当提交下列材料：\n（一）三天以内的，提交病历；\n（二）超过三天的，提交诊断证明。"))
    assert "请假三天以内的，应当提交病历；" in made
    assert "请假超过三天的，提交诊断证明。" in made


def test_lists_within_lists(passage: Make) -> None:
    made = written(
        passage(
            "有下列情形之一的，不合格：\n（一）弄虚作假，有下列行为之一的：\n1.篡改数据；\n2.代写论文；\n（二）旷工的。"
        )
    )
    assert "弄虚作假，代写论文，不合格。" in made
    assert "旷工的，不合格。" in made


def test_each_unit_has_its_address(passage: Make) -> None:
    made = units(passage("有下列情形之一的，不合格：\n（一）缺考的；\n（二）旷工的。", label="第四条"))
    places = {"".join(each.text for each in unit.clauses): unit.place for unit in made}
    place = places["旷工的不合格"]
    assert place is not None
    assert place.format() == "第四条第（二）项"


def test_a_field_that_stands_twice_belongs_to_nobody_knows_whom(passage: Make) -> None:
    text = "措施1：更换门禁。\n责任单位：后勤处\n完成时限：三月底\n措施2：清查库房。\n责任单位：保卫科"
    assert written(passage(text)) == ["措施1：更换门禁。", "完成时限：三月底", "措施2：清查库房。"]


def test_a_sentence_that_is_wrapped_is_left_alone(passage: Make) -> None:
    [first, last] = units(passage("评价档次为较好，扣一分；评价档\n次为较差，扣两分；另行通报。\n甲应当回避。"))
    assert first.clauses[-1].sign == "⏎"
    assert last.clauses[0].text == "甲应当回避"


def test_only_the_first_sentence_of_an_item_needs_what_announces_it(passage: Make) -> None:
    steps = passage("测评按照下列程序进行：\n（一）述职。被测评人应当到会述职。\n（二）评议。")
    assert "被测评人应当到会述职。" in written(steps)
    bound = passage("测评不合格的，按照下列规定办理：\n（一）谈话。院长应当与本人谈话。\n（二）培训。")
    assert "院长应当与本人谈话。" not in written(bound)
    assert "测评不合格的，按照下列规定办理：院长应当与本人谈话。" in written(bound)
