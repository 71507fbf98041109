"""A run against an earlier one: what got better, what got worse, question by question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.run import QuestionResult, Run
from eval.statistics import bootstrap_interval, mean
from eval.summary import MEASURES


class BaselineError(Exception):
    """A baseline that cannot be read; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Change:
    """One measure before and now, over the questions both runs scored, and the 95 % interval of the difference
    (paired bootstrap): an interval that includes 0 may be chance."""

    before: float
    now: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """``gains`` were not correct before and are now, ``losses`` the reverse. ``shared`` questions are in both runs;
    ``warning`` says why the runs are not fully comparable, else empty."""

    name: str
    shared: int
    changes: Mapping[str, Change]
    gains: tuple[QuestionResult, ...]
    losses: tuple[QuestionResult, ...]
    warning: str


def read_baseline(path: Path) -> Mapping[str, Any]:
    """The report.json of an earlier run. Raises :class:`BaselineError`."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        for question in report["questions"]:
            float(question["scores"]["correct"])
            str(question["id"]), str(question["question"])
        str(report["set"]["sha256"])
    except OSError as error:
        raise BaselineError(f"基线 {path} 读不出来，请检查路径。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BaselineError(f"基线 {path} 不是 python -m eval run 写出的 report.json，请换一个文件。") from error
    return report  # type: ignore[no-any-return]


def compare(run: Run, baseline: Mapping[str, Any], name: str) -> Comparison:
    """Compare by question id; a question whose wording has changed is another question."""
    before = {(entry["id"], entry["question"]): entry["scores"] for entry in baseline["questions"]}
    pairs = [
        (before[key], result)
        for result in run.results
        if (key := (result.question.id, result.question.question)) in before
    ]
    changes = {}
    for measure in MEASURES:
        values = [(old.get(measure), result.scores.get(measure)) for old, result in pairs]
        known = [(old, new) for old, new in values if old is not None and new is not None]
        interval = bootstrap_interval([new - old for old, new in known])
        was, now = mean([old for old, _ in known]), mean([new for _, new in known])
        if was is not None and now is not None and interval is not None:
            changes[measure] = Change(was, now, *interval, len(known))
    warning = ""
    if len(pairs) < len(run.results) or len(pairs) < len(before):
        warning = f"两次运行的题目不完全相同，只比较共有的 {len(pairs)} 题。"
    elif baseline["set"]["sha256"] != run.question_set.sha256:
        warning = "两次运行之间题集文件改过（标准答案可能不同），升降未必来自系统。"
    return Comparison(
        name=name,
        shared=len(pairs),
        changes=changes,
        gains=tuple(result for old, result in pairs if result.correct and old["correct"] != 1),
        losses=tuple(result for old, result in pairs if not result.correct and old["correct"] == 1),
        warning=warning,
    )
