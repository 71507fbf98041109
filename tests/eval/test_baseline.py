from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.baseline import BaselineError, compare, read_baseline
from eval.dataset import Question, QuestionSet
from eval.report import as_json
from eval.run import QuestionResult, Run


def made(*outcomes: tuple[str, float], sha256: str = "0" * 64) -> Run:
    """A run of unanswerable questions, right (1) or wrong (0)."""
    results = tuple(
        QuestionResult(
            Question(identity, f"问{identity}", "unanswerable", unanswerable=True),
            bool(right),
            (),
            (),
            (),
            {"correct": right, "refusal": right},
            1,
        )
        for identity, right in outcomes
    )
    chosen = QuestionSet("集", 1, "", Path("集.jsonl"), sha256, tuple(result.question for result in results))
    return Run(chosen, "tiaowen", {}, results, "2026-11-22 10:00:00")


BEFORE = made(("a", 1), ("b", 0), ("c", 0), ("d", 1))


def test_gains_and_losses() -> None:
    comparison = compare(made(("a", 0), ("b", 1), ("c", 1), ("d", 1)), as_json(BEFORE), "旧")
    assert [result.question.id for result in comparison.gains] == ["b", "c"]
    assert [result.question.id for result in comparison.losses] == ["a"]
    change = comparison.changes["refusal"]
    assert (change.before, change.now, change.count) == (0.5, 0.75, 4)
    assert change.low <= 0.25 <= change.high
    assert (comparison.shared, comparison.warning) == (4, "")


def test_no_change_has_an_interval_of_nothing() -> None:
    change = compare(BEFORE, as_json(BEFORE), "旧").changes["correct"]
    assert (change.low, change.high) == (0, 0)


def test_other_questions_are_left_out_and_said() -> None:
    comparison = compare(made(("a", 0), ("z", 1)), as_json(BEFORE), "旧")
    assert (comparison.shared, len(comparison.losses)) == (1, 1)
    assert "共有的 1 题" in comparison.warning
    assert "题集文件改过" in compare(made(*[(i, 1) for i in "abcd"], sha256="1" * 64), as_json(BEFORE), "旧").warning


def test_a_baseline_survives_its_file(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(as_json(BEFORE), ensure_ascii=False), encoding="utf-8")
    assert compare(BEFORE, read_baseline(path), "旧").shared == 4


@pytest.mark.parametrize(
    "content", ["", "[]", '{"questions": [{"id": "a"}], "set": {"sha256": ""}}', '{"questions": []}']
)
def test_a_file_that_is_no_report(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "report.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BaselineError, match=r"report\.json"):
        read_baseline(path)


def test_a_missing_baseline(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="检查路径"):
        read_baseline(tmp_path / "absent.json")
