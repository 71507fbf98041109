"""The grammar of texts without 条: 一、 → （一） → 1. → （1）, and named parts such as 问题一 with 工作措施1."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ingest.grammar.closing import tail_start
from ingest.grammar.headings import first_sentence, heading_title, is_bare_heading
from ingest.grammar.markers import Marker, label_marker
from ingest.grammar.paragraphs import paragraphs
from ingest.grammar.placed import Placed
from ingest.grammar.structure import Loose, Structure, unnumbered
from ingest.model import Article, ArticleKind, Heading
from ingest.numeral import format_numeral

_LEVEL = {"heading": 1, "section": 2, "subsection": 3, "problem": 3, "point": 4}
_DIGITS = "0123456789０１２３４５６７８９一二三四五六七八九十"


def is_outline(lines: list[Placed]) -> bool:
    """Whether the text counts in 一、二、 or 1. 2. or （一）（二）."""
    last: dict[str, int] = {}
    for line in lines:
        if found := line.marker:
            follows = last.get(found.kind) == found.number - 1 and found.kind in (
                "section",
                "subsection",
                "point",
                "problem",
            )
            # The first of the 一、二、 may be lost; any other list that begins in the middle is a quotation.
            if follows and (found.number == 2 or found.kind == "section"):
                return True
            last[found.kind] = found.number
    return False


@dataclass(frozen=True, slots=True)
class _Plan:
    """How this text numbers: whether its points run straight through, whether its sections (or, without any, its
    subsections) start again under each 章, and which words open a named part (``labels``) or belong to the part before
    them (``sublabels``)."""

    running_points: bool
    by_heading: bool
    labels: frozenset[str]
    sublabels: frozenset[str]


@dataclass(slots=True)
class _Unit:
    """A numbered part in the making; ``heading`` is its own line where that is only a heading."""

    kind: ArticleKind
    address: str
    level: int
    number: int
    title: str
    path: tuple[str, ...]
    start: int
    lines: list[Placed]
    heading: Placed | None


def parse_outline(lines: list[Placed], first: int = 1) -> Structure:
    """Sections, subsections, points and problems as articles with unique addresses. ``first`` is the number of the
    first section."""
    plan = _plan(lines)
    result = Structure()
    parent = section = ""
    path: dict[int, str] = {}
    expected: dict[str, int] = {"section": first, "subsection": 1, "point": 1, "problem": 1}
    sections = Counter(m.number for line in lines if (m := line.marker) and m.kind == "section")
    loose = Loose()
    unit: _Unit | None = None
    for placed in lines:
        found = placed.marker
        if found and found.kind == "section":
            sections[found.number] -= 1
            if not plan.by_heading and _is_gap(found.number, expected["section"], sections):
                missing = format_numeral(expected["section"])
                result.warnings.append(f"编号不连续：缺“{missing}、”，其后是“{format_numeral(found.number)}、”")
                expected["section"] = found.number
        if found is None or not _opens(found, expected, plan) or (unit and _lists(unit, found)):
            if unit:
                unit.lines.append(placed)
            elif result.headings:
                loose.add(result.headings[-1].title, placed)
            else:
                result.before.append(placed)
            continue
        level = _LEVEL[found.kind]
        if unit:
            _close(unit, plan, result, level)
        if found.kind == "heading":
            title = heading_title(placed.text, found)
            path = {1: title}
            result.headings.append(Heading(1, title, placed.start, placed.end))
            unit = None
            if plan.by_heading:
                parent = section = f"第{format_numeral(found.number)}{found.word}"
                expected |= {"section": 1, "subsection": 1}
            continue
        address, section = _address(found, parent, section)
        if found.kind == "section":
            expected["subsection"] = 1
        if not plan.running_points and found.kind in ("section", "subsection"):
            expected["point"] = 1
        expected[found.kind] = found.number + 1
        path = {k: v for k, v in path.items() if k < level}
        rest = placed.text[found.end :].strip()
        bare = is_bare_heading(rest)
        title = rest if bare else first_sentence(rest)
        body = [] if bare else [placed.after(found.end)]
        above = tuple(path[k] for k in sorted(path))
        heading = placed if bare else None
        unit = _Unit(_kind(found), address, level, found.number, title, above, placed.start, body, heading)
        printed = placed.text[: found.end].strip()
        path[level] = printed + title if title else printed.rstrip("、.：")
    if unit:
        tail = _cut_tail(unit)
        _close(unit, plan, result, 0)
        if tail:
            result.articles.append(unnumbered("结尾", tail))
    result.articles += loose.units()
    result.articles.sort(key=lambda article: article.start)
    return result


def _address(found: Marker, parent: str, section: str) -> tuple[str, str]:
    """(the address of what the marker opens, the section that it stands in)."""
    number = format_numeral(found.number)
    if found.kind == "section":
        return parent + number, parent + number
    if found.kind == "subsection":
        return f"{section}（{number}）", section
    return (found.word + number if found.kind == "problem" else str(found.number)), section


def _kind(found: Marker) -> ArticleKind:
    if found.kind == "problem":
        return "problem"
    return "section" if found.kind in ("section", "subsection") else "point"


def _plan(lines: list[Placed]) -> _Plan:
    ones: Counter[str] = Counter()
    numbered: set[str] = set()
    per_unit: list[Counter[str]] = [Counter()]
    in_problem = False
    for placed in lines:
        found = placed.marker
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
    restarts = ones["section"] > 1 if ones["section"] else ones["subsection"] > 1
    return _Plan(
        ones["point"] <= 1, bool(ones["heading"]) and restarts, frozenset(words - repeated), frozenset(repeated)
    )


def _opens(found: Marker, expected: dict[str, int], plan: _Plan) -> bool:
    if found.kind == "heading":
        return True
    if found.kind == "point" and not plan.running_points:
        return False
    return found.number == expected.get(found.kind)


def _lists(unit: _Unit, found: Marker) -> bool:
    """Whether the subsections under a section are its items: its words lead into them (…有下列情形之一的：)."""
    if found.kind != "subsection" or unit.level != _LEVEL["section"]:
        return False
    return found.number > 1 or bool(unit.lines and unit.lines[-1].text.endswith("："))


def _is_gap(number: int, expected: int, ahead: Counter[int]) -> bool:
    """Whether one section's number is missing: it does not come any more, and the numbers go on from this one."""
    return number == expected + 1 and not ahead[expected] and (ahead[number + 1] > 0 or expected > 1)


def _cut_tail(unit: _Unit) -> list[Placed]:
    """Take the lines off the last unit that end the whole text."""
    at = max(1, tail_start([line.text for line in unit.lines]))
    tail, unit.lines = unit.lines[at:], unit.lines[:at]
    return tail


def _close(unit: _Unit, plan: _Plan, result: Structure, following: int) -> None:
    """A heading with nothing of its own, but with parts below it (``following`` is the level of what comes next), is a
    heading only, not an article."""
    if unit.heading and (unit.lines or following > unit.level):
        result.headings.append(Heading(unit.level, unit.heading.text, unit.heading.start, unit.heading.end))
    elif unit.heading:
        unit.lines = [unit.heading.after(len(unit.heading.text) - len(unit.title))]
        unit.title = ""
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
