"""Scores of questions → numbers of a group: means with confidence intervals, latency, verbatim quotations, limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.dataset import KINDS
from eval.measures import bootstrap_interval, mean, percentile
from eval.run import QuestionResult

MEASURES: Mapping[str, str] = {
    "correct": "整题全对率",
    "success@1": "条文 Success@1",
    "success@3": "条文 Success@3",
    "success@5": "条文 Success@5",
    "rr": "MRR",
    "fact_recall": "要点召回",
    "citation_precision": "引用精确率",
    "citation_recall": "引用召回率",
    "label_recall": "款项目命中率",
    "refusal": "应拒答的拒答率",
    "false_refusal": "误拒率",
}
"""The measures that are means over questions, by their name in results, with the name a reader sees."""

KIND_NAMES: Mapping[str, str] = {
    "direct": "直接提问",
    "colloquial": "口语提问",
    "numeric": "问数字",
    "lookup": "按条号查",
    "multi": "涉及多条",
    "followup": "追问",
    "unanswerable": "无依据",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean over ``count`` questions with its 95 % confidence interval."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of one group of questions. ``measures`` leaves out what says nothing about the group; latency is in
    milliseconds; ``quotes`` counts the quotations shown, cited and related, that could be checked."""

    questions: int
    correct: int
    errors: int
    measures: Mapping[str, Measured]
    p50_ms: float | None
    p95_ms: float | None
    quotes: int
    verbatim: int

    @property
    def quote_validity(self) -> float | None:
        """The share of quotations that are the regulation's own words, or None if none could be checked."""
        return self.verbatim / self.quotes if self.quotes else None


def summarise(results: Sequence[QuestionResult]) -> Summary:
    """The numbers of these results. Latency leaves out questions without an answer."""
    measures = {}
    for name in MEASURES:
        values = [result.scores.get(name) for result in results]
        average, interval = mean(values), bootstrap_interval(values)
        if average is not None and interval is not None:
            count = sum(value is not None for value in values)
            measures[name] = Measured(average, *interval, count)
    elapsed = [result.elapsed_ms for result in results if not result.error]
    quotes = [v for r in results for v in (*(c.verbatim for c in r.cited), *r.related_verbatim) if v is not None]
    return Summary(
        questions=len(results),
        correct=sum(result.correct for result in results),
        errors=sum(bool(result.error) for result in results),
        measures=measures,
        p50_ms=percentile(elapsed, 50),
        p95_ms=percentile(elapsed, 95),
        quotes=len(quotes),
        verbatim=sum(quotes),
    )


def by_kind(results: Iterable[QuestionResult]) -> dict[str, Summary]:
    """A summary for each kind of question that occurs, in the order of the kinds."""
    groups: dict[str, list[QuestionResult]] = {kind: [] for kind in KINDS}
    for result in results:
        groups[result.question.kind].append(result)
    return {kind: summarise(group) for kind, group in groups.items() if group}


@dataclass(frozen=True, slots=True)
class Limit:
    """A demand on one number: at least (``lowest``) or at most ``bound``. ``number`` is a measure's name, or
    ``quote_validity``, ``p95_ms`` or ``memory_mb``."""

    number: str
    bound: float
    lowest: bool


def missed(limits: Iterable[Limit], summary: Summary, memory_mb: Mapping[str, float]) -> list[str]:
    """What is not met, in Chinese. A number that could not be measured counts as missed: no evidence, no pass."""
    complaints = []
    for limit in limits:
        name, value = _number(limit.number, summary, memory_mb)
        demand = f"要求{'不低于' if limit.lowest else '不高于'} {limit.bound:g}"
        if value is None:
            complaints.append(f"{name}：没有测到（题集里没有相应的题，或无从核对），{demand}")
        elif value < limit.bound if limit.lowest else value > limit.bound:
            complaints.append(f"{name}：{value:.3f}，{demand}")
    return complaints


def _number(name: str, summary: Summary, memory_mb: Mapping[str, float]) -> tuple[str, float | None]:
    match name:
        case "quote_validity":
            return "引文逐字无误率", summary.quote_validity
        case "p95_ms":
            return "耗时 p95（毫秒）", summary.p95_ms
        case "memory_mb":
            return "常驻内存（MiB）", memory_mb.get("峰值")
    found = summary.measures.get(name)
    return MEASURES[name], found.mean if found else None
