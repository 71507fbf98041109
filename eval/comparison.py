"""A run against a baseline: what got better, what got worse, question by question, and whether that is a regression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from eval.baseline import Baseline, check_baseline, rounded
from eval.run import QuestionResult, Run
from eval.statistics import bootstrap_interval, holm, mean, paired_p
from eval.summary import MEASURES, summarise

GATED = ("correct", "Success@1", "fact_recall", "refusal", "false_refusal")
"""The measures that must not get worse; besides, every quotation must be verbatim."""

LOWER_IS_BETTER = frozenset({"false_refusal"})
MARGIN = 0.02
_HAIR = 1e-9  # a fall by exactly the margin is allowed, whatever floating point makes of it


@dataclass(frozen=True, slots=True)
class Change:
    """One measure before and now, over the ``count`` questions that both runs scored. ``low`` and ``high`` are the 95 %
    interval of the difference (paired bootstrap). ``won`` and ``lost`` questions have a better or worse score;
    ``p`` is that of the paired test (McNemar for right or wrong, else randomisation), ``p_holm`` the same adjusted for
    the number of measures compared: a large one says that the difference may be chance."""

    before: float
    now: float
    low: float
    high: float
    count: int
    won: int
    lost: int
    p: float
    p_holm: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """``name`` is that of the baseline's file. ``gains`` were not correct before and are now, ``losses`` the reverse.
    ``quotes`` of this run could be checked, ``verbatim`` of them are. ``before`` describes the earlier run, ``warning``
    says why the two are not fully comparable, else empty; both Chinese."""

    name: str
    shared: int
    changes: Mapping[str, Change]
    gains: tuple[QuestionResult, ...]
    losses: tuple[QuestionResult, ...]
    quotes: int
    verbatim: int
    before: str
    warning: str


def compare(run: Run, baseline: Baseline, name: str) -> Comparison:
    """Compare question by question. Raises :class:`eval.baseline.BaselineError` where the questions differ."""
    check_baseline(baseline, run.question_set, [result.question for result in run.results])
    changes = _changes(run, baseline)
    was = {result.question.id: baseline.scores[result.question.id]["correct"] == 1 for result in run.results}
    summary = summarise(run.results)
    facts = "，".join(f"{fact} {value}" for fact, value in baseline.facts.items())
    warning = ""
    if baseline.system != run.name:
        warning = f"基线是系统 {baseline.system} 的，本次是 {run.name}：升降是两个系统之差。"
    return Comparison(
        name=name,
        shared=len(run.results),
        changes=changes,
        gains=tuple(result for result in run.results if result.correct and not was[result.question.id]),
        losses=tuple(result for result in run.results if not result.correct and was[result.question.id]),
        quotes=summary.quotes,
        verbatim=summary.verbatim,
        before=f"{baseline.system}，{baseline.started}" + (f"，{facts}" if facts else ""),
        warning=warning,
    )


def _changes(run: Run, baseline: Baseline) -> dict[str, Change]:
    found: dict[str, Change] = {}
    for measure in MEASURES:
        pairs = [
            (old, new)
            for result in run.results
            if (old := baseline.scores[result.question.id].get(measure)) is not None
            and (new := rounded(result.scores.get(measure))) is not None
        ]
        before, now = [old for old, _ in pairs], [new for _, new in pairs]
        was, has, interval = mean(before), mean(now), bootstrap_interval([new - old for old, new in pairs])
        if was is None or has is None or interval is None:
            continue
        up, down = sum(new > old for old, new in pairs), sum(new < old for old, new in pairs)
        won, lost = (down, up) if measure in LOWER_IS_BETTER else (up, down)
        found[measure] = Change(was, has, *interval, len(pairs), won, lost, paired_p(before, now), 1.0)
    adjusted = holm({measure: change.p for measure, change in found.items()})
    return {measure: replace(change, p_holm=adjusted[measure]) for measure, change in found.items()}


def regressions(comparison: Comparison, margin: float = MARGIN) -> list[str]:
    """What got worse by more than ``margin`` (a share, 0.02 for two questions of a hundred), in Chinese; empty if
    nothing did. A quotation that is not verbatim is a regression whatever the margin."""
    found = []
    for measure in GATED:
        change = comparison.changes.get(measure)
        if change is None:
            continue
        worse = change.now - change.before if measure in LOWER_IS_BETTER else change.before - change.now
        if worse > margin + _HAIR:
            direction = "升高" if measure in LOWER_IS_BETTER else "降低"
            found.append(
                f"{MEASURES[measure]}：基线 {change.before:.3f}，本次 {change.now:.3f}，{direction} {worse:.3f}，"
                f"超过允许的 {margin:g}（{change.count} 题中 {change.won} 题变好、{change.lost} 题变差，"
                f"{p_text(change.p)}，校正后 {p_text(change.p_holm)}）"
            )
    if comparison.verbatim < comparison.quotes:
        wrong = comparison.quotes - comparison.verbatim
        found.append(f"引文逐字无误率：{comparison.quotes} 段引文中有 {wrong} 段与原文不符，必须全部相符")
    return found


def p_text(p: float) -> str:
    """A p-value as a reader sees it."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
