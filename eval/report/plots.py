"""The drawings of a report about quality: by kind of question, and against the time an answer takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from eval.dataset import KIND_NAMES
from eval.report.drawing import INK, LINE, SHEET, SOFT, as_svg, axes, colour, marker, printable, sheet, styled
from eval.report.examined import Examined
from eval.report.placement import place
from eval.report.systems import shortened
from eval.report.tables import Table, interval
from eval.summary import Summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 340
"""Pixels of every drawing: near the width of a telephone, so that its words can be read there too."""
_TICKS = 7
_TIED = 20


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing with what it shows in words (``reading``), and its numbers as a table."""

    name: str
    title: str
    reading: str
    svg: str
    numbers: Table


@styled
def kinds_plot(systems: Sequence[Examined]) -> Plot:
    """The share of each kind of question that is fully right, with intervals; a bar for each system."""
    groups = [system.kinds for system in systems]
    kinds = list(groups[0])
    thick = 16 if len(systems) == 1 else 10
    row = thick * len(systems) + (18 if len(systems) == 1 else 14)
    top, bottom = 8, 26
    figure = sheet(WIDTH, top + bottom + row * len(kinds))
    drawn = axes(figure, 74, top, 50 if len(systems) == 1 else 22, bottom)
    drawn.set(xlim=(0, 1), ylim=(row * len(kinds), 0), yticks=[])
    percent_axis(drawn, "x")
    drawn.spines["bottom"].set_visible(False)
    rows = []
    for position, kind in enumerate(kinds):
        middle = row * (position + 0.5)
        count = groups[0][kind].questions
        words(drawn, KIND_NAMES[kind], (0, middle), (-8, 6), ha="right", color=INK)
        words(drawn, f"{count} 题", (0, middle), (-8, -7), ha="right", color=SOFT, fontsize=10)
        for number, group in enumerate(groups):
            measured = group[kind].measures["correct"]
            low, high = interval(measured)
            y = middle + thick * (number - (len(systems) - 1) / 2)
            drawn.barh(y, measured.mean, height=thick - 2, color=colour(number))
            # inside the bar the line is cut out of it, so that it can be seen on any colour
            for start, end, shade in ((low, measured.mean, SHEET), (measured.mean, high, INK)):
                drawn.plot([start, end], [y, y], color=shade, linewidth=1.3, solid_capstyle="butt", zorder=3)
            for bound, shade in ((low, SHEET if low < measured.mean else INK), (high, INK)):
                drawn.plot(bound, y, marker="|", color=shade, markersize=thick / 2, zorder=4, clip_on=False)
            if len(systems) == 1:
                words(drawn, percent(measured.mean), (1, y), (8, 0), ha="left", color=INK)
            rows.append([KIND_NAMES[kind], systems[number].name, str(measured.count), percent(measured.mean)])
            rows[-1].append(f"{percent(low)}–{percent(high)}")
    reading = "条形是全对的比例，细线是 95% 置信区间：细线越长，题越少，说明的越少。"
    title = "各题型的全对率"
    head = ["题型", "系统", "题数", "全对率", "95% 置信区间"]
    described = reading + "".join(f"{row[0]}（{row[1]}）{row[3]}；" for row in rows)
    return Plot("kinds", title, reading, as_svg(figure, "kinds", title, described), (head, rows))


@styled
def latency_plot(systems: Sequence[Examined]) -> Plot | None:
    """Quality against the median time of an answer: a point for each system, or of a single system for each kind.
    None where nothing was answered."""
    points = [(system.name, system.overall) for system in systems]
    if single := len(systems) == 1:
        points = [(KIND_NAMES[kind], summary) for kind, summary in systems[0].kinds.items()]
    known = [(name, s, s.p50_ms) for name, s in points if s.p50_ms is not None and "correct" in s.measures]
    if not known:
        return None
    figure = sheet(WIDTH, 270)
    drawn = axes(figure, 46, 22, 14, 44)
    fastest, slowest = min(ms for _, _, ms in known), max(ms for _, _, ms in known)
    lowest = min(interval(s.measures["correct"])[0] for _, s, _ in known)
    drawn.set_xscale("log")
    drawn.set(xlim=(max(fastest, 0.1) / 2.2, slowest * 2.2), ylim=(max(0.0, lowest - 0.06), 1.03))
    percent_axis(drawn, "y")
    _time_axis(drawn)
    words(drawn, "全对率", (0, 1), (-40, 12), ha="left", color=SOFT, xycoords="axes fraction")
    words(drawn, "耗时的中位数（毫秒，对数刻度）", (1, 0), (0, -34), ha="right", color=SOFT, xycoords="axes fraction")
    rows = []
    for number, (name, summary, ms) in enumerate(known):
        measured = summary.measures["correct"]
        low, high = interval(measured)
        series = 0 if single else number
        drawn.plot([ms, ms], [low, high], color=colour(series), linewidth=1.5, alpha=0.45, solid_capstyle="butt")
        drawn.plot(
            ms, measured.mean, marker(series), color=colour(series), markersize=9, markeredgecolor=SHEET, clip_on=False
        )
        rows.append([name, percent(measured.mean), f"{percent(low)}–{percent(high)}", *_times(summary)])
    spots = [(ms, summary.measures["correct"].mean) for _, summary, ms in known]
    lines = [tuple((ms, bound) for bound in interval(summary.measures["correct"])) for _, summary, ms in known]
    label(drawn, spots, [shortened(name, 14) for name, _, _ in known], lines)
    reading = ("每个点是一种题型" if single else "每个点是一个系统") + "，竖线是 95% 置信区间：越高越准，越靠左越快。"
    title = "质量与耗时"
    head = ["题型" if single else "系统", "全对率", "95% 置信区间", "耗时 p50（毫秒）", "耗时 p95（毫秒）"]
    described = reading + "".join(f"{row[0]}：{row[1]}，{row[3]} 毫秒；" for row in rows)
    return Plot("latency", title, reading, as_svg(figure, "latency", title, described), (head, rows))


