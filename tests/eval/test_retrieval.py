"""Rankings against judgements; the numbers of the fixture are worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from eval.retrieval.run import measure, rank_all, write_run

QRELS = {"一": {"a": 1, "b": 1}, "二": {"c": 1}, "三": {"d": 1}}
FOUND = {
    "一": [("x", 3.0), ("a", 2.0), ("b", 1.0)],
    "二": [(f"n{i}", 100.0 - i) for i in range(11)] + [("c", 1.0)],
    "三": [],
}


def test_measures_are_what_the_hand_gets() -> None:
    measured = measure(FOUND, QRELS)
    assert measured["RR@10"].mean == pytest.approx((1 / 2 + 0 + 0) / 3)
    assert measured["R@10"].mean == pytest.approx((1 + 0 + 0) / 3)
    assert measured["R@100"].mean == pytest.approx((1 + 1 + 0) / 3)
    assert measured["P@1"].mean == 0.0
    ideal = 1 + 1 / math.log2(3)
    assert measured["nDCG@10"].mean == pytest.approx((1 / math.log2(3) + 1 / math.log2(4)) / ideal / 3)


def test_a_query_without_any_ranking_counts_as_nothing_found() -> None:
    assert measure({"三": [], "二": [("c", 1.0)]}, QRELS)["Success@1"].mean == 0.5


def test_only_the_queries_that_were_asked_are_judged() -> None:
    assert measure({"二": [("c", 1.0)]}, QRELS)["R@10"].mean == 1.0


def test_articles_are_given_the_names_of_the_corpus_and_unknown_ones_left_out() -> None:
    asked: list[str] = []

    def rank(question: str) -> list[tuple[str, float]]:
        asked.append(question)
        return [("条1", 2.0), ("条9", 1.0)]

    told: list[int] = []
    made = rank_all({"一": "问", "二": "再问"}, rank, {"条1": "a"}, lambda: told.append(1))
    assert made.found == {"一": [("a", 2.0)], "二": [("a", 2.0)]}
    assert asked == ["问", "问", "再问"]  # the first once more, to warm up
    assert len(made.elapsed_ms) == len(told) == 2


def test_a_run_file_has_the_six_columns_of_trec(tmp_path: Path) -> None:
    write_run(tmp_path / "out" / "run.trec", {"一": [("法 律#1", 2.0), ("b", 1.5)]}, "ours")
    lines = (tmp_path / "out" / "run.trec").read_text(encoding="utf-8").splitlines()
    assert lines == ["一 Q0 法_律#1 1 2.000000 ours", "一 Q0 b 2 1.500000 ours"]
