"""How like a question is to the known ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.vectorstore.conftest import LetterEmbeddings
from vectorstore.known_questions import KnownQuestions
from vectorstore.likeness import Likeness, likeness_of

X, Y, Z = np.eye(3, dtype=np.float32)


@pytest.fixture
def likeness() -> Likeness:
    return Likeness(["甲", "乙"], [2, 1], np.stack([X, Y, Z]), np.stack([(X + Z) / np.sqrt(2)]).astype(np.float32))


def test_the_likest_question_of_each_article_counts(likeness: Likeness) -> None:
    found = likeness.to(Y)
    assert found.first(2, lambda article: True) == ["甲", "乙"]
    assert found.first(2, lambda article: article == "乙") == ["乙"]
    assert found.features("甲", 0.5)["asked"] > 0 > found.features("乙", 0.5)["asked"]


def test_it_is_more_to_be_like_a_known_question_than_an_article_that_is_near_anyway(likeness: Likeness) -> None:
    found = likeness.to(Y)
    assert found.features("甲", 0.2)["asked"] > found.features("甲", 0.8)["asked"] > 0


def test_that_no_known_question_is_like_it_speaks_against_an_article_that_has_many() -> None:
    few, many = (Likeness(["甲"], [n], np.stack([X] * n), np.empty((0, 3), np.float32)).to(Y) for n in (1, 30))
    assert many.features("甲", 0.5)["asked"] == pytest.approx(20 * few.features("甲", 0.5)["asked"])
    assert few.features("甲", 0.5)["asked"] < 0
    alike = [Likeness(["甲"], [n], np.stack([X] * n), np.empty((0, 3), np.float32)).to(X) for n in (1, 30)]
    assert alike[0].features("甲", 0.5) == alike[1].features("甲", 0.5)


def test_likeness_to_what_nothing_settles_is_the_same_for_all_articles_with_known_questions(likeness: Likeness) -> None:
    near, far = likeness.to(X), likeness.to(Y)
    assert near.features("甲", 0.5)["unsettled"] == near.features("乙", 0.5)["unsettled"]
    assert near.features("甲", 0.5)["unsettled"] - far.features("甲", 0.5)["unsettled"] == pytest.approx(0.5**0.5)


def test_of_an_article_without_known_questions_nothing_is_said(likeness: Likeness) -> None:
    assert likeness.to(X).features("丙", 0.9) == {"asked": 0.0}


def test_nothing_is_known() -> None:
    nothing = Likeness([], [], np.empty((0, 0), np.float32), np.empty((0, 0), np.float32))
    assert not nothing and nothing.to(X).first(3, lambda article: True) == []
    assert nothing.to(X).features("甲", 0.5) == {"asked": 0.0}


def test_written_and_read_again(likeness: Likeness, tmp_path: Path) -> None:
    likeness.write(tmp_path / "known.npz")
    again = Likeness.read(tmp_path / "known.npz")
    assert again.articles == ["甲", "乙"] and len(again) == 3
    assert again.to(X).features("乙", 0.4) == pytest.approx(likeness.to(X).features("乙", 0.4), abs=1e-3)


def test_parts_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ValueError, match="fit together"):
        Likeness(["甲"], [2], np.stack([X]), np.stack([Y]))


class Counting(LetterEmbeddings):
    """Keeps what it was asked for as questions."""

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen.extend(texts)
        return super().queries(texts)


def test_questions_are_embedded_once_and_as_questions(tmp_path: Path) -> None:
    model, cache = Counting(), tmp_path / "cache.sqlite"
    known = KnownQuestions({"甲": ("能借几本",), "乙": ("还晚了", "怎么罚")}, ("今天几号",))
    found = likeness_of(known, cache, model, lambda done, total: None)
    assert sorted(model.seen) == sorted(known.texts())
    model.seen.clear()
    assert len(likeness_of(known, cache, model, lambda done, total: None)) == 3
    assert len(likeness_of(KnownQuestions({}, ()), cache, model, lambda done, total: None)) == 0
    assert model.seen == []
    assert found.to(model.queries(["怎么罚"])[0]).first(1, lambda article: True) == ["乙"]