def percent(value: float) -> str:
    """A ratio as a reader sees it in drawings: whole per cents up to 99, so that 100 % is said of 1 only."""
    return f"{value:.0%}" if value in (0, 1) or 0.005 <= value < 0.995 else f"{value:.1%}"


def label(
    drawn: Axes,
    points: Sequence[tuple[float, float]],
    names: Sequence[str],
    lines: Sequence[Sequence[tuple[float, float]]] = (),
) -> None:
    """Write each point's name beside it, where it covers no other; if possible none of the ``lines`` either, which
    run upright or level from corner to corner. A name that had to go further away is tied to its point."""
    spots = [(float(x), float(y)) for x, y in drawn.transData.transform(points)]
    obstacles = []
    for line in lines:
        corners = [(float(x), float(y)) for x, y in drawn.transData.transform(line)]
        for (x, y), (right, top) in pairwise(corners):
            obstacles.append((min(x, right) - 1, min(y, top) - 1, max(x, right) + 1, max(y, top) + 1))
    frame = drawn.get_window_extent()
    bounds = (frame.x0, frame.y0, frame.x1, frame.y1 + 8)
    for name, spot, placed in zip(names, spots, place(spots, names, bounds, obstacles), strict=True):
        at = (placed.x, placed.y)
        drawn.annotate(printable(name), at, xycoords="figure pixels", ha=placed.align, va="center", color=INK)
        if abs(placed.y - spot[1]) > _TIED:
            ends = drawn.transData.inverted().transform([spot, (placed.x, placed.y)])
            drawn.plot(ends[:, 0], ends[:, 1], color=SOFT, linewidth=0.7, zorder=1)


def _times(summary: Summary) -> list[str]:
    return ["—" if value is None else f"{value:.0f}" for value in (summary.p50_ms, summary.p95_ms)]


def percent_axis(drawn: Axes, which: str) -> None:
    """Ticks and grid of an axis (``x`` or ``y``) whose numbers are ratios."""
    low, high = drawn.get_xlim() if which == "x" else drawn.get_ylim()
    step = 0.25 if which == "x" else next(s for s in (0.05, 0.1, 0.2) if (high - low) / s <= 6 or s == 0.2)
    ticks = [round(step * n, 2) for n in range(int(1 / step) + 1) if low <= step * n <= high]
    labels = [f"{tick:.0%}" for tick in ticks]
    axis = drawn.xaxis if which == "x" else drawn.yaxis
    axis.set_ticks(ticks, labels)
    drawn.grid(axis="x" if which == "x" else "y", color=LINE)
    drawn.spines["left"].set_visible(which == "x")


def _time_axis(drawn: Axes) -> None:
    """Ticks at round numbers, as many as stand beside each other."""
    low, high = drawn.get_xlim()
    decades = range(-1, 7)
    for bases in ((1, 2, 5), (1, 3), (1,)):
        steps = [base * 10**power for power in decades for base in bases if low <= base * 10**power <= high]
        if len(steps) <= _TICKS:
            break
    drawn.set_xticks(steps, [f"{step:,g}" for step in steps])
    drawn.minorticks_off()


def words(drawn: Axes, text: str, at: tuple[float, float], offset: tuple[int, int], **options: Any) -> None:
    """A text at a point of the axes, moved by ``offset`` pixels (to the right, upwards)."""
    settings = {"va": "center", "xycoords": "data", "annotation_clip": False, **options}
    drawn.annotate(printable(text), at, offset, textcoords="offset points", **settings)
