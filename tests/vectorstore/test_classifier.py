"""Which article a question is on, by many known questions."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from vectorstore.classifier import MANY, Classifier, Questions, fit

BOOKS, CARDS, NOTHING = np.eye(3, dtype=np.float32)


def _about(word: str, middle: NDArray[np.float32], count: int = MANY) -> Questions:
    """Questions with the ``word``, their vectors near ``middle``."""
    moved = middle + 0.2 * np.random.default_rng(3).normal(size=(count, 3)).astype(np.float32)
    vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return Questions(tuple(f"{word}的事{n}怎么办" for n in range(count)), vectors)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    asked = {"甲": _about("借书", BOOKS), "乙": _about("办卡", CARDS, 3 * MANY)}
    found = fit(asked, _about("开饭", NOTHING))
    assert found is not None
    return found


def test_the_article_that_is_asked_about_is_likelier_than_the_others(classifier: Classifier) -> None:
    books, strange = classifier.to(["借书"], BOOKS), classifier.to(["开饭"], NOTHING)
    for settles, nothing in (("settles", "nothing"), ("worded", "unworded")):
        assert books.features("甲")[settles] > np.log(0.8) > np.log(0.2) > books.features("乙")[settles]
        assert strange.features("甲")[nothing] > np.log(0.8)
        assert strange.features("甲")[nothing] == strange.features("乙")[nothing]


def test_what_is_meant_and_how_it_is_written_are_told_apart(classifier: Classifier) -> None:
    found = classifier.to(["办卡"], BOOKS)
    assert found.features("甲")["settles"] > found.features("乙")["settles"]
    assert found.features("甲")["worded"] < found.features("乙")["worded"]


def test_a_question_on_what_is_not_searched_is_one_that_nothing_settles(classifier: Classifier) -> None:
    everywhere, elsewhere = (
        classifier.to(["借书"], BOOKS, allowed) for allowed in (None, lambda article: article == "乙")
    )
    for settles, nothing in (("settles", "nothing"), ("worded", "unworded")):
        found = elsewhere.features("乙")
        assert found[nothing] > np.log(0.8) > everywhere.features("乙")[nothing]
        assert found[settles] == everywhere.features("乙")[settles]
    assert classifier.to(["借书"], BOOKS, lambda article: True).features("甲") == everywhere.features("甲")


def test_of_a_question_put_in_two_ways_both_count(classifier: Classifier) -> None:
    one, both, other = (
        classifier.to(t, BOOKS).features("甲")["worded"] for t in (["借书"], ["借书", "办卡"], ["办卡"])
    )
    assert one > both > other
    assert classifier.to(["借书", "借书"], BOOKS).features("甲")["worded"] == pytest.approx(one)


@pytest.mark.parametrize("written", ["借书办卡", "", "魑魅"])
def test_the_log_probabilities_are_those_of_one_distribution(classifier: Classifier, written: str) -> None:
    found = classifier.to([written], np.array([0.6, 0.5, 0.6], np.float32))
    one, other = found.features("甲"), found.features("乙")
    for settles, nothing in (("settles", "nothing"), ("worded", "unworded")):
        assert sum(np.exp([one[settles], other[settles], one[nothing]])) == pytest.approx(1.0)


def test_nothing_is_said_of_an_article_without_many_known_questions(classifier: Classifier) -> None:
    assert classifier.to(["借书"], BOOKS).features("丙") == {}


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ({"甲": MANY, "乙": MANY - 1}, MANY),  # one alone is no choice
        ({"甲": MANY, "乙": MANY}, MANY - 1),  # what nothing settles is not known
        ({}, 0),
    ],
)
def test_too_little_is_known(asked: dict[str, int], near: int) -> None:
    middles = {"甲": BOOKS, "乙": CARDS}
    known = {article: _about(article, middles[article], count) for article, count in asked.items()}
    assert fit(known, _about("开饭", NOTHING, near)) is None


def test_an_article_with_few_is_left_out() -> None:
    asked = {"甲": _about("借书", BOOKS), "乙": _about("办卡", CARDS), "丙": _about("还书", NOTHING, 3)}
    found = fit(asked, _about("开饭", NOTHING))
    assert found is not None and found.articles == ["甲", "乙"]


def test_parts_that_do_not_fit_together_are_refused(classifier: Classifier) -> None:
    model, characters = classifier.meant, classifier.characters
    with pytest.raises(ValueError, match="fit together"):
        Classifier(["甲"], [0], model, classifier.written, characters)
    with pytest.raises(ValueError, match="fit together"):
        Classifier(["甲", "乙", "丙"], [0, 1], model, classifier.written, characters)
    with pytest.raises(ValueError, match="fit together"):
        Classifier(["甲", "乙"], [0, 1], model, model, characters)


def test_editions_of_an_article_do_not_take_from_each_other() -> None:
    books = _about("借书", BOOKS)
    editions = {"甲@2020": books, "甲@2024": books, "乙@2024": _about("办卡", CARDS)}
    near = _about("开饭", NOTHING)
    found = fit(editions, near)
    assert found is not None and found.articles == list(editions) and found.classes == [0, 0, 1]
    settled = found.to(["借书"], BOOKS)
    assert settled.features("甲@2020") == settled.features("甲@2024")
    assert settled.features("甲@2024")["settles"] > np.log(0.8)
    assert fit({name: editions[name] for name in list(editions)[:2]}, near) is None, "no choice"


def test_nothing_is_learned_of_questions_that_share_no_character() -> None:
    def strange(first: int) -> Questions:
        return Questions(tuple(chr(0x4E00 + first + n) for n in range(MANY)), np.eye(MANY, dtype=np.float32))

    assert fit({"甲": strange(0), "乙": strange(100)}, strange(200)) is None


def test_more_than_can_be_computed_with_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, near = {"甲": _about("借书", BOOKS), "乙": _about("办卡", CARDS)}, _about("开饭", NOTHING)
    monkeypatch.setattr("vectorstore.classifier._MOST", 3 * MANY * 3 - 1)
    assert fit(asked, near) is None
    monkeypatch.setattr("vectorstore.classifier._MOST", 3 * MANY * 3)
    assert fit(asked, near) is not None
