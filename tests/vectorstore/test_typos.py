"""Slips of typing by sound."""

from __future__ import annotations

import pytest

from vectorstore.typos import Typos
from vectorstore.words import Segmenter

WORDS = [
    "年度",
    "考核",
    "处分",
    "记过",
    "不确定档次",
    "基本合格",
    "合格",
    "公示期",
    "薪级工资",
    "病假",
    "旷工",
    "绩效工资",
    "得优秀",
    "事由",
    "定档次",
    "不合格",
]


@pytest.fixture(scope="module")
def typos(segmenter: Segmenter) -> Typos:
    return Typos(WORDS, segmenter)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("年度考合怎么算", "年度考核怎么算"),
        ("不却定档次的有绩效吗", "不确定档次的有绩效吗"),
        ("考核基本和格怎么办", "考核基本合格怎么办"),
        ("年度考核不和格", "年度考核不合格"),
        ("记过当年怎么订档次", "记过当年怎么定档次"),
        ("公是期几天？", "公示期几天？"),
        ("薪及工资", "薪级工资"),
        ("病甲超过半年", "病假超过半年"),
        ("连续旷功几天", "连续旷工几天"),
        ("绩校工资怎么发", "绩效工资怎么发"),
    ],
)
def test_put_right(typos: Typos, typed: str, meant: str) -> None:
    assert typos.correct(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "年度考核合格的优秀人选",
        "是由谁来批",
        "事假最多几天",
        "病假和事假合计",
        "HR 的考勤",
        "",
        "的得地",
        "第44条第6项",
        "合 格",
    ],
)
def test_what_makes_sense_is_left_alone(typos: Typos, question: str) -> None:
    assert typos.correct(question) == question


def test_two_words_that_sound_the_same_leave_it_open(segmenter: Segmenter) -> None:
    assert Typos(["病假"], segmenter).correct("病甲几天") == "病假几天"
    assert Typos(["病假", "病价"], segmenter).correct("病甲几天") == "病甲几天"
