"""How like a question is to the known ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.vectorstore.conftest import LetterEmbeddings
from vectorstore.fusion import CLASSIFIED
from vectorstore.known_questions import KnownQuestions
from vectorstore.likeness import Likeness, likeness_of

X, Y, Z = np.eye(3, dtype=np.float32)


@pytest.fixture
def likeness() -> Likeness:
    near = np.stack([(X + Z) / np.sqrt(2)]).astype(np.float32)
    return Likeness(["甲", "乙"], [2, 1], np.stack([X, Y, Z]), near, ["借书", "还书", "办卡", "开饭"])


def _many(count: int) -> Likeness:
    return Likeness(["甲"], [count], np.stack([X] * count), np.empty((0, 3), np.float32), ["借书"] * count)


def test_the_likest_question_of_each_article_counts(likeness: Likeness) -> None:
    found = likeness.to([""], Y[None])
    assert found.first(2, lambda article: True) == ["甲", "乙"]
    assert found.first(2, lambda article: article == "乙") == ["乙"]
    assert found.features("甲", 0.5)["asked"] > 0 > found.features("乙", 0.5)["asked"]


def test_it_is_more_to_be_like_a_known_question_than_an_article_that_is_near_anyway(likeness: Likeness) -> None:
    found = likeness.to([""], Y[None])
    assert found.features("甲", 0.2)["asked"] > found.features("甲", 0.8)["asked"] > 0


def test_that_no_known_question_is_like_it_speaks_against_an_article_that_has_many() -> None:
    few, many = (_many(n).to([""], Y[None]) for n in (1, 30))
    assert many.features("甲", 0.5)["asked"] == pytest.approx(20 * few.features("甲", 0.5)["asked"])
    assert few.features("甲", 0.5)["asked"] < 0
    alike = [_many(n).to([""], X[None]) for n in (1, 30)]
    assert alike[0].features("甲", 0.5) == alike[1].features("甲", 0.5)


def test_likeness_to_what_nothing_settles_is_the_same_for_all_articles_with_known_questions(likeness: Likeness) -> None:
    near, far = likeness.to([""], X[None]), likeness.to([""], Y[None])
    assert near.features("甲", 0.5)["unsettled"] == near.features("乙", 0.5)["unsettled"]
    assert near.features("甲", 0.5)["unsettled"] - far.features("甲", 0.5)["unsettled"] == pytest.approx(0.5**0.5)


def test_of_an_article_without_known_questions_nothing_is_said(likeness: Likeness) -> None:
    assert likeness.to([""], X[None]).features("丙", 0.9) == {"asked": 0.0}


def test_of_two_that_mean_as_much_the_one_with_the_same_characters_is_liker(likeness: Likeness) -> None:
    middle = (Y + Z) / np.sqrt(2)
    assert likeness.to(["还书"], middle[None]).first(1, lambda article: True) == ["甲"]
    assert likeness.to(["办卡"], middle[None]).first(1, lambda article: True) == ["乙"]
    same, other = (likeness.to([text], X[None]).features("甲", 0.5)["unsettled"] for text in ("开饭", "办卡"))
    assert same > other


def test_of_a_question_put_in_two_ways_both_count(likeness: Likeness) -> None:
    both = likeness.to(["办卡", "还书"], np.stack([X, Y])).features("甲", 0.5)["asked"]
    one, other = (likeness.to(["办卡", "还书"], v[None]).features("甲", 0.5)["asked"] for v in (X, Z))
    assert other < both < one


def test_with_many_questions_they_are_classified_too(tmp_path: Path) -> None:
    few = Likeness(
        ["甲", "乙"],
        [20, 20],
        np.stack([X] * 20 + [Y] * 20),
        np.stack([Z] * 20),
        ["借书"] * 20 + ["还书"] * 20 + ["开饭"] * 20,
    )
    assert few.classifier is None
    learned = few.learned()
    found = learned.to([""], X[None]).features("甲", 0.5)
    assert found["settles"] > learned.to([""], X[None]).features("乙", 0.5)["settles"]
    assert learned.to([""], Z[None]).features("甲", 0.5)["nothing"] > found["nothing"]
    assert learned.to(["还书"], X[None]).features("乙", 0.5)["worded"] > found["worded"]
    assert found.keys() - few.to([""], X[None]).features("甲", 0.5).keys() == set(CLASSIFIED)
    assert learned.to([""], X[None]).features("丙", 0.5).keys() == {"asked"}
    learned.write(tmp_path / "known.npz")
    again = Likeness.read(tmp_path / "known.npz")
    assert again.to([""], X[None]).features("甲", 0.5) == pytest.approx(found, abs=1e-3)


def test_nothing_is_known() -> None:
    nothing = Likeness([], [], np.empty((0, 0), np.float32), np.empty((0, 0), np.float32), [])
    assert not nothing.learned() and nothing.to([""], X[None]).first(3, lambda article: True) == []
    assert nothing.to([""], X[None]).features("甲", 0.5) == {"asked": 0.0}


def test_written_and_read_again(likeness: Likeness, tmp_path: Path) -> None:
    likeness.write(tmp_path / "known.npz")
    again = Likeness.read(tmp_path / "known.npz")
    assert again.articles == ["甲", "乙"] and len(again) == 3
    assert again.to([""], X[None]).features("乙", 0.4) == pytest.approx(
        likeness.to([""], X[None]).features("乙", 0.4), abs=1e-3
    )


def test_parts_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ValueError, match="fit together"):
        Likeness(["甲"], [2], np.stack([X]), np.stack([Y]), ["借书", "开饭"])
    with pytest.raises(ValueError, match="fit together"):
        Likeness(["甲"], [1], np.stack([X]), np.stack([Y]), ["借书"])


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
    assert found.to(["怎么罚"], model.queries(["怎么罚"])).first(1, lambda article: True) == ["乙"]


def test_a_long_question_takes_its_own_room_only(tmp_path: Path) -> None:
    long = Likeness(["甲"], [2], np.stack([X, Y]), Z[None], ["借" * 100_000, "\ud800\n", "开饭"])
    long.write(tmp_path / "known.npz")
    assert (tmp_path / "known.npz").stat().st_size < 1_000_000
    again = Likeness.read(tmp_path / "known.npz")
    assert again.to(["开饭"], Z[None]).features("甲", 0.5) == long.to(["开饭"], Z[None]).features("甲", 0.5)
