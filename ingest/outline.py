"""The grammar of texts without 条: 一、 → （一） → 1. → （1）, and named parts such as 问题一 with 工作措施1."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from ingest.layout import Line
from ingest.markers import Marker, label_marker, marker
from ingest.model import Article, ArticleKind, Heading
from ingest.numeral import format_numeral
from ingest.paragraphs import Placed, first_sentence, is_bare_heading, paragraphs
from ingest.statute import Structure, heading_title

_LEVEL = {"heading": 1, "section": 2, "subsection": 3, "problem": 3, "point": 4}
_DIGITS = "0123456789０１２３４５６７８９一二三四五六七八九十"


def is_outline(lines: list[Line]) -> bool:
    """Whether the text counts in 一、二、 or 1. 2. or （一）（二）."""
    counts: dict[str, int] = defaultdict(int)
    for line in lines:
        found = marker(line.text)
        if found and found.number == counts[found.kind] + 1:
            counts[found.kind] += 1
    return any(counts[kind] >= 2 for kind in ("section", "subsection", "point", "problem"))


@dataclass(frozen=True, slots=True)
class _Plan:
    """How this text numbers: whether its points run straight through, whether its subsections stand alone, and which
    words open a named part (``labels``) or belong to the part before them (``sublabels``)."""

    running_points: bool
    lone_subsections: bool
    labels: frozenset[str]
    sublabels: frozenset[str]


@dataclass(slots=True)
class _Unit:
    kind: ArticleKind
    address: str
    number: int
    title: str
    path: tuple[str, ...]
    start: int
    lines: list[Placed]


def parse_outline(lines: list[Placed]) -> Structure:
    """Sections, subsections, points and problems as articles with unique addresses."""
    plan = _plan(lines)
    result = Structure()
    section = subsection = ""
    path: dict[int, str] = {}
    expected: dict[str, int] = {"section": 1, "subsection": 1, "point": 1, "problem": 1}
    unit: _Unit | None = None
    for placed in lines:
        found = marker(placed.text)
        if found is None or not _opens(found, expected, plan):
            if unit is None:
                result.before.append(placed)
            else:
                unit.lines.append(placed)
            continue
        if unit:
            _close(unit, plan, result)
        if found.kind == "heading":
            title = heading_title(placed.text, found)
            path = {1: title}
            result.headings.append(Heading(1, title, placed.start, placed.end))
            unit = None
            continue
        number = format_numeral(found.number)
        if found.kind == "section":
            section, subsection, address = number, "", number
            expected["subsection"] = 1
        elif found.kind == "subsection":
            subsection = f"（{number}）"
            address = section + subsection
        elif found.kind == "problem":
            address = found.word + number
        else:
            address = str(found.number)
        if not plan.running_points and found.kind in ("section", "subsection"):
            expected["point"] = 1
        expected[found.kind] = found.number + 1
        level = _LEVEL[found.kind]
        path = {k: v for k, v in path.items() if k < level}
        kind: ArticleKind = "section" if found.kind in ("section", "subsection") else "point"
        if found.kind == "problem":
            kind = "problem"
        rest = placed.text[found.end :].strip()
        bare = is_bare_heading(rest)
        title = rest if bare else first_sentence(rest)
        body = [] if bare else [placed.after(found.end)]
        unit = _Unit(kind, address, found.number, title, tuple(path[k] for k in sorted(path)), placed.start, body)
        path[level] = (
            placed.text[: found.end].strip() + title if title else placed.text[: found.end].strip().rstrip("、.：")
        )
        if bare:
            result.headings.append(Heading(level, placed.text, placed.start, placed.end))
            unit.lines = []
    if unit:
        _close(unit, plan, result)
    return result


def _plan(lines: list[Placed]) -> _Plan:
    ones: Counter[str] = Counter()
    numbered: set[str] = set()
    per_unit: list[Counter[str]] = [Counter()]
    in_problem = False
    for placed in lines:
        found = marker(placed.text)
        if found:
            ones[found.kind] += found.number == 1
            if found.kind in ("section", "subsection", "problem"):
                per_unit.append(Counter())
            in_problem = found.kind == "problem" or (in_problem and found.kind != "section")
        label = label_marker(placed.text) if in_problem else None
        if label:
            word = label.word.rstrip(_DIGITS)
            per_unit[-1][word] += 1
            if word != label.word:
                numbered.add(word)
    repeated = {word for unit in per_unit for word, count in unit.items() if count >= 2} - numbered
    words = {word for unit in per_unit for word in unit}
    return _Plan(ones["point"] <= 1, ones["section"] == 0, frozenset(words - repeated), frozenset(repeated))


def _opens(found: Marker, expected: dict[str, int], plan: _Plan) -> bool:
    if found.kind == "heading":
        return True
    if found.kind == "point" and not plan.running_points:
        return False
    if found.kind not in expected:
        return False
    if found.kind == "section" and found.number == 1 and expected["section"] > 1:
        return False
    return found.number == expected[found.kind]


def _close(unit: _Unit, plan: _Plan, result: Structure) -> None:
    """A heading with nothing of its own below it is a heading only, not an article."""
    if not unit.lines:
        return
    result.articles.append(
        Article(
            address=unit.address,
            kind=unit.kind,
            number=unit.number,
            inserted=0,
            title=unit.title,
            path=unit.path,
            start=unit.start,
            end=unit.lines[-1].end,
            paragraphs=paragraphs(unit.lines, plan.labels, plan.sublabels),
        )
    )
