"""An evaluation as one self-contained page: no network, no foreign script; everything from outside is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.comparison import Comparison
from eval.dataset import KIND_NAMES, Question
from eval.evaluation import Evaluation
from eval.measures import fold
from eval.report.confidence import calibration_plot, tradeoff_plot
from eval.report.examined import Examined
from eval.report.outcome import OUTCOMES, outcome
from eval.report.places import facts, found, places
from eval.report.plots import kinds_plot, latency_plot
from eval.report.systems import compared
from eval.report.tables import changes_table, headline, table
from eval.report.words import cautions, lead, statements
from eval.run import QuestionResult

_HERE = Path(__file__).parent
_QUOTES = 5
_QUOTE_LENGTH = 400
"""What a question shows of its quotations; a system that quotes whole chunks would make the page too large."""


def as_html(evaluation: Evaluation, systems: Sequence[Examined]) -> str:
    """The page."""
    chosen = evaluation.question_set
    comparisons = evaluation.comparisons or (None,) * len(systems)
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    drawn = (kinds_plot(systems), latency_plot(systems), calibration_plot(systems), tradeoff_plot(systems))
    entries = _entries(systems, comparisons)
    numbers = {entry["id"]: entry["number"] for entry in entries}
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("page.html").render(
        style=Markup((_HERE / "page.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}",
        set={
            "name": chosen.name,
            "file": chosen.path.name,
            "version": chosen.version,
            "sha256": chosen.sha256,
            "count": len(chosen.questions),
        },
        started=evaluation.started,
        count=len(entries),
        lead=lead(systems[0]),
        statements=statements(systems[0]),
        cautions=cautions(systems[0]),
        absent=evaluation.absent,
        missed=evaluation.missed,
        problems=[str(problem) for problem in evaluation.problems],
        compared=compared(systems),
        plots=[{**_fields(plot), "svg": Markup(plot.svg)} for plot in drawn if plot],
        systems=[_system(*pair, numbers) for pair in zip(systems, comparisons, strict=True)],
        entries=entries,
        all_right=all(entry["right"] for entry in entries),
        kinds={kind: name for kind, name in KIND_NAMES.items() if any(entry["kind"] == kind for entry in entries)},
        outcomes=OUTCOMES,
    )


def _fields(plot: Any) -> dict[str, Any]:
    return {"title": plot.title, "reading": plot.reading, "numbers": plot.numbers}


def _system(system: Examined, comparison: Comparison | None, numbers: dict[str, int]) -> dict[str, Any]:
    def listed(results: Sequence[QuestionResult]) -> list[dict[str, Any]]:
        return [
            {"id": r.question.id, "number": numbers[r.question.id], "question": r.question.question} for r in results
        ]

    return {
        "name": system.name,
        "facts": system.run.facts,
        "headline": headline(system),
        "kinds": table(system),
        "comparison": comparison
        and {
            "name": comparison.name,
            "before": comparison.before,
            "shared": comparison.shared,
            "warning": comparison.warning,
            "table": changes_table(comparison),
            "gains": listed(comparison.gains),
            "losses": listed(comparison.losses),
        },
    }


def _entries(systems: Sequence[Examined], comparisons: Sequence[Comparison | None]) -> list[dict[str, Any]]:
    """The questions of the first run, each with what every system made of it."""
    changed = [
        {result.question.id: word for word, group in _changes(comparison) for result in group}
        for comparison in comparisons
    ]
    by_id = [{result.question.id: result for result in system.results} for system in systems]
    entries = []
    for number, first in enumerate(systems[0].results, 1):
        question = first.question
        cells = [
            _cell(system, results[question.id], words.get(question.id, ""))
            for system, results, words in zip(systems, by_id, changed, strict=True)
        ]
        entries.append(
            {
                "number": number,
                "id": question.id,
                "question": question.question,
                "kind": question.kind,
                "history": [asked for asked, _ in question.history],
                "as_of": question.as_of.isoformat() if question.as_of else "",
                "expected": places(question),
                "facts": facts(question),
                "right": first.correct,
                "cells": cells,
            }
        )
    return entries


def _changes(comparison: Comparison | None) -> list[tuple[str, Sequence[QuestionResult]]]:
    return [("won", comparison.gains), ("lost", comparison.losses)] if comparison else []


def _cell(system: Examined, result: QuestionResult, change: str) -> dict[str, Any]:
    """What one system made of one question."""
    what = outcome(result)
    faithful = result.scores.get("faithfulness")
    return {
        "system": system.name,
        "outcome": what,
        "told": OUTCOMES[what],
        "change": change,
        "found": found(result),
        "quotes": [
            {
                "text": cited.quote[:_QUOTE_LENGTH],
                "left": max(0, len(cited.quote) - _QUOTE_LENGTH),
                "false": cited.verbatim is False,
            }
            for cited in result.cited[:_QUOTES]
        ],
        "unquoted": max(0, len(result.cited) - _QUOTES),
        "ranking": _ranking(result.question, result.ranking[:5]),
        "note": result.note,
        "confidence": "" if result.confidence is None else f"{result.confidence:.2f}",
        "opinion": "" if faithful is None else {"score": f"{faithful:.2f}", "model": result.opinion},
    }


def _ranking(question: Question, ranking: Sequence[str]) -> list[dict[str, Any]]:
    gold = {fold(f"《{place.regulation}》{place.article}") for place in question.gold}
    return [{"name": name, "gold": fold(name) in gold} for name in ranking]
