"""Follow-ups written out."""

from __future__ import annotations

import pytest

from vectorstore.followup import resolve
from vectorstore.lexical import Lexical
from vectorstore.synonyms import Vocabulary
from vectorstore.words import Segmenter


@pytest.fixture(scope="module")
def lexical(segmenter: Segmenter, vocabulary: Vocabulary) -> Lexical:
    return Lexical(["考核"], segmenter, vocabulary)


@pytest.mark.parametrize(
    ("before", "question", "written"),
    [
        ("受记过处分当年怎么定档", "那党内严重警告呢？", "受党内严重警告处分当年怎么定档"),
        ("考核基本合格怎么发绩效？", "不合格的呢？", "考核不合格怎么发绩效？"),
        ("病假超过半年怎么考核？", "换成休产假呢？", "休产假超过半年怎么考核？"),
        ("考核办法第四十四条怎么规定的", "那第四十五条呢", "考核办法第四十五条怎么规定的"),
        ("2023年的优秀比例是多少", "那2021年呢", "2021年的优秀比例是多少"),
        ("方案问题一的第一条工作措施什么时候完成？", "第二条措施谁负责？", "方案问题一工作措施2谁负责？"),
        ("机关党支部一届几年？", "那机关党委一届几年？", "机关党委一届几年？"),
        ("党委会多久开一次？", "那要多少人到会才行？", "（接上问：党委会多久开一次）要多少人到会才行？"),
        ("优秀最多占多少？", "那拿过表彰的单位呢？", "（接上问：优秀最多占多少）拿过表彰的单位呢？"),
    ],
)
def test_written_out(lexical: Lexical, before: str, question: str, written: str) -> None:
    assert resolve(question, [before], lexical) == written


@pytest.mark.parametrize("question", ["事假一年最多能请多少天", "受撤职处分的人第二年考核能定什么档？", ""])
def test_a_question_that_stands_on_its_own_is_left_alone(lexical: Lexical, question: str) -> None:
    assert resolve(question, ["病假怎么算"], lexical) == question
    assert resolve("那事假呢", [], lexical) == "那事假呢"


def test_a_chain_of_follow_ups(lexical: Lexical) -> None:
    asked = ["考核基本合格还涨工资吗？", "那不合格的呢？"]
    assert resolve("优秀呢？", asked, lexical) == "考核优秀还涨工资吗？"
    asked = ["党委会多久开一次？", "那要多少人到会才行？"]
    assert resolve("那谁来主持？", asked, lexical).count("（接上问") == 1
