"""Scores of questions → numbers of a group: means with confidence intervals, latency, verbatim quotations, limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.dataset import KINDS
from eval.run import QuestionResult
from eval.statistics import Measured, measured, percentile, ratio

MEASURES: Mapping[str, str] = {
    "correct": "整题全对率",
    "crag": "CRAG 得分",
    "Success@1": "条文 Success@1",
    "Success@3": "条文 Success@3",
    "Success@5": "条文 Success@5",
    "P@1": "条文 P@1",
    "RR@10": "条文 RR@10",
    "nDCG@10": "条文 nDCG@10",
    "R@5": "条文 R@5",
    "R@10": "条文 R@10",
    "R@100": "条文 R@100",
    "fact_recall": "要点召回",
    "citation_precision": "引用精确率",
    "citation_recall": "引用召回率",
    "label_recall": "款项目命中率",
    "citation_validity": "引用有效率",
    "refusal": "应拒答的拒答率",
    "false_refusal": "误拒率",
    "faithfulness": "忠实度（模型意见）",
}
"""The measures that are means over questions, by their name in results, with the name a reader sees."""

RATIOS: Mapping[str, str] = {
    "refusal_precision": "拒答精确率",
    "refusal_f1": "拒答 F1",
}
"""The measures that are one ratio over all questions together, likewise."""

NAMES: Mapping[str, str] = {**MEASURES, **RATIOS}
"""Every measure of a summary."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of one group of questions. ``measures`` leaves out what says nothing about the group; latency is in
    milliseconds; ``quotes`` counts the quotations shown, cited and related, that could be checked; ``citations`` those
    cited whose address could be checked, ``placed`` those whose address exists and holds the quotation. ``claims`` and
    ``withheld`` count a language model's sentences that are shown and that are not, ``violations`` what must not be in
    the shown ones."""

    questions: int
    correct: int
    errors: int
    measures: Mapping[str, Measured]
    p50_ms: float | None
    p95_ms: float | None
    quotes: int
    verbatim: int
    citations: int = 0
    placed: int = 0
    claims: int = 0
    withheld: int = 0
    violations: int = 0

    @property
    def quote_validity(self) -> float | None:
        """The share of quotations that are the regulation's own words, or None if none could be checked."""
        return self.verbatim / self.quotes if self.quotes else None

    @property
    def address_validity(self) -> float | None:
        """The share of cited addresses that exist and hold their quotation, or None if none could be checked."""
        return self.placed / self.citations if self.citations else None


def summarise(results: Sequence[QuestionResult]) -> Summary:
    """The numbers of these results. Latency leaves out questions without an answer."""
    found = {
        name: measured([result.scores.get(name) for result in results], lowest=-1.0 if name == "crag" else 0.0)
        for name in MEASURES
    }
    elapsed = [result.elapsed_ms for result in results if not result.error]
    quotes = [v for r in results for v in (*(c.verbatim for c in r.cited), *r.related_verbatim) if v is not None]
    placed = [c.placed for r in results for c in r.cited if c.placed is not None]
    return Summary(
        questions=len(results),
        correct=sum(result.correct for result in results),
        errors=sum(bool(result.error) for result in results),
        measures={name: m for name, m in {**found, **_refusing(results)}.items() if m is not None},
        p50_ms=percentile(elapsed, 50),
        p95_ms=percentile(elapsed, 95),
        quotes=len(quotes),
        verbatim=sum(quotes),
        citations=len(placed),
        placed=sum(placed),
        claims=sum(result.claims for result in results),
        withheld=sum(result.withheld for result in results),
        violations=sum(len(result.violations) for result in results),
    )


def _refusing(results: Sequence[QuestionResult]) -> dict[str, Measured | None]:
    """Precision and F1 of refusing, where there are questions of both sorts: its recall is ``refusal``."""
    needed = [result.question.unanswerable for result in results]
    if all(needed) or not any(needed):
        return {}
    refused = [result.refused for result in results]
    right = [need and done for need, done in zip(needed, refused, strict=True)]
    both = [need + done for need, done in zip(needed, refused, strict=True)]
    return {"refusal_precision": ratio(right, refused), "refusal_f1": ratio([2 * hit for hit in right], both)}


def by_kind(results: Iterable[QuestionResult]) -> dict[str, Summary]:
    """A summary for each kind of question that occurs, in the order of the kinds."""
    groups: dict[str, list[QuestionResult]] = {kind: [] for kind in KINDS}
    for result in results:
        groups[result.question.kind].append(result)
    return {kind: summarise(group) for kind, group in groups.items() if group}


@dataclass(frozen=True, slots=True)
class Limit:
    """A demand on one number: at least (``lowest``) or at most ``bound``. ``number`` is a measure's name, or
    ``quote_validity``, ``violations``, ``p95_ms`` or ``memory_mb``."""

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
        case "violations":
            return "违反核对规则（处）", float(summary.violations) if summary.claims else None
        case "p95_ms":
            return "耗时 p95（毫秒）", summary.p95_ms
        case "memory_mb":
            return "常驻内存（MiB）", memory_mb.get("峰值")
    found = summary.measures.get(name)
    return NAMES[name], found.mean if found else None
