"""How far a system's own probability can be trusted, and what refusing more or less would cost."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from eval.calibration import BINS, Calibration, Point, calibration, reliability, tradeoff
from eval.report.drawing import LINE, SHEET, SOFT, as_svg, axes, colour, marker, sheet, styled
from eval.report.examined import Examined
from eval.report.plots import WIDTH, Plot, label, percent, percent_axis, words
from eval.report.systems import shortened
from eval.report.tables import Table
from eval.run import QuestionResult

_LIMITS = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
"""Rows of the trade-off in a table; the curve has a point for every question that makes a difference."""


def calibration_table(results: Sequence[QuestionResult]) -> Table | None:
    """The bins of the reliability diagram; None where the system has no probability of its own."""
    rows = [
        [
            f"{found.low:.1f}–{found.high:.1f}",
            str(found.count),
            percent(found.confidence),
            percent(found.right),
            "–".join(map(percent, found.interval)),
        ]
        for found in reliability(results)
    ]
    return (["自评把握", "题数", "平均自评", "实际答对", "95% 置信区间"], rows) if rows else None


def calibration_words(made: Calibration) -> str:
    """The numbers of the calibration in a sentence."""
    auroc = "" if made.auroc is None else f"；区分有无依据的 AUROC {made.auroc:.3f}（0.5 等于瞎猜）"
    return f"期望校准误差 ECE {made.ece:.3f}，Brier 分 {made.brier:.3f}（都是越小越好）{auroc}。"


def tradeoff_table(results: Sequence[QuestionResult]) -> Table | None:
    """The trade-off at round false refusal rates: the best that each allows. None without questions of both sorts."""
    points = tradeoff(results)
    if not points:
        return None
    rows = []
    for limit in _LIMITS:
        best = max((point for point in points if point.false_refusal <= limit), key=_gain)
        rows.append([*map(percent, (limit, best.false_refusal, best.refusal)), f"{best.threshold:.3f}"])
    return ["误拒不超过", "误拒率", "应拒答的拒答率", "阈值"], rows


def _gain(point: Point) -> tuple[float, float]:
    return point.refusal, -point.false_refusal


def _step(one: Point, other: Point) -> list[tuple[float, float]]:
    """The way from one threshold to the next: level, then upright."""
    corners = (one.false_refusal, one.refusal), (other.false_refusal, one.refusal)
    return [*corners, (other.false_refusal, other.refusal)]


@styled
def calibration_plot(systems: Sequence[Examined]) -> Plot | None:
    """The reliability diagram of every system that has a probability; None if none has."""
    known = [(number, system, made) for number, system in enumerate(systems) if (made := calibration(system.results))]
    if not known:
        return None
    figure = sheet(WIDTH, 330)
    drawn = axes(figure, 46, 22, 24, 100)
    drawn.set(xlim=(0, 1), ylim=(0, 1.02))
    percent_axis(drawn, "y")
    drawn.set_xticks([])
    drawn.plot([0, 1], [0, 1], color=SOFT, linewidth=1, linestyle=(0, (4, 4)))
    words(drawn, "实际答对", (0, 1), (-40, 12), ha="left", color=SOFT, xycoords="axes fraction")
    below = axes(figure, 46, 246, 24, 44)
    below.set(xlim=(0, 1), yticks=[])
    below.spines["left"].set_visible(False)
    percent_axis(below, "x")
    below.grid(visible=False)
    words(below, "自评把握（条形是题数）", (1, 0), (0, -34), ha="right", color=SOFT, xycoords="axes fraction")
    rows, said = [], []
    wide = 0.8 / BINS / len(known)
    for position, (number, system, made) in enumerate(known):
        bins = reliability(system.results)
        for found in bins:
            drawn.plot([found.confidence] * 2, found.interval, color=colour(number), linewidth=1.5, alpha=0.45)
            left = found.low + 0.1 / BINS + wide * position
            below.bar(left, found.count, width=wide, align="edge", color=colour(number))
        at = [found.confidence for found in bins], [found.right for found in bins]
        drawn.plot(*at, color=colour(number), linewidth=1.5)
        drawn.plot(*at, marker(number), color=colour(number), markersize=8, markeredgecolor=SHEET, clip_on=False)
        numbers = calibration_table(system.results)
        rows += [[system.name, *row] for row in numbers[1]] if numbers else []
        said.append((f"{system.name}：" if len(systems) > 1 else "") + calibration_words(made))
    reading = f"系统说有几成把握，实际就该对几成：点在虚线上最好，在虚线下方是过于自信。{''.join(said)}"
    head = ["系统", "自评把握", "题数", "平均自评", "实际答对", "95% 置信区间"]
    title = "自评把握准不准"
    return Plot("calibration", title, reading, as_svg(figure, "calibration", title, reading), (head, rows))


@styled
def tradeoff_plot(systems: Sequence[Examined]) -> Plot | None:
    """Refusals against false refusals: the curve of each system that has a probability, and where each system stands.
    None without questions of both sorts."""
    stands = [
        (number, system, measures["refusal"].mean, measures["false_refusal"].mean)
        for number, system in enumerate(systems)
        if {"refusal", "false_refusal"} <= (measures := system.overall.measures).keys()
    ]
    if not stands:
        return None
    figure = sheet(WIDTH, 300)
    drawn = axes(figure, 46, 22, 24, 44)
    drawn.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.04))
    for which in ("x", "y"):
        percent_axis(drawn, which)
    drawn.grid(axis="both", color=LINE)
    words(drawn, "应拒答的拒答率", (0, 1), (-40, 12), ha="left", color=SOFT, xycoords="axes fraction")
    words(drawn, "误拒率（能答却拒答）", (1, 0), (0, -34), ha="right", color=SOFT, xycoords="axes fraction")
    rows, curves = [], []
    for number, system, refusal, false_refusal in stands:
        points = tradeoff(system.results)
        curve = [corner for one, other in pairwise(points) for corner in _step(one, other)]
        drawn.plot([x for x, _ in curve], [y for _, y in curve], color=colour(number), linewidth=2)
        curves += [curve] if curve else []
        style: dict[str, Any] = {"color": colour(number), "markersize": 10, "markeredgecolor": SHEET, "clip_on": False}
        drawn.plot(false_refusal, refusal, marker(number), **style)
        rows.append([system.name, "现在", percent(false_refusal), percent(refusal), "—"])
        numbers = tradeoff_table(system.results)
        rows += [[system.name, *row] for row in numbers[1]] if numbers else []
    names = ["现在"] if len(systems) == 1 else [shortened(system.name, 14) for _, system, _, _ in stands]
    label(drawn, [(false_refusal, refusal) for _, _, refusal, false_refusal in stands], names, curves)
    reading = "点是现在的取舍，越靠左上越好。"
    if curves:
        reading += "曲线是换一个拒答阈值会怎样：多拒答一些无据的，就多误拒一些能答的。"
    title = "拒答的取舍"
    head = ["系统", "误拒不超过", "误拒率", "应拒答的拒答率", "阈值"]
    described = reading + "".join(f"{row[0]}：误拒 {row[2]}，拒答 {row[3]}；" for row in rows if row[1] == "现在")
    return Plot("tradeoff", title, reading, as_svg(figure, "tradeoff", title, described), (head, rows))
