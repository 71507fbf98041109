from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.claims.sentences import CUT, LONGEST, Sentences


def cut(*pieces: str) -> list[str]:
    splitter = Sentences()
    return [sentence for piece in pieces for sentence in splitter.feed(piece)] + splitter.end()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲应当回避。[1][2]乙可以旁听[3]。", ["甲应当回避。[1][2]", "乙可以旁听[3]。"]),
        ("甲应当回避。 ［1］\n乙可以旁听！【2】", ["甲应当回避。［1］", "乙可以旁听！【2】"]),
        ("记过为六个月；记大过为十二个月[1]。", ["记过为六个月；记大过为十二个月[1]。"]),
        ("记过为六个月[1]；记大过为十二个月[1]。", ["记过为六个月[1]；", "记大过为十二个月[1]。"]),
        ("记过为六个月；[1]记大过为十二个月。[1]", ["记过为六个月；[1]", "记大过为十二个月。[1]"]),
        ("系数为1.5，见第3.2节[1]。", ["系数为1.5，见第3.2节[1]。"]),
        ("甲应当回避[1].乙可以旁听[2].", ["甲应当回避[1].", "乙可以旁听[2]."]),
        ("规定：“甲应当回避。乙可以旁听。”[1]丙", ["规定：“甲应当回避。乙可以旁听。”[1]", "丙"]),
        ("甲应当回避。[重要]乙可以旁听", ["甲应当回避。", "[重要]乙可以旁听"]),
        ("甲应当回避。[12", ["甲应当回避。[12"]),
        ("甲应当回避！！！乙", ["甲应当回避！！！", "乙"]),
    ],
)
def test_marks_belong_to_the_sentence_before(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("- 甲应当回避[1]\n* 乙可以旁听[1]\n• 丙不得参加[1]", ["甲应当回避[1]", "乙可以旁听[1]", "丙不得参加[1]"]),
        ("1. 甲应当回避[1]\n2、乙可以旁听[1]\n3) 三天以内[1]", ["甲应当回避[1]", "乙可以旁听[1]", "三天以内[1]"]),
        ("1.5倍发放[1]\n3、4月开展[1]", ["1.5倍发放[1]", "3、4月开展[1]"]),
        ("（一）甲应当回避[1]", ["（一）甲应当回避[1]"]),
        ("## 结论\n**甲应当回避。**[1]", ["结论", "甲应当回避。[1]"]),
        ("答：甲应当回避[1]。\n回答： 乙可以旁听[1]。", ["甲应当回避[1]。", "乙可以旁听[1]。"]),
        ("```\n甲。\n```\n乙可以旁听[1]。\n~~~py\n丙", ["乙可以旁听[1]。"]),
        ("\n\n[1]\n。\n", []),
    ],
)
def test_what_only_arranges_the_text_is_dropped(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("<think>想一想。\n</think>甲应当回避[1]。", ["甲应当回避[1]。"]),
        ("<THINKING>想。</Thinking>甲[1]。", ["甲[1]。"]),
        ("甲应当回避[1]。<think>永远想不完。", ["甲应当回避[1]。"]),
        ("先想想，再想想</think>甲应当回避[1]。", ["甲应当回避[1]。"]),
        ("<thi", ["<thi"]),
        ("甲<b>乙</b>[1]。", ["甲<b>乙</b>[1]。"]),
    ],
)
def test_thoughts_are_dropped(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_a_sentence_is_given_when_the_next_one_begins_and_not_before() -> None:
    splitter = Sentences()
    assert splitter.feed("甲应当回避。") == []
    assert splitter.feed("[1") == []
    assert splitter.feed("]") == []
    assert splitter.feed("乙") == ["甲应当回避。[1]"]
    assert splitter.feed("可以旁听[1]") == []
    assert splitter.feed("\n") == ["乙可以旁听[1]"]
    assert splitter.end() == []


def test_an_endless_sentence_is_given_up_and_the_next_one_is_not() -> None:
    [lost, kept] = cut("长" * 5_000 + "。甲应当回避[1]。")
    assert lost == "长" * LONGEST + CUT
    assert kept == "甲应当回避[1]。"


def test_memory_is_bounded() -> None:
    splitter = Sentences()
    for _ in range(200):
        splitter.feed("```" + "长" * 100)
        splitter.feed("<think>" * 20)
    assert len(splitter._text) <= LONGEST + 1


SIGNS = st.text(st.sampled_from("甲乙1。；，.\n[]［1］【】“”*#-<>/think`（）!? \r"), max_size=60)


@given(st.data(), SIGNS)
def test_however_the_stream_is_chopped(data: st.DataObject, text: str) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    assert cut(*pieces) == cut(text)
