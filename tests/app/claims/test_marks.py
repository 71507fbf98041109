from __future__ import annotations

import pytest

from app.claims.marks import Part, ends_with_mark, is_mark, parts, without_marks


@pytest.mark.parametrize("mark", ["[1]", "［1］", "【1】", "[^1]", "[１]", "[ 1 ]", "[摘录1]", "[资料12]"])
def test_one_mark_in_many_ways(mark: str) -> None:
    assert parts(f"甲应当回避{mark}。") == (Part("甲应当回避", (int("12") if "12" in mark else 1,), "。"),)
    assert is_mark(mark)


@pytest.mark.parametrize("mark", ["[1,2]", "[1、2]", "[1][2]", "【1】 ［2］", "[1, 2]", "[1][1][2]"])
def test_several_marks_each_counted_once(mark: str) -> None:
    [part] = parts(f"甲应当回避{mark}。")
    assert part.numbers == (1, 2)
    assert part.text == "甲应当回避［1］［2］。"


@pytest.mark.parametrize(
    "text", ["〔2023〕5号", "[2023]5号", "[12]5号", "[123]", "（1）", "(1)", "[一]", "[]", "[1", "[1-3]"]
)
def test_what_is_no_mark(text: str) -> None:
    assert not any(part.numbers for part in parts(f"甲发{text}文件"))


def test_a_mark_is_a_boundary() -> None:
    first, second = parts("甲应当回避[1]，乙可以旁听[2]。")
    assert (first.words, first.numbers) == ("甲应当回避", (1,))
    assert (second.words, second.numbers, second.end) == ("，乙可以旁听", (2,), "。")


def test_words_behind_the_last_mark_have_none() -> None:
    assert [part.numbers for part in parts("甲应当回避[1]，乙可以旁听。")] == [(1,), ()]


def test_marks_before_the_words_count_for_them() -> None:
    [part] = parts("根据[1]，甲应当回避[2]。")
    assert part.numbers == (1, 2)
    assert part.text == "根据［1］，甲应当回避［1］［2］。"
    [bare] = parts("[1] 甲应当回避。")
    assert (bare.numbers, bare.text) == ((1,), "甲应当回避。［1］")


def test_reading_the_text_again_gives_the_same() -> None:
    for sentence in ("根据[1]，甲应当回避。", "[1]甲应当回避。", "甲[1]，乙【2,1】。", "甲。[1]"):
        once = "".join(part.text for part in parts(sentence))
        assert "".join(part.text for part in parts(once)) == once


def test_marks_taken_out() -> None:
    assert without_marks("甲[1]，乙［2］。") == "甲，乙。"
    assert ends_with_mark("甲【1】")
    assert not ends_with_mark("甲【1】。")
