from __future__ import annotations

import pytest

from app.claims.canonical import BREAK, canonical, fold, squeeze, unseen


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("请假三天", "请假3天"),
        ("请假三天", "请假３日"),
        ("两天", "二日"),
        ("十五个工作日", "15工作日"),
        ("百分之五十", "50％"),
        ("百分之百", "100%"),
        ("千分之三", "3‰"),
        ("百分之十二点五", "12.5%"),
        ("三分之一", "1/3"),
        ("五万元", "50000元"),
        ("一点五万元", "1.5万元"),
        ("一亿零五百万", "105000000"),
        ("一万五千元", "15,000元"),
        ("二〇二四年", "2024年"),
        ("第三次", "第 3 次"),
        ("七至十一名", "7-11名"),
        ("七至十一名", "7～11 名"),
        ("三月三日", "3月3号"),
        ("两个小时", "2小时"),
        ("甲、乙和丙", "甲、乙以及丙"),
        ("甲或者乙", "甲或乙"),
        ("应当可以", "应可"),
        ("三日以内", "三日内"),
        ("受“记过”处分", "受 记过 处分"),
        ("ＡＢＣ（甲）", "ABC(甲)"),
        ("甲，乙。", "甲；乙，。"),
        ("⽇", "日"),
    ],
)
def test_the_same_in_other_signs(one: str, other: str) -> None:
    assert canonical(one).keys == canonical(other).keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("15日", "15个工作日"),
        ("三月", "三个月"),
        ("三年", "第三年"),
        ("三月三日", "三月三天"),
        ("五成", "百分之五十"),
        ("10³元", "103元"),
        ("①", "1"),
        ("应当", "必须"),
        ("必须", "须"),
        ("以上", "以下"),
        ("甲和乙", "甲或乙"),
        ("满一年", "满周年"),
        ("1.5", "15"),
        ("三分之一", "三分之二"),
        ("百分之五", "千分之五"),
        ("五万", "五千"),
        ("三十五", "三至五"),
        ("一二", "十二"),
        ("合格", "不合格"),
        ("а", "a"),  # Cyrillic
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert canonical(one).keys != canonical(other).keys


def test_where_signs_stand() -> None:
    text = "请 十五天，假"
    found = canonical(text)
    assert found.keys == ("请", "#15", "日", BREAK, "假")
    assert [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == ["请", "十五", "天", "，", "假"]


def test_what_is_no_number_stays_as_it_is() -> None:
    assert canonical("一百二").keys == ("一", "百", "二")
    assert canonical("三四十人").keys == ("三", "四", "十", "人")
    assert canonical("一般一律").keys == ("一", "般", "一", "律")


def test_folding_keeps_the_length() -> None:
    text = "（３）　①２，㎏豈⽇½"
    assert len(fold(text)) == len(text)
    assert fold("（３）豈⽇") == "(3)豈日"
    assert squeeze(" “甲 乙”\n丙") == "甲乙丙"


@pytest.mark.parametrize(
    "char", ["\u200b", "\u202e", "\ufeff", "\u0336", "\ufe0f", "\ue000", "\x07", "\u00ad", "\u2028"]
)
def test_characters_that_hide(char: str) -> None:
    assert unseen(f"甲{char}乙")


def test_characters_that_do_not() -> None:
    assert not unseen("甲乙　（1）“丙”\n\t€①³")
