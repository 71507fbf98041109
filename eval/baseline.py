"""A run kept as a baseline: a small file without any wording, so that it may lie beside the code of a site."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.dataset import Question, QuestionSet
from eval.run import Run
from eval.summary import MEASURES

FORMAT = "tiaowen-baseline-1"
DIGITS = 6
"""Scores are compared as they are kept, rounded to so many digits."""

_KEPT_FACTS = ("对象", "索引")
_NAMED = 5


class BaselineError(Exception):
    """A baseline that cannot be read, kept or compared with; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier run: the set's name, version and SHA-256, the system with its facts, when it was made. ``asked`` maps
    question ids to :func:`fingerprint`, ``scores`` to the scores by measure (None where one said nothing)."""

    set_name: str
    version: int
    sha256: str
    system: str
    facts: Mapping[str, str]
    started: str
    asked: Mapping[str, str]
    scores: Mapping[str, Mapping[str, float | None]]


def fingerprint(question: Question) -> str:
    """A hash of all that decides how a question is asked and judged: its words, what went before, the day, the kind,
    the gold. Not a word of it can be read back."""
    told = {name: value for name, value in asdict(question).items() if name not in ("id", "line")}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:16]


def save_baseline(path: Path, run: Run) -> None:
    """Keep ``run`` as a baseline, replacing the file as a whole. Raises :class:`BaselineError` where a question got no
    answer (a later run would seem to have gained it) or the file cannot be written."""
    if unanswered := [result.question.id for result in run.results if result.error]:
        raise BaselineError(f"{_some(unanswered)}没有得到回答，这样的结果不宜作基线，没有保存。请排除故障后重跑。")
    measures = [name for name in MEASURES if any(result.scores.get(name) is not None for result in run.results)]
    chosen = run.question_set
    head = {
        "format": FORMAT,
        "set": {"name": chosen.name, "version": chosen.version, "sha256": chosen.sha256},
        "system": run.name,
        "facts": {name: run.facts[name] for name in _KEPT_FACTS if name in run.facts},
        "started": run.started,
        "measures": measures,
    }
    rows = [
        [result.question.id, fingerprint(result.question), *(_short(result.scores.get(name)) for name in measures)]
        for result in run.results
    ]
    # a line for each question: that is what version control shows
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    text = f'{json.dumps(head, ensure_ascii=False, indent=1)[:-2]},\n "questions": [\n{lines}\n]}}\n'
    partial = path.with_name(path.name + ".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise BaselineError(f"基线写不进 {path}（{error.strerror}），请换一个可写的位置。") from error


def read_baseline(path: Path) -> Baseline:
    """A baseline that :func:`save_baseline` wrote. Raises :class:`BaselineError`."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BaselineError(f"基线 {path} 读不出来，请检查路径。") from error
    except ValueError as error:
        raise BaselineError(f"基线 {path} 已损坏（不是完整的 JSON）。{_ANEW}") from error
    if not isinstance(kept, dict) or kept.get("format") != FORMAT:
        seen = "这是评测报告，不是基线。" if isinstance(kept, dict) and "overall" in kept else ""
        raise BaselineError(f"{path} 不是本版本的基线文件。{seen}{_ANEW}")
    try:
        return _baseline(kept)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise BaselineError(f"基线 {path} 已损坏（内容缺失或类型不对）。{_ANEW}") from error


_ANEW = "请用 python -m eval run … --save-baseline 重新保存一份。"


def _baseline(kept: Mapping[str, Any]) -> Baseline:
    chosen, measures = kept["set"], [str(name) for name in kept["measures"]]
    asked: dict[str, str] = {}
    scores: dict[str, dict[str, float | None]] = {}
    for identity, print_, *values in kept["questions"]:
        if identity in asked:
            raise ValueError(identity)
        asked[str(identity)] = str(print_)
        numbers = [None if value is None else float(value) for value in values]
        scores[str(identity)] = dict(zip(measures, numbers, strict=True))
    if "correct" not in measures:
        raise ValueError("correct")
    return Baseline(
        set_name=str(chosen["name"]),
        version=int(chosen["version"]),
        sha256=str(chosen["sha256"]),
        system=str(kept["system"]),
        facts={str(name): str(value) for name, value in kept["facts"].items()},
        started=str(kept["started"]),
        asked=asked,
        scores=scores,
    )


def check_baseline(baseline: Baseline, question_set: QuestionSet, questions: Sequence[Question]) -> None:
    """Raise :class:`BaselineError` unless ``questions`` of ``question_set`` are the very ones that the baseline has:
    what was not asked both times cannot be compared, and a mean over other questions would hide it."""
    advice = "请换用对应的基线；题集确实改过的，先用改动前的系统在新题集上保存基线（--save-baseline），再来对比。"
    if baseline.set_name != question_set.name:
        raise BaselineError(f"基线是题集“{baseline.set_name}”的，本次评的是“{question_set.name}”。{advice}")
    if baseline.version != question_set.version:
        versions = f"基线用的是第 {baseline.version} 版，本次是第 {question_set.version} 版"
        raise BaselineError(f"题集“{question_set.name}”的版本不同：{versions}。{advice}")
    now = {question.id: fingerprint(question) for question in questions}
    differences = {
        "题面、标准答案或要点改过": [i for i in now if i in baseline.asked and now[i] != baseline.asked[i]],
        "基线里没有": [i for i in now if i not in baseline.asked],
        "本次没有（用了 --limit 的，请去掉）": [i for i in baseline.asked if i not in now],
    }
    found = [f"{_some(ids)}{what}" for what, ids in differences.items() if ids]
    if found:
        raise BaselineError(f"题目与基线不同，不能逐题对比：{'；'.join(found)}。{advice}")


def rounded(score: float | None) -> float | None:
    """A score as a baseline keeps it."""
    return None if score is None else round(score, DIGITS)


def _short(score: float | None) -> float | None:
    """A score as the file writes it: 1, not 1.0."""
    kept = rounded(score)
    return int(kept) if kept is not None and kept.is_integer() else kept


def _some(ids: Sequence[str]) -> str:
    return f"{len(ids)} 题（{'、'.join(ids[:_NAMED])}{'等' if len(ids) > _NAMED else ''}）"
