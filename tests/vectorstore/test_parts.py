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
            ["受了处分，当年怎么考核", "（接上问：受了处分）工资受什么影响"],
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
