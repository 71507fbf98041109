"""Which article a question is on, by many known questions."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from vectorstore.classifier import MANY, Classifier, fit

BOOKS, CARDS, NOTHING = np.eye(3, dtype=np.float32)


def _around(middle: NDArray[np.float32], count: int = MANY) -> NDArray[np.float32]:
    """Unit vectors near ``middle``."""
    moved = middle + 0.2 * np.random.default_rng(3).normal(size=(count, 3)).astype(np.float32)
    return (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    found = fit({"甲": _around(BOOKS), "乙": _around(CARDS, 3 * MANY)}, _around(NOTHING), 2)
    assert found is not None
    return found


def test_the_article_that_is_asked_about_is_likelier_than_the_others(classifier: Classifier) -> None:
    books, strange = classifier.to(BOOKS), classifier.to(NOTHING)
    assert books.features("甲", 0.5)["settles"] > np.log(0.8) > np.log(0.2) > books.features("乙", 0.5)["settles"]
    assert strange.features("甲", 0.5)["nothing"] > np.log(0.8)
    assert strange.features("甲", 0.5)["nothing"] == strange.features("乙", 0.5)["nothing"]


def test_the_log_probabilities_are_those_of_one_distribution(classifier: Classifier) -> None:
    found = classifier.to(np.array([0.6, 0.5, 0.6], np.float32))
    logs = [found.features("甲", 0.0)["settles"], *(found.features("乙", 0.0)[n] for n in ("settles", "nothing"))]
    assert sum(np.exp(logs)) == pytest.approx(1.0)


def test_an_article_without_many_known_questions_gets_what_its_cosine_leads_to_expect(classifier: Classifier) -> None:
    found = classifier.to(BOOKS)
    far, near = found.features("丙", 0.3), found.features("丙", 0.8)
    assert far.keys() == near.keys() == {"settles"}
    assert far["settles"] < near["settles"] < 0.0


@pytest.mark.parametrize(
    ("asked", "near", "articles"),
    [
        ({"甲": MANY, "乙": MANY}, MANY, 5),  # most articles have none
        ({"甲": MANY, "乙": MANY - 1}, MANY, 2),  # one alone is no choice
        ({"甲": MANY, "乙": MANY}, MANY - 1, 2),  # what nothing settles is not known
        ({}, 0, 2),
    ],
)
def test_too_little_is_known(asked: dict[str, int], near: int, articles: int) -> None:
    middles = {"甲": BOOKS, "乙": CARDS}
    known = {article: _around(middles[article], count) for article, count in asked.items()}
    assert fit(known, _around(NOTHING, near), articles) is None


def test_an_article_with_few_is_left_out() -> None:
    found = fit({"甲": _around(BOOKS), "乙": _around(CARDS), "丙": _around(NOTHING, 3)}, _around(NOTHING), 3)
    assert found is not None and found.articles == ["甲", "乙"]


def test_parts_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ValueError, match="fit together"):
        Classifier(["甲"], [0], np.eye(3, dtype=np.float32), np.zeros(3, np.float32))
    with pytest.raises(ValueError, match="fit together"):
        Classifier(["甲", "乙"], [0], np.eye(2, dtype=np.float32), np.zeros(2, np.float32))


def test_editions_of_an_article_do_not_take_from_each_other() -> None:
    editions = {"甲@2020": _around(BOOKS), "甲@2024": _around(BOOKS), "乙@2024": _around(CARDS)}
    found = fit(editions, _around(NOTHING), 3)
    assert found is not None and found.articles == list(editions) and found.classes == [0, 0, 1]
    settled = found.to(BOOKS)
    assert settled.features("甲@2020", 0.5) == settled.features("甲@2024", 0.5)
    assert settled.features("甲@2024", 0.5)["settles"] > np.log(0.8)
    assert fit({name: editions[name] for name in list(editions)[:2]}, _around(NOTHING), 2) is None, "no choice"
