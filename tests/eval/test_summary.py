from __future__ import annotations

from dataclasses import replace

import pytest

from eval.dataset import Gold, Kind, Question
from eval.run import Cited, QuestionResult
from eval.summary import Limit, by_kind, missed, summarise


def result(
    identity: str,
    kind: Kind,
    scores: dict[str, float | None],
    *,
    elapsed_ms: float = 10,
    verbatim: tuple[bool | None, ...] = (),
    error: str = "",
) -> QuestionResult:
    question = Question(identity, "问", kind, (Gold("甲", "第一条"),), unanswerable=kind == "unanswerable")
    cited = tuple(Cited("甲", "第一条", "第一条", "引文", value) for value in verbatim[:1])
    return QuestionResult(question, False, cited, (), verbatim[1:], {"correct": 0.0, **scores}, elapsed_ms, error)


RESULTS = [
    result(
        "a", "direct", {"correct": 1.0, "Success@1": 1.0, "fact_recall": None}, elapsed_ms=10, verbatim=(True, True)
    ),
    result("b", "direct", {"Success@1": 0.0, "fact_recall": 0.5}, elapsed_ms=30, verbatim=(False,)),
    result("c", "multi", {"Success@1": 1.0, "fact_recall": 1.0}, elapsed_ms=20, verbatim=(None,)),
    result("d", "unanswerable", {"correct": 1.0, "refusal": 1.0}, elapsed_ms=40),
    result("e", "unanswerable", {"refusal": 0.0}, elapsed_ms=9999, error="坏了"),
]


def test_each_measure_is_a_mean_over_the_questions_it_speaks_of() -> None:
    summary = summarise(RESULTS)
    numbers = {name: (m.mean, m.count) for name, m in summary.measures.items()}
    assert numbers == {
        "correct": (pytest.approx(0.4), 5),
        "Success@1": (pytest.approx(2 / 3), 3),
        "fact_recall": (0.75, 2),
        "refusal": (0.5, 2),
        "refusal_f1": (0.0, 2),
    }
    assert all(m.low <= m.mean <= m.high for m in summary.measures.values())
    assert (summary.questions, summary.correct, summary.errors) == (5, 2, 1)


def test_latency_leaves_out_failures() -> None:
    summary = summarise(RESULTS)
    assert (summary.p50_ms, summary.p95_ms) == (20, 40)


def test_quotations_are_counted_over_all_answers() -> None:
    summary = summarise(RESULTS)
    assert (summary.verbatim, summary.quotes) == (2, 3)
    assert summary.quote_validity == pytest.approx(2 / 3)
    assert summarise(RESULTS[2:3]).quote_validity is None


def refusing(identity: str, needed: bool, refused: bool) -> QuestionResult:
    made = result(identity, "unanswerable" if needed else "direct", {"crag": 1.0 if needed == refused else -1.0})
    return replace(made, refused=refused)


def test_refusing_has_precision_and_f1() -> None:
    # refused: 3, of them 2 rightly; 4 should have been: precision 2/3, recall 2/4, F1 = 2 · 2 / (4 + 3) = 4/7
    outcomes = [(True, True), (True, True), (True, False), (True, False), (False, True), (False, False)]
    summary = summarise([refusing(str(n), needed, refused) for n, (needed, refused) in enumerate(outcomes)])
    precision, f1 = summary.measures["refusal_precision"], summary.measures["refusal_f1"]
    assert (precision.mean, precision.count) == (pytest.approx(2 / 3), 3)
    assert f1.mean == pytest.approx(4 / 7)
    assert 0 <= f1.low < f1.mean < f1.high <= 1
    assert summary.measures["crag"].mean == 0.0  # 3 right, 3 wrong
    only = summarise([refusing("a", True, True)])
    assert "refusal_f1" not in only.measures  # there is nothing that should not be refused


def test_addresses_are_counted_where_they_could_be_checked() -> None:
    cited = tuple(Cited("甲", "第一条", "第一条", "引文", True, placed) for placed in (True, False, None, True))
    summary = summarise([replace(RESULTS[0], cited=cited)])
    assert (summary.placed, summary.citations) == (2, 3)
    assert summary.address_validity == pytest.approx(2 / 3)
    assert summarise(RESULTS).address_validity is None


def test_a_models_sentences_are_counted_and_a_limit_needs_some() -> None:
    some = replace(RESULTS[0], claims=3, withheld=2, violations=("甲", "乙"))
    summary = summarise([some, replace(RESULTS[1], claims=1)])
    assert (summary.claims, summary.withheld, summary.violations) == (4, 2, 2)
    limit = Limit("violations", 1, False)
    assert missed([limit], summary, {}) == ["违反核对规则（处）：2.000，要求不高于 1"]
    assert missed([replace(limit, bound=2)], summary, {}) == []
    assert "没有测到" in missed([limit], summarise(RESULTS), {})[0]  # nobody wrote anything


def test_kinds_are_in_their_order_and_only_those_that_occur() -> None:
    kinds = by_kind(reversed(RESULTS))
    assert [(kind, summary.questions) for kind, summary in kinds.items()] == [
        ("direct", 2),
        ("multi", 1),
        ("unanswerable", 2),
    ]


def test_nothing_to_summarise() -> None:
    summary = summarise([])
    assert (summary.measures, summary.p95_ms, summary.quote_validity) == ({}, None, None)


@pytest.mark.parametrize(
    ("number", "bound", "lowest", "met"),
    [
        ("Success@1", 0.66, True, True),
        ("Success@1", 0.67, True, False),
        ("p95_ms", 40, False, True),
        ("p95_ms", 39.9, False, False),
        ("quote_validity", 1, True, False),
        ("memory_mb", 1500, False, True),
        ("memory_mb", 900, False, False),
        ("false_refusal", 0.05, False, False),  # not measured: no evidence, no pass
    ],
)
def test_limits(number: str, bound: float, lowest: bool, met: bool) -> None:
    complaints = missed([Limit(number, bound, lowest)], summarise(RESULTS), {"峰值": 1000.0})
    assert (complaints == []) == met
    assert all("要求" in complaint for complaint in complaints)
