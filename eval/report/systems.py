"""Several systems side by side, on the screen and on paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from eval.comparison import LOWER_IS_BETTER
from eval.report.examined import Examined
from eval.report.tables import Table, between, durations, mean, milliseconds
from eval.summary import NAMES

_SIDE = {
    "correct": "全对",
    "crag": "CRAG",
    "Success@1": "S@1",
    "fact_recall": "要点",
    "refusal": "拒答",
    "false_refusal": "误拒",
}
_MAIN = {*_SIDE, "citation_precision"}
_NAME_COLUMNS = 12


def side_by_side(systems: Sequence[Examined]) -> Table:
    """Systems as rows, for a screen of 80 columns; of all questions right, also the 95 % interval."""
    rows = []
    for system in systems:
        whole = system.overall.measures.get("correct")
        first, *rest = (mean(system.overall, measure) for measure in _SIDE)
        rows.append([shortened(system.name, _NAME_COLUMNS), first, (between(whole) if whole else "") or "—", *rest])
        rows[-1].append(milliseconds(system.overall.p95_ms))
    first_name, *names = _SIDE.values()
    return ["系统", first_name, "95% 区间", *names, "p95"], rows


@dataclass(frozen=True, slots=True)
class Compared:
    """One number of each system: as text, with its interval (empty where it has none), and whether it is the best;
    all that share the first place are, and none where all do. ``main`` numbers are what a hurried reader needs."""

    name: str
    texts: tuple[str, ...]
    intervals: tuple[str, ...]
    best: tuple[bool, ...]
    main: bool = True


def compared(systems: Sequence[Examined]) -> list[Compared]:
    """Every number that at least one of the systems has, in the order of the measures."""
    made = []
    for name, words in NAMES.items():
        found = [system.overall.measures.get(name) for system in systems]
        if any(found):
            texts = [mean(system.overall, name) for system in systems]
            best = _best([m.mean if m else None for m in found], lower=name in LOWER_IS_BETTER)
            made.append(
                Compared(words, tuple(texts), tuple(between(m) if m else "" for m in found), best, name in _MAIN)
            )
    empty = ("",) * len(systems)
    shares = [system.overall.quote_validity for system in systems]
    texts = ["未核对" if share is None else f"{share:.3f}" for share in shares]
    made.append(Compared("引文逐字无误率", tuple(texts), empty, _best(shares)))
    times = tuple(durations(system.overall) for system in systems)
    fastest = _best([system.overall.p50_ms for system in systems], lower=True)
    return [*made, Compared("耗时 p50／p95（毫秒）", times, empty, fastest)]


def _best(values: Sequence[float | None], *, lower: bool = False) -> tuple[bool, ...]:
    known = {value for value in values if value is not None}
    winner = (min(known) if lower else max(known)) if len(known) > 1 else None
    return tuple(value is not None and value == winner for value in values)


def compared_table(systems: Sequence[Examined]) -> Table:
    """The same as a table: numbers as rows, systems as columns."""
    rows = []
    for line in compared(systems):
        cells = zip(line.texts, line.intervals, strict=True)
        rows.append([line.name, *(f"{text}（{bounds}）" if bounds else text for text, bounds in cells)])
    return ["指标", *(system.name for system in systems)], rows


def width(text: str) -> int:
    """Columns that a text takes on a screen: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def shortened(text: str, columns: int) -> str:
    """The text cut to so many columns, with … where something was cut off."""
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return f"{text}…"
