"""Text into words and character pairs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from vectorstore.synonyms import Vocabulary
from vectorstore.words import FUNCTION_WORDS, Segmenter, asks, normalise, pairs, segmentation


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ＡＢ　优秀", "ab优秀"),
        ("百分之二十五", "25%"),
        ("十五个工作日", "15个工作日"),
        ("三分之二以上", "三分之二以上"),
        ("每年一次", "每年1次"),
        ("第一责任人", "第一责任人"),
        ("满 3 年", "满3年"),
    ],
)
def test_one_way_of_writing(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_the_vocabulary_s_words_stay_whole(segmenter: Segmenter) -> None:
    assert segmenter.cut("基本合格的，不得增加薪级工资。") == ["基本合格", "的", "不得", "增加", "薪级工资"]


def test_a_longer_word_contains_its_parts_but_not_its_rivals(segmenter: Segmenter) -> None:
    assert "工作" in segmenter.tokens("工作人员")
    assert "合格" not in segmenter.tokens("不合格") and "合格" not in segmenter.tokens("基本合格")


def test_rarity_tells_common_words_from_special_ones(segmenter: Segmenter) -> None:
    assert segmenter.rarity("我们") < segmenter.rarity("处分") < segmenter.rarity("薪级工资") == 1.0


def test_pairs_do_not_run_over_punctuation() -> None:
    assert pairs("定档，吗") == ["定档", "吗"]


@pytest.mark.parametrize(("word", "asking"), [("几个月", True), ("谁负责", True), ("百分之几", True), ("工资", False)])
def test_words_that_ask(word: str, asking: bool) -> None:
    assert asks(word) is asking


def test_grades_and_the_like_are_no_function_words(segmenter: Segmenter) -> None:
    assert not FUNCTION_WORDS & {"合格", "优秀", "处分", "工资", "病假"}


def test_nothing_is_said_on_the_terminal() -> None:
    code = (
        "from vectorstore.synonyms import load; from vectorstore.words import Segmenter; Segmenter(load()).cut('考核')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "" and done.stderr == ""


def test_what_decides_how_texts_are_cut(vocabulary: Vocabulary) -> None:
    same = replace(vocabulary, synonyms={**vocabulary.synonyms, "砚台": ("文具",)})
    words = replace(vocabulary, words=vocabulary.words | {"砚禾研究院"})
    rivals = replace(vocabulary, contrasts=(*vocabulary.contrasts, ("砚台", "笔架")))
    assert segmentation(same) == segmentation(vocabulary)
    assert len({segmentation(v) for v in (vocabulary, words, rivals)}) == 3
