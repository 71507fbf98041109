"""One question's ranking, by hand; many queries are in test_retrieval.py."""

from __future__ import annotations

import math

import pytest

from eval.ranking import MEASURES, of_queries, of_ranking

A, B, C, D = (("甲办法", f"第{n}条") for n in "一二三四")
OTHERS = [("乙办法", f"第{n}条") for n in range(1, 121)]


def test_all_gold_articles_are_needed() -> None:
    # C and D are gold, at ranks 2 and 4
    found = of_ranking([A, C, B, D], [C, D], "all")
    assert found == {
        "nDCG@10": pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))),
        "R@5": 1.0,
        "R@10": 1.0,
        "R@100": 1.0,
        "RR@10": 0.5,
        "P@1": 0.0,
        "Success@1": 0.0,
        "Success@3": 1.0,
        "Success@5": 1.0,
    }
    assert tuple(found) == MEASURES


def test_one_of_two_needed_articles_is_half_the_recall() -> None:
    found = of_ranking([C, *OTHERS[:10], D], [C, D], "all")
    assert (found["R@5"], found["R@10"], found["R@100"]) == (0.5, 0.5, 1.0)


def test_alternatives_are_one_answer() -> None:
    # either will do: the second, far below or not found at all, is not missed
    for ranking in ([C, *OTHERS[:10], D], [D, *OTHERS[:10]]):
        found = of_ranking(ranking, [C, D], "any")
        assert (found["R@5"], found["nDCG@10"], found["Success@1"]) == (1.0, 1.0, 1.0)
    # at rank 3: 1 / log2(4) of an ideal of 1
    found = of_ranking([A, B, D, C], [C, D], "any")
    assert (found["nDCG@10"], found["RR@10"], found["R@5"]) == (0.5, pytest.approx(1 / 3), 1.0)


@pytest.mark.parametrize(("rank", "name", "within"), [(3, "Success@3", True), (4, "Success@3", False)])
def test_success_looks_at_the_first_k(rank: int, name: str, within: bool) -> None:
    assert of_ranking([*OTHERS[: rank - 1], A], [A], "any")[name] == within


def test_what_stands_below_the_cut_does_not_count() -> None:
    found = of_ranking([*OTHERS[:10], A], [A], "any")
    assert (found["RR@10"], found["nDCG@10"], found["R@10"], found["R@100"]) == (0, 0, 0, 1)
    assert of_ranking([*OTHERS[:100], A], [A], "any")["R@100"] == 0


def test_an_empty_ranking_and_a_wrong_one_have_nothing() -> None:
    assert set(of_ranking([], [A], "any").values()) == {0.0}
    assert set(of_ranking([B], [A, C], "all").values()) == {0.0}


def test_values_are_kept_by_query() -> None:
    values = of_queries({"一": [("a", 1.0)], "二": [("b", 1.0)]}, {"一": {"a": 1}, "二": {"a": 1}})
    assert values["P@1"] == {"一": 1.0, "二": 0.0}
