from __future__ import annotations

from app.claims.layout import sentences, tree


def test_items_stand_below_what_announces_them() -> None:
    [lead, after] = tree(
        "有下列情形之一的，不予借阅：\n（一）甲；\n（二）乙，有下列行为的：\n1.丙；\n2.丁；\n（三）戊。\n己。"
    )
    assert [item.text for item in lead.items] == ["甲；", "乙，有下列行为的：", "戊。"]
    assert [item.item for item in lead.items] == [1, 2, 3]
    assert [(sub.text, sub.subitem) for sub in lead.items[1].items] == [("丙；", 1), ("丁；", 2)]
    assert (after.text, after.items) == ("己。", [])


def test_a_quotation_may_begin_with_an_item() -> None:
    [only] = tree("（十二）甲。")
    assert (only.item, only.text) == (12, "甲。")


def test_numbers_in_words_are_no_markers() -> None:
    [only] = tree("1.5倍发放。")
    assert (only.subitem, only.text) == (None, "1.5倍发放。")


def test_rows_are_a_table() -> None:
    [lead, table, after] = tree("见下表：\n档次 | 天数\n甲 | 三天\n乙 | 五天\n另行通知。")
    assert lead.text == "见下表："
    assert table.rows == [["档次", "天数"], ["甲", "三天"], ["乙", "五天"]]
    assert after.text == "另行通知。"


def test_a_line_that_ends_in_the_midst() -> None:
    [first, second] = tree("甲应当在五日内，提交申\n请表。")
    assert first.cut and second.continues
    [unit, place] = tree("责任单位：后勤处\n完成时限：三月底")
    assert not unit.cut and not place.continues


def test_what_takes_back_goes_with_what_it_takes_back() -> None:
    assert sentences("甲可以旁听。但当事人除外。乙不得旁听！") == ["甲可以旁听。但当事人除外。", "乙不得旁听！"]
