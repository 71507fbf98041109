"""The tables of one system, as a head and rows of text: its measures, its kinds of question, its changes."""

from __future__ import annotations

from eval.comparison import Comparison, p_text
from eval.dataset import KIND_NAMES
from eval.report.examined import Examined
from eval.statistics import Measured
from eval.summary import NAMES, Summary

Table = tuple[list[str], list[list[str]]]

FEW = 30
"""Below so many questions a number is said to be a hint only: its interval may be wider than ±15 points."""

_COLUMNS = {
    "correct": "全对",
    "Success@1": "S@1",
    "Success@5": "S@5",
    "fact_recall": "要点",
    "citation_precision": "引准",
    "citation_recall": "引全",
    "label_recall": "款项",
}


def interval(measured: Measured) -> tuple[float, float]:
    """The 95 % interval that is shown: the bootstrap's; Wilson's where there are few questions or where all have one
    score, because there the bootstrap's shrinks to a point that proves nothing."""
    if measured.wilson and (measured.count < FEW or measured.low == measured.high):
        return measured.wilson
    return measured.low, measured.high


def between(measured: Measured) -> str:
    """The interval as text; empty where it is a point, which would claim a certainty that nobody has."""
    low, high = interval(measured)
    return "" if low == high else f"{low:.3f}{'–' if low >= 0 else ' 至 '}{high:.3f}"


def mean(summary: Summary, measure: str) -> str:
    """A measure as text, a dash where the group says nothing about it."""
    found = summary.measures.get(measure)
    return f"{found.mean:.3f}" if found else "—"


def milliseconds(value: float | None) -> str:
    """A time as text, a dash where nothing was answered."""
    return "—" if value is None else f"{value:.0f}"


def durations(summary: Summary) -> str:
    """The median and the 95th percentile of the time an answer takes."""
    return f"{milliseconds(summary.p50_ms)}／{milliseconds(summary.p95_ms)}"


def table(system: Examined, *, short: bool = False) -> Table:
    """By kind: a row for each kind and for all questions; ``short`` names for a screen of 80 columns."""
    summaries = {KIND_NAMES[kind]: summary for kind, summary in system.kinds.items()}
    head = ["题型", "题数", *(brief if short else NAMES[name] for name, brief in _COLUMNS.items())]
    head += ["拒答", "p95"] if short else ["拒答率", "p95 毫秒"]
    return head, [_row(name, summary) for name, summary in {**summaries, "全部": system.overall}.items()]


def _row(name: str, summary: Summary) -> list[str]:
    values = [mean(summary, measure) for measure in _COLUMNS]
    refusals = [measure for measure in ("refusal", "false_refusal") if measure in summary.measures]
    # for all questions together the two would be mixed: refused rightly and refused wrongly
    refused = mean(summary, refusals[0]) if len(refusals) == 1 else "—"
    return [name, str(summary.questions), *values, refused, milliseconds(summary.p95_ms)]


def headline(system: Examined) -> Table:
    """All measures of one system, each with its 95 % confidence interval."""
    summary = system.overall
    rows = [[NAMES[name], f"{m.mean:.3f}", between(m) or "—", str(m.count)] for name, m in summary.measures.items()]
    if summary.quote_validity is None:
        rows.append(["引文逐字无误率", "未核对", "—", "0"])
    else:
        rows.append(["引文逐字无误率", f"{summary.quote_validity:.3f}", "—", f"{summary.quotes} 段引文"])
    if summary.address_validity is not None:
        rows.append(["地址属实率", f"{summary.address_validity:.3f}", "—", f"{summary.citations} 处引用"])
    if written := summary.claims + summary.withheld:
        kept = f"{summary.claims} 句采用，{summary.withheld} 句未采用"
        rows.append(["语言模型改写", kept, "—", f"{written} 句"])
        rows.append(["违反核对规则（处）", str(summary.violations), "—", f"{summary.claims} 句"])
    if summary.p50_ms is not None:
        rows.append(["耗时 p50／p95（毫秒）", durations(summary), "—", str(summary.questions)])
    if memory := system.run.memory_mb:
        rows.append(["常驻内存（MiB）", "，".join(f"{n} {v:.0f}" for n, v in memory.items()), "—", "—"])
    return ["指标", "数值", "95% 置信区间", "题数"], rows


def changes_table(comparison: Comparison) -> Table:
    """Each measure before and now, over the questions that both runs scored, with the paired test."""
    rows = [
        [
            NAMES[name],
            f"{change.before:.3f}",
            f"{change.now:.3f}",
            _signed(change.now - change.before),
            f"{_signed(change.low)} 至 {_signed(change.high)}",
            f"{change.won}／{change.lost}",
            p_text(change.p).removeprefix("p = ").removeprefix("p "),
            p_text(change.p_holm).removeprefix("p = ").removeprefix("p "),
        ]
        for name, change in comparison.changes.items()
    ]
    return ["指标", "基线", "本次", "差", "差的 95% 区间", "变好／变差", "p", "校正后 p"], rows


def _signed(value: float) -> str:
    """A difference with its sign; nothing has none that would mean something, so it is never -0.000."""
    return f"{round(value, 3) + 0.0:+.3f}"
