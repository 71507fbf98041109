from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.evaluation import Evaluation
from eval.report import write_report
from ingest.model import IngestError


def test_all_three_are_written_and_nothing_else(evaluation: Evaluation, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    write_report(folder, evaluation)
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "report.json", "report.md"]
    report = json.loads((folder / "report.json").read_text("utf-8"))
    assert [question["id"] for question in report["questions"]] == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert (folder / "report.md").read_text("utf-8").startswith("# 评测报告：借阅")


def test_the_same_evaluation_is_the_same_report(evaluation: Evaluation, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_report(tmp_path / name, evaluation)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_half_a_character_does_not_cost_the_report(hostile: Evaluation, tmp_path: Path) -> None:
    write_report(tmp_path, replace(hostile, started="\ud800"))
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["started"] == "?"


def test_a_folder_that_cannot_be_written_is_named_and_the_earlier_report_stays(
    evaluation: Evaluation, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("earlier")
    with pytest.raises(IngestError, match="file"):
        write_report(tmp_path / "file", evaluation)
    assert (tmp_path / "file").read_text() == "earlier"
