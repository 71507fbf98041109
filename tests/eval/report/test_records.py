from __future__ import annotations

import json
from dataclasses import replace

import pytest

from eval.evaluation import Evaluation
from eval.report.examined import examined
from eval.report.records import as_json

from .conftest import TITLE


def record(evaluation: Evaluation) -> dict:
    return json.loads(json.dumps(as_json(evaluation, [examined(run) for run in evaluation.runs])))


def test_it_holds_what_was_expected_found_and_quoted(evaluation: Evaluation) -> None:
    report = record(evaluation)
    assert report["schema"] == 2
    assert report["set"] == {"name": "借阅", "version": 3, "file": "借阅.jsonl", "sha256": "ab" * 32}
    assert (report["problems"][0]["line"], len(report["missed"]), report["absent"]) == (2, 1, {"llm": "没有设置端点"})
    asked = report["questions"][1]
    assert asked["expected"]["gold"] == [{"regulation": TITLE, "article": "第二条", "label": "第（一）项"}]
    assert [system["name"] for system in report["systems"]] == ["tiaowen", "bm25"]
    first = report["systems"][0]
    assert first["overall"]["measures"]["correct"]["mean"] == pytest.approx(2 / 6)
    assert list(first["by_kind"]) == ["colloquial", "numeric", "lookup", "followup", "unanswerable"]
    got = first["results"][1]
    assert (got["id"], got["outcome"], got["confidence"]) == ("q2", "quote", 0.72)
    assert got["quoted"][0]["quote"] == "改过的引文"
    assert got["found"] == [f"《{TITLE}》第二条"]


def test_every_system_answers_the_questions_in_their_order(evaluation: Evaluation) -> None:
    report = record(evaluation)
    ids = [question["id"] for question in report["questions"]]
    assert all([result["id"] for result in system["results"]] == ids for system in report["systems"])


def test_the_comparison_names_questions_won_and_lost(evaluation: Evaluation) -> None:
    first, second = record(evaluation)["systems"]
    assert (first["comparison"]["gains"], first["comparison"]["losses"]) == (["q1"], ["q5"])
    assert {"before", "now", "p", "p_holm"} <= first["comparison"]["changes"]["correct"].keys()
    assert second["comparison"] is None


def test_confidence_has_its_calibration_and_a_system_without_has_none(evaluation: Evaluation) -> None:
    first, second = record(evaluation)["systems"]
    assert first["calibration"]["count"] == 5
    assert first["calibration"]["tradeoff"][0]["refusal"] == 0
    assert second["calibration"] is None


def test_another_day_and_a_slower_machine_change_the_times_only(evaluation: Evaluation) -> None:
    slower = [
        replace(
            run,
            started="2027-01-01 08:00:00",
            memory_mb={"当前": 1.0},
            results=tuple(replace(result, elapsed_ms=result.elapsed_ms * 7) for result in run.results),
        )
        for run in evaluation.runs
    ]
    later = replace(evaluation, runs=tuple(slower), started="2027-01-01 08:00:00")

    def lasting(report: dict) -> dict:
        report.pop("started")
        for system in report["systems"]:
            system.pop("timing")
        return report

    assert record(evaluation)["systems"][0]["timing"]["overall"] == {"p50_ms": 30, "p95_ms": 60}
    assert lasting(record(later)) == lasting(record(evaluation))
