"""A run on paper: report.json for machines and baselines, report.md (Chinese) for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.baseline import Comparison
from eval.dataset import Problem
from eval.run import QuestionResult, Run
from eval.summary import KIND_NAMES, MEASURES, Summary, by_kind, summarise

SCHEMA = 1
"""Raised when report.json changes so that an older one cannot serve as a baseline."""

_ESCAPES = str.maketrans({c: f"\\{c}" for c in "\\`*_[]#|"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_COLUMNS = {
    "correct": "全对",
    "success@1": "S@1",
    "success@5": "S@5",
    "fact_recall": "要点",
    "citation_precision": "引准",
    "citation_recall": "引全",
    "label_recall": "款项",
}


def write_report(
    folder: Path, run: Run, problems: Sequence[Problem], missed: Sequence[str], comparison: Comparison | None
) -> None:
    """Write report.json and report.md into ``folder``, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    report = as_json(run, problems, missed)
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(as_markdown(run, problems, missed, comparison), encoding="utf-8")


def as_json(run: Run, problems: Sequence[Problem] = (), missed: Sequence[str] = ()) -> dict[str, Any]:
    """Everything of a run. Ratios are 0 to 1, times milliseconds, memory mebibytes."""
    chosen = run.question_set
    return {
        "schema": SCHEMA,
        "set": {"name": chosen.name, "version": chosen.version, "file": chosen.path.name, "sha256": chosen.sha256},
        "system": run.name,
        "facts": dict(run.facts),
        "started": run.started,
        "memory_mb": {name: round(value, 1) for name, value in run.memory_mb.items()},
        "overall": _summary(summarise(run.results)),
        "by_kind": {kind: _summary(summary) for kind, summary in by_kind(run.results).items()},
        "missed": list(missed),
        "problems": [asdict(problem) for problem in problems],
        "questions": [_question(result) for result in run.results],
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {**asdict(summary), "quote_validity": summary.quote_validity}


def _question(result: QuestionResult) -> dict[str, Any]:
    question = result.question
    return {
        "id": question.id,
        "question": question.question,
        "kind": question.kind,
        "as_of": question.as_of.isoformat() if question.as_of else None,
        "expected": {
            "unanswerable": question.unanswerable,
            "match": question.match,
            "gold": [asdict(gold) for gold in question.gold],
            "facts": [list(phrases) for phrases in question.facts],
        },
        "refused": result.refused,
        "found": list(result.ranking),
        "quoted": [asdict(cited) for cited in result.cited],
        "scores": dict(result.scores),
        "elapsed_ms": round(result.elapsed_ms, 1),
        "error": result.error,
        "note": result.note,
    }


def table(run: Run, *, short: bool = False) -> tuple[list[str], list[list[str]]]:
    """The table by kind: its head, and a row for each kind and for all questions, as text; ``short`` names for a
    screen of 80 columns."""
    summaries = {KIND_NAMES[kind]: summary for kind, summary in by_kind(run.results).items()}
    head = ["题型", "题数", *(brief if short else MEASURES[name] for name, brief in _COLUMNS.items())]
    head += ["拒答", "p95"] if short else ["拒答率", "p95 毫秒"]
    return head, [_row(name, summary) for name, summary in {**summaries, "全部": summarise(run.results)}.items()]


def _row(name: str, summary: Summary) -> list[str]:
    values = [f"{summary.measures[m].mean:.3f}" if m in summary.measures else "—" for m in _COLUMNS]
    refusals = [summary.measures[m] for m in ("refusal", "false_refusal") if m in summary.measures]
    # for all questions together the two would be mixed: refused rightly and refused wrongly
    refused = f"{refusals[0].mean:.3f}" if len(refusals) == 1 else "—"
    p95 = f"{summary.p95_ms:.0f}" if summary.p95_ms is not None else "—"
    return [name, str(summary.questions), *values, refused, p95]


def headline(run: Run) -> tuple[list[str], list[list[str]]]:
    """The table of all measures: its head, and a row for each with its 95 % confidence interval, as text."""
    summary = summarise(run.results)
    rows = [
        [MEASURES[name], f"{m.mean:.3f}", f"{m.low:.3f}–{m.high:.3f}", str(m.count)]
        for name, m in summary.measures.items()
    ]
    if summary.quote_validity is None:
        rows.append(["引文逐字无误率", "未核对", "—", "0"])
    else:
        rows.append(["引文逐字无误率", f"{summary.quote_validity:.3f}", "—", f"{summary.quotes} 段引文"])
    if summary.p50_ms is not None and summary.p95_ms is not None:
        rows.append(
            ["耗时 p50／p95（毫秒）", f"{summary.p50_ms:.0f}／{summary.p95_ms:.0f}", "—", str(summary.questions)]
        )
    if run.memory_mb:
        rows.append(["常驻内存（MiB）", "，".join(f"{n} {v:.0f}" for n, v in run.memory_mb.items()), "—", "—"])
    return ["指标", "数值", "95% 置信区间", "题数"], rows


def as_markdown(
    run: Run, problems: Sequence[Problem] = (), missed: Sequence[str] = (), comparison: Comparison | None = None
) -> str:
    """The report that people read; every question that is not fully right is shown with what it got."""
    summary = summarise(run.results)
    chosen = run.question_set
    failures = [result for result in run.results if not result.correct]
    lines = [
        f"# 评测报告：{chosen.name}",
        "",
        f"- 题集：{chosen.path.name}，第 {chosen.version} 版，SHA-256 {chosen.sha256[:12]}",
        f"- 题数：{len(run.results)}（题集共 {len(chosen.questions)} 题）",
        f"- 时间：{run.started}",
        f"- 系统：{run.name}",
        *(f"- {name}：{value}" for name, value in run.facts.items()),
        f"- 结果：{summary.correct} 题全对，{len(failures)} 题未全对"
        + (f"，其中 {summary.errors} 题出错没有回答" if summary.errors else ""),
        "",
    ]
    if missed:
        lines += ["## 未达到的要求", "", *(f"- {complaint}" for complaint in missed), ""]
    if problems:
        lines += ["## 题集与索引对不上的地方", "", *(f"- {_plain(str(problem))}" for problem in problems), ""]
    lines += ["## 总表", "", *_markdown_table(*headline(run)), "", "## 分题型", "", *_markdown_table(*table(run)), ""]
    lines += ["各指标的定义见 docs/evaluation.md。", ""]
    if comparison:
        lines += _comparison(comparison)
    lines += ["## 未全对的题", ""]
    lines += [line for result in failures for line in _failure(result)] or ["没有。", ""]
    return "\n".join(lines)


def _comparison(comparison: Comparison) -> list[str]:
    rows = [
        [MEASURES[name], f"{c.before:.3f}", f"{c.now:.3f}", f"{c.now - c.before:+.3f}", f"{c.low:+.3f}–{c.high:+.3f}"]
        for name, c in comparison.changes.items()
    ]
    lines = [f"## 与基线 {comparison.name} 相比（{comparison.shared} 题）", ""]
    lines += [f"注意：{comparison.warning}", ""] if comparison.warning else []
    lines += [*_markdown_table(["指标", "基线", "本次", "差", "差的 95% 区间"], rows), ""]
    for title, changed in (("由错变对", comparison.gains), ("由对变错", comparison.losses)):
        lines += [f"### {title}（{len(changed)} 题）", ""]
        lines += [f"- {r.question.id} {_plain(r.question.question)}" for r in changed] or ["没有。"]
        lines.append("")
    return lines


def _failure(result: QuestionResult) -> list[str]:
    question = result.question
    places = [f"《{gold.regulation}》{gold.article}{gold.label}" for gold in question.gold]
    between = "；" if question.match == "all" else " 或 "
    facts = "；".join("／".join(phrases) for phrases in question.facts)
    expected = "拒答" if question.unanswerable else between.join(places) + (f"（要点：{facts}）" if facts else "")
    got = result.error or (
        "拒答" if result.refused else "；".join(f"《{c.regulation}》{c.label}" for c in result.cited)
    )
    lines = [f"### {question.id}（{KIND_NAMES[question.kind]}）{_plain(question.question)}", ""]
    lines += [f"- 此前问过：{_plain(asked)}" for asked, _ in question.history]
    lines += [f"- 截至：{question.as_of.isoformat()}"] if question.as_of else []
    lines += [f"- 应为：{_plain(expected)}", f"- 实为：{_plain(got) or '没有引用'}"]
    lines += [f"- 检索前五：{_plain('；'.join(result.ranking[:5])) or '无'}"]
    lines += [f"- 系统备注：{_plain(result.note)}"] if result.note else []
    for cited in result.cited:
        fault = "（与原文不符！）" if cited.verbatim is False else ""
        lines += [f"- 引文{fault}：{_plain(cited.quote)}"]
    return [*lines, ""]


def _markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    body = [f"| {' | '.join(_plain(cell) for cell in row)} |" for row in rows]
    return [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *body]


def _plain(text: str) -> str:
    """Text as one line that Markdown takes for words: a question or a document must not become markup."""
    return " ".join(text.split()).translate(_ESCAPES)
