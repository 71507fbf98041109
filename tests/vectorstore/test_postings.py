"""BM25 by hand, and what is written is what is read."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest

from vectorstore.postings import Postings, write_array


def _postings() -> Postings:
    """Three texts: 砚 砚 禾 · 禾 · nothing."""
    texts, tokens = np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])
    return Postings.of(["砚", "禾"], [(texts[:3], tokens[:3]), (texts[3:], tokens[3:])], 3)


def test_scores_are_bm25() -> None:
    scores = _postings().scores(["砚"])
    mean = 4 / 3
    expected = log(1 + (3 - 1 + 0.5) / (1 + 0.5)) * 2 / (2 + 1.2 * (1 - 0.6 + 0.6 * 3 / mean))
    assert scores == pytest.approx([expected, 0, 0])


def test_scores_add_up_and_a_token_given_twice_counts_twice() -> None:
    made = _postings()
    assert made.scores(["砚", "禾", "禾"]) == pytest.approx(made.scores(["砚"]) + 2 * made.scores(["禾"]))
    assert made.scores(["田"]).tolist() == [0, 0, 0]


def test_how_many_texts_have_a_token() -> None:
    made = _postings()
    assert (made.having("砚"), made.having("禾"), made.having("田")) == (1, 2, 0)
    assert made.frequent(2) == ["禾"] and made.frequent(1) == ["砚", "禾"]


def test_the_portions_make_no_difference() -> None:
    texts, tokens = np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])
    at_once = Postings.of(["砚", "禾"], [(texts, tokens)], 3)
    assert at_once.scores(["砚", "禾"]).tolist() == _postings().scores(["砚", "禾"]).tolist()


def test_what_is_written_is_read(tmp_path: Path) -> None:
    made = _postings()
    made.write(tmp_path, "words")
    read = Postings.read(tmp_path, "words", 3)
    assert list(read.tokens) == ["砚", "禾"]
    assert read.scores(["砚", "禾"]).tolist() == made.scores(["砚", "禾"]).tolist()


def test_files_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    _postings().write(tmp_path, "words")
    write_array(tmp_path / "words-scores.npy", np.zeros(2, np.float32))
    with pytest.raises(ValueError, match="fit"):
        Postings.read(tmp_path, "words", 3)
