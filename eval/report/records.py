"""An evaluation as JSON, for machines and as a baseline. docs/evaluation.md describes every field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from eval.calibration import calibration, reliability, tradeoff
from eval.comparison import Comparison
from eval.dataset import Question
from eval.evaluation import Evaluation
from eval.report.examined import Examined
from eval.report.outcome import outcome
from eval.run import QuestionResult, Run
from eval.summary import Summary

SCHEMA = 2
"""Raised when report.json changes so that a reader of older ones would misread it."""


def as_json(evaluation: Evaluation, systems: Sequence[Examined]) -> dict[str, Any]:
    """Everything of an evaluation. Ratios are 0 to 1, times milliseconds, memory mebibytes.

    All but ``started`` and each system's ``timing`` is the same whenever the same index answers the same questions.
    """
    chosen = evaluation.question_set
    comparisons = evaluation.comparisons or (None,) * len(evaluation.runs)
    return {
        "schema": SCHEMA,
        "set": {"name": chosen.name, "version": chosen.version, "file": chosen.path.name, "sha256": chosen.sha256},
        "started": evaluation.started,
        "absent": dict(evaluation.absent),
        "missed": list(evaluation.missed),
        "problems": [asdict(problem) for problem in evaluation.problems],
        "questions": [_question(result.question) for result in evaluation.runs[0].results],
        "systems": [_system(*pair) for pair in zip(systems, comparisons, strict=True)],
    }


def _system(system: Examined, comparison: Comparison | None) -> dict[str, Any]:
    run, overall, kinds = system.run, system.overall, system.kinds
    return {
        "name": run.name,
        "facts": dict(run.facts),
        "overall": _summary(overall),
        "by_kind": {kind: _summary(summary) for kind, summary in kinds.items()},
        "calibration": _calibration(run),
        "comparison": comparison and _comparison(comparison),
        "results": [_result(result) for result in run.results],
        "timing": {
            "started": run.started,
            "memory_mb": {name: round(value, 1) for name, value in run.memory_mb.items()},
            "overall": _latency(overall),
            "by_kind": {kind: _latency(summary) for kind, summary in kinds.items()},
            "elapsed_ms": [round(result.elapsed_ms, 1) for result in run.results],
        },
    }


def _summary(summary: Summary) -> dict[str, Any]:
    record = {
        **asdict(summary),
        "quote_validity": summary.quote_validity,
        "address_validity": summary.address_validity,
    }
    return {name: value for name, value in record.items() if name not in _latency(summary)}


def _calibration(run: Run) -> dict[str, Any] | None:
    numbers = calibration(run.results)
    if numbers is None:
        return None
    return {
        **asdict(numbers),
        "reliability": [asdict(found) for found in reliability(run.results)],
        "tradeoff": [asdict(point) for point in tradeoff(run.results)],
    }


def _latency(summary: Summary) -> dict[str, float | None]:
    return {"p50_ms": summary.p50_ms, "p95_ms": summary.p95_ms}


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "name": comparison.name,
        "before": comparison.before,
        "shared": comparison.shared,
        "warning": comparison.warning,
        "changes": {name: asdict(change) for name, change in comparison.changes.items()},
        "gains": [result.question.id for result in comparison.gains],
        "losses": [result.question.id for result in comparison.losses],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "question": question.question,
        "kind": question.kind,
        "history": [{"question": asked, "answer": told} for asked, told in question.history],
        "as_of": question.as_of.isoformat() if question.as_of else None,
        "expected": {
            "unanswerable": question.unanswerable,
            "match": question.match,
            "gold": [asdict(gold) for gold in question.gold],
            "facts": [list(phrases) for phrases in question.facts],
        },
    }


def _result(result: QuestionResult) -> dict[str, Any]:
    return {
        "id": result.question.id,
        "outcome": outcome(result),
        "refused": result.refused,
        "found": list(result.ranking),
        "quoted": [asdict(cited) for cited in result.cited],
        "scores": dict(result.scores),
        "confidence": result.confidence,
        "opinion": result.opinion,
        "error": result.error,
        "note": result.note,
        "claims": result.claims,
        "withheld": result.withheld,
        "violations": list(result.violations),
    }
