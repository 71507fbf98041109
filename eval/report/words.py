"""A run in sentences that a reader without statistics understands, each with what the set's size can prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.dataset import KIND_NAMES
from eval.report.examined import Examined
from eval.report.tables import FEW, interval
from eval.run import QuestionResult
from eval.statistics import Measured
from eval.summary import summarise

_DECISIVE = 6
"""Changes that all go one way: the fewest that a two-sided sign test calls significant (2 · 0.5⁶ = 0.031)."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One number that matters: ``name``, the ``figure`` in large type, what it says, and what it proves."""

    name: str
    figure: str
    sentence: str
    proof: str


def statements(system: Examined) -> tuple[Statement, ...]:
    """What a director wants to know of a run; nothing about what the set does not ask."""
    summary = system.overall
    answerable = [result for result in system.results if not result.question.unanswerable]
    without = [result for result in system.results if result.question.unanswerable]
    made = []
    if whole := summary.measures.get("correct"):
        sentence = f"{summary.questions} 题中 {summary.correct} 题全对。"
        made.append(Statement("整题全对", _percent(whole.mean), sentence, _range(whole, "同类问题的全对率")))
    if answerable:
        made.append(_answered(answerable))
    if without:
        measured = summary.measures["refusal"]
        refused = sum(result.refused for result in without)
        wrong = len(without) - refused
        sentence = f"{len(without)} 个没有依据的问题，拒答了 {refused} 个" + (
            f"，{wrong} 个没有拒答。" if wrong else "。"
        )
        made.append(Statement("该拒答的拒答", _percent(measured.mean), sentence, _range(measured, "拒答率")))
    if summary.quote_validity is None:
        made.append(Statement("引文逐字无误", "未核对", "没有索引原文可以对照，引文没有核对。", ""))
    else:
        sentence = f"{summary.quotes} 段引文，{summary.verbatim} 段与制度原文逐字相同。"
        proof = "由程序按位置逐段与原文比较，不是抽样。"
        if summary.verbatim < summary.quotes:
            proof += "低于 100% 即为缺陷，请逐题查看。"
        made.append(Statement("引文逐字无误", _percent(summary.quote_validity, floor=True), sentence, proof))
    return tuple(made)


def _answered(results: Sequence[QuestionResult]) -> Statement:
    measured = summarise(results).measures["correct"]
    right = sum(result.correct for result in results)
    refused = sum(result.refused for result in results)
    rest = len(results) - right - refused
    parts = [f"{refused} 个被误拒"] * bool(refused) + [f"{rest} 个没有答对或没有答全"] * bool(rest)
    counted = f"{len(results)} 个有依据的问题，答对 {right} 个" + "".join(f"，{part}" for part in parts)
    each = f"每 100 个能答的问题，约 {measured.mean * 100:.0f} 个答对。"
    return Statement("能答的答对", _percent(measured.mean), f"{each}{counted}。", _range(measured, "答对的比例"))


def lead(system: Examined) -> str:
    """The run in one sentence."""
    summary = system.overall
    answerable = [result for result in system.results if not result.question.unanswerable]
    without = [result for result in system.results if result.question.unanswerable]
    parts = [f"{summary.questions} 题中 {summary.correct} 题全对"]
    if answerable:
        share = 100 * sum(result.correct for result in answerable) / len(answerable)
        parts.append(f"每 100 个能答的问题约 {share:.0f} 个答对")
    if without:
        parts.append(f"该拒答的 {len(without)} 个拒了 {sum(result.refused for result in without)} 个")
    if summary.quote_validity is None:
        parts.append("引文未核对")
    elif summary.verbatim == summary.quotes:
        parts.append(f"引文 {summary.quotes} 段，逐字无误")
    else:
        parts.append(f"引文 {summary.quotes} 段，{summary.quotes - summary.verbatim} 段与原文不符")
    return f"{system.name}：{'；'.join(parts)}。"


def cautions(system: Examined) -> tuple[str, ...]:
    """What the reader must not overlook: questions without an answer, and what so few questions cannot prove."""
    summary = system.overall
    said = [f"{summary.errors} 题出错，没有得到回答，按未答对计。"] if summary.errors else []
    if summary.questions < _DECISIVE:
        said.append(f"只有 {summary.questions} 题，说明不了系统好坏，也比不出前后升降。")
        return tuple(said)
    points = 100 * _DECISIVE / summary.questions
    said.append(
        f"改动前后用同一套题比较：至少要有 {_DECISIVE} 题（{points:.1f} 个百分点）由错变对而没有一题由对变错，"
        "才算得上不是偶然（符号检验，p＜0.05）；有升有降时要差得更多。"
    )
    few = [f"{KIND_NAMES[kind]}（{s.questions} 题）" for kind, s in system.kinds.items() if s.questions < FEW]
    if few:
        said.append(f"题数不足 {FEW} 的题型只能参考：{'、'.join(few)}。")
    return tuple(said)


def _range(measured: Measured, what: str) -> str:
    low, high = interval(measured)
    return f"照这些题的数量，{what}应在 {_percent(low)} 到 {_percent(high)} 之间（95% 置信区间）。"


def _percent(value: float, *, floor: bool = False) -> str:
    """One decimal, none for nothing and all; ``floor`` never rounds up to 100 %, which would hide a defect."""
    tenths = int(value * 1000) if floor else round(value * 1000)
    return f"{tenths // 10}%" if tenths in (0, 1000) else f"{tenths / 10:.1f}%"
