"""Questions that ask several things at once."""

from __future__ import annotations

import pytest

from vectorstore.parts import parts


@pytest.mark.parametrize(
    ("question", "several"),
    [
        (
            "平时考核和专项考核分别怎么开展？",
            ["平时考核怎么开展", "专项考核怎么开展"],
        ),
        (
            "机关里党委、总支、支部分别要多少党员？",
            ["机关里党委要多少党员", "机关里总支要多少党员", "机关里支部要多少党员"],
        ),
        (
            "党委会多久开一次、到会多少人才算数？",
            ["党委会多久开一次", "党委会到会多少人才算数"],
        ),
        (
            "受了处分，当年怎么考核，工资受什么影响？",
            ["受了处分，当年怎么考核", "关于“受了处分”，工资受什么影响"],
        ),
    ],
)
def test_several_things(question: str, several: list[str]) -> None:
    assert parts(question) == several


@pytest.mark.parametrize(
    "question",
    [
        "受记过处分当年怎么定档",
        "考核结果我不签字，是不是就不作数了？",
        "优秀、合格的人数",
        "各地区怎么开展考核？",
        "",
        "？",
    ],
)
def test_one_thing(question: str) -> None:
    assert parts(question) == []


def test_each_of_two_that_are_compared_is_asked_about() -> None:
    assert parts("借书，学生和教师各自能借几本？") == ["借书，学生能借几本", "借书，教师能借几本"]
    assert parts("学生和教师的借期一样长吗？") == ["学生的借期吗", "教师的借期吗"]
