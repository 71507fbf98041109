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
        (
            "骑车来的人和走路来的人，饭费分别怎么算？",
            ["骑车来的人，饭费怎么算", "走路来的人，饭费怎么算"],
        ),
        (
            "志愿者的人数和经费，分别怎么定",
            ["志愿者的人数，怎么定", "志愿者的经费，怎么定"],
        ),
        (
            "请十天假，要交什么材料、谁签字？",
            ["请十天假，要交什么材料", "请十天假，谁签字"],
        ),
        (
            "节目单最晚几号交上去，要是没交会怎么样？",
            ["节目单最晚几号交上去", "节目单要是没交会怎么样"],
        ),
        (
            "比赛的100分由哪两项组成？没得满分有什么影响？",
            ["比赛的100分由哪两项组成", "比赛没得满分有什么影响"],
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
    assert parts("学生的借期和教师的借期，长短是一样的吗？") == ["学生的借期，长短怎么规定", "教师的借期，长短怎么规定"]


@pytest.mark.parametrize("text", ["还是甲" * 400 + "丁。末各", "甲和" * 500 + "分别有", "，几" * 500])
def test_any_text_is_read_at_once(text: str) -> None:
    parts(text)
