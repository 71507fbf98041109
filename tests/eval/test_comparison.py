from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from eval.baseline import Baseline, BaselineError, read_baseline, save_baseline
from eval.comparison import compare, regressions
from eval.dataset import Question, QuestionSet
from eval.run import Cited, QuestionResult, Run
from eval.statistics import mcnemar, sign_flip

Kept = Callable[[Run], Baseline]
Scores = Mapping[str, float | None]


def made(scores: Mapping[str, Scores], name: str = "tiaowen") -> Run:
    """A run of these questions with these scores."""
    results = tuple(
        QuestionResult(Question(identity, f"问{identity}", "direct"), False, (), (), (), {"correct": 0.0, **given}, 1)
        for identity, given in scores.items()
    )
    chosen = QuestionSet("集", 1, "", Path("集.jsonl"), "0" * 64, tuple(result.question for result in results))
    return Run(chosen, name, {"索引": "b1"}, results, "2026-11-22 10:00:00")


def right(outcomes: str, measure: str = "correct") -> Run:
    """A run with a question for each digit: 1 right, 0 wrong."""
    return made({f"q{at}": {measure: float(digit)} for at, digit in enumerate(outcomes)})


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """The run as a baseline, through its file."""

    def keep(run: Run) -> Baseline:
        save_baseline(tmp_path / "b.json", run)
        return read_baseline(tmp_path / "b.json")

    return keep


def test_gains_and_losses(kept: Kept) -> None:
    comparison = compare(right("0111"), kept(right("1001")), "旧")
    assert [result.question.id for result in comparison.gains] == ["q1", "q2"]
    assert [result.question.id for result in comparison.losses] == ["q0"]
    change = comparison.changes["correct"]
    assert (change.before, change.now, change.count, change.won, change.lost) == (0.5, 0.75, 4, 2, 1)
    assert change.low <= 0.25 <= change.high
    assert change.p == mcnemar(2, 1)
    assert (comparison.shared, comparison.warning) == (4, "")
    assert comparison.before == "tiaowen，2026-11-22 10:00:00，索引 b1"


def test_no_change_has_an_interval_of_nothing(kept: Kept) -> None:
    run = made({"a": {"fact_recall": 1 / 3}, "b": {"fact_recall": 0.7}})
    change = compare(run, kept(run), "旧").changes["fact_recall"]
    assert (change.low, change.high, change.won, change.lost, change.p) == (0, 0, 0, 0, 1)


def test_graded_scores_are_tested_by_swapping(kept: Kept) -> None:
    before = made({str(n): {"fact_recall": 0.25} for n in range(6)})
    now = made({str(n): {"fact_recall": 0.5} for n in range(6)})
    change = compare(now, kept(before), "旧").changes["fact_recall"]
    # all of 2⁶ swaps: only all six up or all six down are as far
    assert change.p == sign_flip([0.25] * 6) == pytest.approx(2 / 64)


def test_p_values_are_adjusted_for_the_number_of_measures(kept: Kept) -> None:
    before = made({str(n): {"correct": 0.0, "Success@1": 0.0} for n in range(6)})
    now = made({str(n): {"correct": 1.0, "Success@1": 0.0} for n in range(6)})
    change = compare(now, kept(before), "旧").changes["correct"]
    assert change.p == pytest.approx(2 / 64)
    assert change.p_holm == pytest.approx(2 * 2 / 64)


def test_what_only_one_run_scored_is_left_out(kept: Kept) -> None:
    before = made({"a": {"citation_precision": 1.0}, "b": {"citation_precision": None}})
    now = made({"a": {"citation_precision": 0.5}, "b": {"citation_precision": 0.0}})
    change = compare(now, kept(before), "旧").changes["citation_precision"]
    assert (change.before, change.now, change.count) == (1.0, 0.5, 1)


def test_other_questions_are_not_compared(kept: Kept) -> None:
    with pytest.raises(BaselineError, match="--limit"):
        compare(right("11"), kept(right("111")), "旧")


def test_another_system_is_said(kept: Kept) -> None:
    other = replace(right("11"), name="bm25")
    assert "基线是系统 tiaowen 的，本次是 bm25" in compare(other, kept(right("11")), "旧").warning


def test_a_fall_beyond_the_margin_is_a_regression(kept: Kept) -> None:
    comparison = compare(right("1" * 94 + "0" * 6), kept(right("1" * 97 + "0" * 3)), "旧")
    assert regressions(comparison, 0.03) == []
    # 3 lost, 0 won: 2 · 1 / 2³ = 0.25
    assert regressions(comparison, 0.02) == [
        "整题全对率：基线 0.970，本次 0.940，降低 0.030，超过允许的 0.02"
        "（100 题中 0 题变好、3 题变差，p = 0.250，校正后 p = 0.250）"
    ]
    assert regressions(comparison) == regressions(comparison, 0.02)


def test_a_gain_is_no_regression(kept: Kept) -> None:
    assert regressions(compare(right("1111"), kept(right("1000")), "旧"), 0) == []


def test_false_refusals_must_not_rise(kept: Kept) -> None:
    before, now = right("0000", "false_refusal"), right("0001", "false_refusal")
    comparison = compare(now, kept(before), "旧")
    assert (comparison.changes["false_refusal"].won, comparison.changes["false_refusal"].lost) == (0, 1)
    (told,) = regressions(comparison)
    assert told.startswith("误拒率：基线 0.000，本次 0.250，升高 0.250")
    assert regressions(compare(before, kept(now), "旧"), 0) == []


@pytest.mark.parametrize("measure", ["Success@1", "fact_recall", "refusal"])
def test_every_gated_measure_is_watched(kept: Kept, measure: str) -> None:
    assert len(regressions(compare(right("0111", measure), kept(right("1111", measure)), "旧"))) == 1


def test_measures_that_are_not_gated_may_fall(kept: Kept) -> None:
    assert regressions(compare(right("0111", "R@100"), kept(right("1111", "R@100")), "旧")) == []


def test_a_quotation_that_is_not_verbatim_is_a_regression_whatever_the_margin(kept: Kept) -> None:
    run = right("11")
    cited = (Cited("甲", "第一条", "第一条", "引文", True), Cited("甲", "第一条", "第一条", "伪造", False))
    forged = replace(run, results=(replace(run.results[0], cited=cited), run.results[1]))
    comparison = compare(forged, kept(run), "旧")
    assert (comparison.verbatim, comparison.quotes) == (1, 2)
    assert regressions(comparison, 1.0) == ["引文逐字无误率：2 段引文中有 1 段与原文不符，必须全部相符"]


def test_a_small_p_is_written_so(kept: Kept) -> None:
    (told,) = regressions(compare(right("0" * 20), kept(right("1" * 20)), "旧"))
    assert "p < 0.001，校正后 p < 0.001" in told
