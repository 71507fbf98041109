"""An evaluation as Markdown, for people who read it in an editor or send it on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eval.calibration import calibration
from eval.comparison import Comparison
from eval.dataset import KIND_NAMES
from eval.evaluation import Evaluation
from eval.report.confidence import calibration_table, calibration_words, tradeoff_table
from eval.report.examined import Examined
from eval.report.outcome import OUTCOMES, outcome
from eval.report.places import facts, found, places
from eval.report.systems import compared_table
from eval.report.tables import Table, changes_table, headline, table
from eval.report.words import cautions, lead, statements
from eval.run import QuestionResult

_ESCAPES = str.maketrans({c: f"\\{c}" for c in "\\`*_[]#|~$"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})


def as_markdown(evaluation: Evaluation, systems: Sequence[Examined]) -> str:
    """The report that people read; every question that the first system did not get fully right is shown with what
    it got."""
    first, chosen = systems[0], evaluation.question_set
    failures = [result for result in first.results if not result.correct]
    lines = [
        f"# 评测报告：{_plain(chosen.name)}",
        "",
        f"{_plain(lead(first))}",
        "",
        *(f"- {statement.sentence}{statement.proof}" for statement in statements(first)),
        *(f"- {caution}" for caution in cautions(first)),
        "",
        f"- 题集：{_plain(chosen.path.name)}，第 {chosen.version} 版，SHA-256 {chosen.sha256[:12]}",
        f"- 题数：{len(first.results)}（题集共 {len(chosen.questions)} 题）",
        f"- 时间：{_plain(evaluation.started)}",
        "",
    ]
    absent = [f"{name}：{why}" for name, why in evaluation.absent.items()]
    lines += _listed("没有评到的系统", absent)
    lines += _listed("未达到的要求", evaluation.missed)
    lines += _listed("题集与索引对不上的地方", map(str, evaluation.problems))
    if len(systems) > 1:
        lines += ["## 系统并列", "", *_table(compared_table(systems)), ""]
    for system, comparison in zip(systems, evaluation.comparisons or [None] * len(systems), strict=True):
        lines += _system(system, comparison)
    lines += ["各指标的定义见 docs/evaluation.md。", "", f"## 未全对的题（{_plain(first.name)}）", ""]
    lines += [line for result in failures for line in _failure(result)] or ["没有。", ""]
    return "\n".join(lines)


def _listed(title: str, entries: Iterable[str]) -> list[str]:
    lines = [f"- {_plain(entry)}" for entry in entries]
    return [f"## {title}", "", *lines, ""] if lines else []


def _system(system: Examined, comparison: Comparison | None) -> list[str]:
    lines = [f"## {_plain(system.name)}", ""]
    lines += [f"- {_plain(name)}：{_plain(value)}" for name, value in system.run.facts.items()]
    lines += ["", "### 总表", "", *_table(headline(system)), "", "### 分题型", "", *_table(table(system)), ""]
    made, calibrated = calibration(system.results), calibration_table(system.results)
    if made and calibrated:
        lines += ["### 置信度校准", "", calibration_words(made), "", *_table(calibrated), ""]
    if points := tradeoff_table(system.results):
        lines += ["### 拒答的取舍", "", *_table(points), ""]
    return lines + (_comparison(comparison) if comparison else [])


def _comparison(comparison: Comparison) -> list[str]:
    lines = [f"### 与基线 {_plain(comparison.name)} 相比（{comparison.shared} 题）", ""]
    lines += [f"注意：{_plain(comparison.warning)}", ""] if comparison.warning else []
    lines += [*_table(changes_table(comparison)), ""]
    for title, changed in (("由错变对", comparison.gains), ("由对变错", comparison.losses)):
        lines += [f"#### {title}（{len(changed)} 题）", ""]
        lines += [f"- {_plain(r.question.id)} {_plain(r.question.question)}" for r in changed] or ["没有。"]
        lines.append("")
    return lines


def _failure(result: QuestionResult) -> list[str]:
    question = result.question
    kind, what = KIND_NAMES[question.kind], OUTCOMES[outcome(result)]
    lines = [f"### {_plain(question.id)}（{kind}，{what}）{_plain(question.question)}", ""]
    lines += [f"- 此前问过：{_plain(asked)}" for asked, _ in question.history]
    lines += [f"- 截至：{question.as_of.isoformat()}"] if question.as_of else []
    needed = f"（要点：{facts(question)}）" if question.facts else ""
    lines += [f"- 应为：{_plain(places(question) + needed)}", f"- 实为：{_plain(found(result))}"]
    lines += [f"- 检索前五：{_plain('；'.join(result.ranking[:5])) or '无'}"]
    lines += [f"- 系统备注：{_plain(result.note)}"] if result.note else []
    for cited in result.cited:
        fault = "（与原文不符！）" if cited.verbatim is False else ""
        lines += [f"- 引文{fault}：{_plain(cited.quote)}"]
    return [*lines, ""]


def _table(made: Table) -> list[str]:
    head, rows = made
    return [_row(head), f"|{' --- |' * len(head)}", *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_plain(cell) for cell in cells)} |"


def _plain(text: str) -> str:
    """Text as one line that Markdown takes for words: a question or a document must not become markup."""
    return " ".join(text.split()).translate(_ESCAPES)
