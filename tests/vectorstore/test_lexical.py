"""BM25 with synonyms: the right passage first, a synonym below the word itself."""

from __future__ import annotations

import numpy as np
import pytest

from vectorstore.counted import count
from vectorstore.lexical import Lexical
from vectorstore.synonyms import Vocabulary
from vectorstore.words import Segmenter

TEXTS = (
    "考核优秀的，增加一级薪级工资。",
    "考核基本合格的，责令书面检查。",
    "考核不合格的，调整工作岗位。",
    "借书三十日内归还。",
    "",
)


@pytest.fixture
def lexical(segmenter: Segmenter, vocabulary: Vocabulary) -> Lexical:
    return Lexical(count(TEXTS, segmenter), segmenter, vocabulary)


def _first(lexical: Lexical, question: str) -> int:
    return int(np.argmax(lexical.words(lexical.terms(question))))


def test_colloquial_words_find_the_official_ones(lexical: Lexical) -> None:
    assert _first(lexical, "评优了能涨薪吗") == 0
    assert _first(lexical, "换岗") == 2


def test_grades_are_different_words(lexical: Lexical) -> None:
    assert _first(lexical, "不合格") == 2
    assert _first(lexical, "基本合格") == 1
    assert lexical.words(lexical.terms("合格")).max() == 0


def test_a_synonym_is_weaker_than_the_word_itself(lexical: Lexical) -> None:
    own = lexical.words(lexical.terms("调整工作岗位"))[2]
    other = lexical.words(lexical.terms("换岗"))[2]
    assert 0 < other < own


def test_question_words_are_no_terms(lexical: Lexical) -> None:
    assert [t.word for t in lexical.terms("考核是什么时候的呢？")] == ["考核"]
    assert lexical.terms("怎么办呢") == []


def test_a_word_that_every_passage_has_weighs_less(lexical: Lexical) -> None:
    weights = {t.word: t.weight for t in lexical.terms("考核书面检查")}
    assert weights["考核"] < weights["书面"]


def test_pairs_find_what_words_miss(lexical: Lexical) -> None:
    assert int(np.argmax(lexical.pairs("归还图书"))) == 3
    assert lexical.pairs("？").max() == 0


def test_an_empty_index_answers_nothing(segmenter: Segmenter, vocabulary: Vocabulary) -> None:
    empty = Lexical(count([], segmenter), segmenter, vocabulary)
    assert empty.words(empty.terms("考核")).size == 0 and empty.pairs("考核").size == 0
