from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from eval.baseline import BaselineError, read_baseline
from eval.dataset import Question, QuestionSet
from eval.demands import Demands, add
from eval.run import QuestionResult, Run
from eval.summary import Limit

QUESTIONS = tuple(Question(f"q{at}", f"问{at}", "unanswerable", unanswerable=True) for at in range(4))
CHOSEN = QuestionSet("集", 1, "", Path("集.jsonl"), "0" * 64, QUESTIONS)


def run(outcomes: str) -> Run:
    """Questions that should be refused, and were (1) or were not (0)."""
    results = tuple(
        QuestionResult(q, digit == "1", (), (), (), {"correct": float(digit), "refusal": float(digit)}, 1)
        for q, digit in zip(QUESTIONS, outcomes, strict=True)
    )
    return Run(CHOSEN, "tiaowen", {}, results, "2026-11-22 10:00:00")


def demands(*arguments: object) -> Demands:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add(parser)
    return Demands.read(parser.parse_args([str(argument) for argument in arguments]))


def kept(path: Path, outcomes: str) -> Path:
    demands("--save-baseline", path).keep(run(outcomes))
    return path


def test_nothing_is_demanded_unless_it_is_asked_for(tmp_path: Path) -> None:
    wanted = demands()
    assert wanted.judge(run("0000")) == ([], None)
    wanted.check(CHOSEN, QUESTIONS)
    wanted.keep(run("0000"))
    assert list(tmp_path.iterdir()) == []


def test_limits_are_read_in_their_direction() -> None:
    wanted = demands("--min-refusal", 0.8, "--max-p95-ms", 200)
    assert wanted.limits == (Limit("refusal", 0.8, True), Limit("p95_ms", 200, False))
    complaints, _ = wanted.judge(run("1110"))
    assert complaints == ["应拒答的拒答率：0.750，要求不低于 0.8"]


def test_the_baseline_is_held_with_the_margin(tmp_path: Path) -> None:
    path = kept(tmp_path / "b.json", "1111")
    complaints, comparison = demands("--baseline", path).judge(run("1110"))
    assert len(complaints) == 2  # correct and refusal, both by 0.25
    assert comparison is not None and comparison.name == "b.json"
    assert demands("--baseline", path, "--margin", 0.25).judge(run("1110"))[0] == []
    assert demands("--baseline", path).judge(run("1111"))[0] == []


def test_limits_and_baseline_complain_together(tmp_path: Path) -> None:
    path = kept(tmp_path / "b.json", "1111")
    complaints, _ = demands("--baseline", path, "--min-refusal", 0.9).judge(run("1110"))
    assert len(complaints) == 3


def test_a_baseline_of_other_questions_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    wanted = demands("--baseline", kept(tmp_path / "b.json", "1111"))
    wanted.check(CHOSEN, QUESTIONS)
    with pytest.raises(BaselineError, match="--limit"):
        wanted.check(CHOSEN, QUESTIONS[:2])
    with pytest.raises(BaselineError, match="第 2 版"):
        wanted.check(replace(CHOSEN, version=2), QUESTIONS)


def test_a_missing_baseline_is_told_when_the_options_are_read(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="检查路径"):
        demands("--baseline", tmp_path / "absent.json")


def test_a_run_is_kept_where_it_is_asked_for(tmp_path: Path) -> None:
    assert list(read_baseline(kept(tmp_path / "b.json", "1010")).asked) == ["q0", "q1", "q2", "q3"]


@pytest.mark.parametrize("given", ["2", "-0.1", "nan", "两个点"])
def test_a_margin_is_a_share(given: Sequence[str]) -> None:
    with pytest.raises(argparse.ArgumentError, match="0 到 1 之间"):
        demands(f"--margin={given}")


@pytest.mark.parametrize("arguments", [("--min-correct", "90"), ("--max-false-refusal", "nan"), ("--margin", "-0.1")])
def test_a_share_outside_0_to_1_is_refused(arguments: Sequence[str]) -> None:
    with pytest.raises(argparse.ArgumentError, match="应是 0 到 1 之间的数"):
        demands(*arguments)


def test_what_is_no_share_may_exceed_1() -> None:
    assert demands("--max-p95-ms", "200").limits == (Limit("p95_ms", 200, False),)
