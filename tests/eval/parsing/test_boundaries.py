"""Precision, recall and F1 of units."""

from __future__ import annotations

import pytest

from eval.parsing.boundaries import differences, score, tally
from eval.parsing.structure import Unit

A1, A2, P1 = Unit("第一条", "a"), Unit("第二条", "b"), Unit("第一条第一款", "c")


def test_address_and_extent_must_agree() -> None:
    counts = tally([A1, A2, P1], [A1, Unit("第二条", "x"), Unit("第三条", "b"), P1])
    assert (counts["article"].gold, counts["article"].found, counts["article"].right) == (2, 3, 1)
    assert (counts["paragraph"].gold, counts["paragraph"].found, counts["paragraph"].right) == (1, 1, 1)


def test_a_unit_that_stands_twice_must_be_found_twice() -> None:
    assert tally([A1, A1], [A1])["article"].right == 1
    assert differences([A1, A1], [A1, A2]) == (["第一条"], ["第二条"])


def test_scores_are_micro_averaged_with_intervals_over_files() -> None:
    good, bad = tally([A1, A2, P1], [A1, A2, P1]), tally([A1], [A2])
    scores = score([good, bad])
    article = scores["article"]
    assert (article.gold, article.found, article.right) == (3, 3, 2)
    assert article.precision and article.recall and article.f1
    assert article.precision.value == article.recall.value == article.f1.value == pytest.approx(2 / 3)
    assert (article.precision.low, article.precision.high) == (0, 1)
    assert set(scores) == {"article", "paragraph"}, "kinds that do not occur are left out"
    assert score([good, bad]) == scores, "the same every time"


def test_what_was_never_found_has_no_precision() -> None:
    found = score([tally([A1], [])])["article"]
    assert found.precision is None
    assert found.recall and found.recall.value == 0
