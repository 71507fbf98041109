"""The words of an index: counted, written, and read without cutting anything again."""

from __future__ import annotations

from pathlib import Path

from vectorstore.counted import Counted, count, sentences
from vectorstore.words import Segmenter

TEXTS = ["砚台办法\n砚台每人一方。禾田每季巡看；", "砚台办法\n禾田每季巡看；", "", "砚台办法\n逾期的登记"]


def test_sentences_end_at_their_marks_and_at_line_breaks() -> None:
    assert sentences("砚台办法\n每人一方。每季巡看；逾期的\n \n登记") == [
        "砚台办法",
        "每人一方。",
        "每季巡看；",
        "逾期的",
        "登记",
    ]


def test_a_text_s_words_are_those_of_its_sentences(segmenter: Segmenter) -> None:
    counted = count(TEXTS, segmenter)
    assert counted.size == 4
    assert [score > 0 for score in counted.words.scores(["办法"])] == [True, True, False, True]
    assert [score > 0 for score in counted.pairs.scores(["逾期"])] == [False, False, False, True]
    assert counted.words.having("登记") == 1
    assert counted.pairs.having("法砚") == 0, "no pair goes over a line break"


def test_a_known_sentence_is_not_cut_again(segmenter: Segmenter) -> None:
    counted = count(TEXTS, segmenter)
    assert counted.tokens_of("砚台每人一方。") == frozenset(segmenter.tokens("砚台每人一方。"))
    assert counted.tokens_of("砚台每人两方。") is None


def test_what_is_written_is_read(segmenter: Segmenter, tmp_path: Path) -> None:
    made = count(TEXTS, segmenter)
    made.write(tmp_path / "words")
    read = Counted.read(tmp_path / "words")
    assert read.size == made.size
    for sentence in ("砚台办法", "禾田每季巡看；", "没有的句子"):
        assert read.tokens_of(sentence) == made.tokens_of(sentence)
    tokens = segmenter.tokens("禾田的砚台")
    assert read.words.scores(tokens).tolist() == made.words.scores(tokens).tolist()


def test_nothing_can_be_counted_written_and_read(segmenter: Segmenter, tmp_path: Path) -> None:
    count([], segmenter).write(tmp_path / "words")
    read = Counted.read(tmp_path / "words")
    assert read.size == 0 and read.tokens_of("砚台") is None and read.words.scores(["砚台"]).size == 0
