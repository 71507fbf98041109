"""Word's automatic numbering: the numbers that are printed but stand in no text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.formats.docx_numformat import number_text
from ingest.formats.docx_styles import Styles
from ingest.formats.docx_xml import W, number, switch, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9
_PICTURE = re.compile(r"[\ue000-\uf8ff]|^[A-Za-z§]$")
_UNIT = re.compile(r"第.+[编章节条款]$")
_CLOSED = tuple("、，．。：；）】》")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number with the gap after it (``第十二条　``); ``bullet`` tells a sign that counts nothing."""

    text: str
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    suffix: str
    legal: bool
    restart: int | None
    hidden: bool
    width: int
    style: str | None


@dataclass(frozen=True, slots=True)
class _List:
    """A ``w:num``: the abstract list it counts in, its levels with its own overrides, and where it starts anew."""

    counter: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """The counters of a document. Paragraphs must be asked for in their order, each once."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, _Element] = {}
        self._nums: dict[str, _Element] = {}
        for element in root if root is not None else ():
            if element.tag == f"{W}abstractNum":
                self._abstract[element.get(f"{W}abstractNumId") or ""] = element
            elif element.tag == f"{W}num":
                self._nums[element.get(f"{W}numId") or ""] = element
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        self.computed = 0
        self.undefined = 0

    def next(self, properties: _Element | None) -> Number | None:
        """The number of the paragraph with these properties (``w:pPr``), counting on; None where it has none."""
        style = self._styles.of(properties)
        definition, inherited = self._styles.numbering(style)
        direct = properties.find(f"{W}numPr") if properties is not None else None
        # List and level are inherited each by itself (ISO/IEC 29500-1, 17.3.1.19).
        definition = value(direct, "numId") or definition
        if not definition or definition == "0":
            return None
        found = self._list(definition)
        if found is None:
            self.undefined += 1
            return None
        level = number(value(direct, "ilvl"))
        return self._count(definition, found, _inherited(found, inherited) if level is None else level)

    def _count(self, definition: str, found: _List, at: int) -> Number | None:
        at = max(0, min(at, _LEVELS - 1))
        counts = self._counts.setdefault(found.counter, {})
        level = found.levels.get(at)
        if level is None:
            return None
        if at in found.starts and (definition, at) not in self._started:
            counts.pop(at, None)
        self._started.add((definition, at))
        counts[at] = counts[at] + 1 if at in counts else found.starts.get(at, level.start)
        for above in range(at):
            # A level that was skipped counts as begun: 1.1 before any 1 makes the next one 2.
            if above in found.levels:
                counts.setdefault(above, found.levels[above].start)
        for deeper in range(at + 1, _LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            # w:lvlRestart counts levels from 1; 0 means never. Without it any level above restarts.
            if restart is None or restart > deeper or at < restart:
                counts.pop(deeper, None)
        if level.hidden:
            return None
        if level.form == "bullet":
            # Symbol fonts draw their dots on private codes and on letters.
            sign = _PICTURE.sub("•", level.text.strip())
            return Number(f"{sign} ", bullet=True) if sign else None
        printed = re.sub(r"%([1-9])", lambda m: _printed(found, level, counts, int(m.group(1)) - 1), level.text)
        if not printed.strip():
            return None
        printed = printed.strip() if _UNIT.search(printed.strip()) else printed
        self.computed += 1
        return Number(printed + _gap(printed, level.suffix))

    def _list(self, definition: str) -> _List | None:
        if definition not in self._lists:
            self._lists[definition] = self._read(definition)
        return self._lists[definition]

    def _read(self, definition: str) -> _List | None:
        num = self._nums.get(definition)
        resolved = self._resolved(num)
        if num is None or resolved is None:
            return None
        counter, abstract = resolved
        levels = {at: _level(each) for each in abstract.iterfind(f"{W}lvl") if (at := _ilvl(each)) is not None}
        starts: dict[int, int] = {}
        for override in num.iterfind(f"{W}lvlOverride"):
            at = _ilvl(override)
            if at is None:
                continue
            if (own := override.find(f"{W}lvl")) is not None:
                levels[at] = _level(own)
            if (start := number(value(override, "startOverride"))) is not None:
                starts[at] = start
        return _List(counter, levels, starts)

    def _resolved(self, num: _Element | None) -> tuple[str, _Element] | None:
        """The abstract list of a ``w:num``, through the list style it may stand for."""
        for _ in range(_LEVELS):
            key = value(num, "abstractNumId") or ""
            abstract = self._abstract.get(key)
            if abstract is None:
                return None
            link = value(abstract, "numStyleLink")
            if not link:
                return key, abstract
            num = self._nums.get(self._styles.numbering(link)[0] or "")
        return None


def _inherited(found: _List, styles: list[tuple[str, int | None]]) -> int:
    """The level of a paragraph that states none: a level that names the style wins over the level the style names."""
    linked = {level.style: at for at, level in found.levels.items() if level.style}
    return next((linked.get(name, at) or 0 for name, at in styles if name in linked or at is not None), 0)


def _ilvl(element: _Element) -> int | None:
    return number(element.get(f"{W}ilvl"))


def _level(element: _Element) -> _Level:
    # A custom format (001, 002 …) stands in the newer of two alternatives.
    forms = list(element.iter(f"{W}numFmt"))
    form = forms[0].get(f"{W}val") or "decimal" if forms else "decimal"
    example = (forms[0].get(f"{W}format") or "").split(",")[0].strip() if form == "custom" else ""
    if form == "custom" and not example.isdigit():
        form = (forms[-1].get(f"{W}val") or "decimal") if len(forms) > 1 else "decimal"
    start = number(value(element, "start"))
    return _Level(
        start=0 if start is None else start,
        form=form,
        text=value(element, "lvlText") or "",
        suffix=value(element, "suff") or "tab",
        legal=bool(switch(element, "isLgl")),
        restart=number(value(element, "lvlRestart")),
        hidden=bool(switch(element.find(f"{W}rPr"), "vanish")),
        width=len(example) if example.isdigit() else 0,
        style=value(element, "pStyle"),
    )


def _printed(found: _List, level: _Level, counts: dict[int, int], at: int) -> str:
    part = found.levels.get(at)
    if part is None or part.form in ("none", "bullet"):
        return ""
    count = counts.get(at, part.start)
    if level.legal and part.form != "decimalZero":
        return str(count)
    return str(count).zfill(part.width) if part.width else number_text(count, part.form)


def _gap(printed: str, suffix: str) -> str:
    """The space between number and text. 第十二条 keeps one even where Word prints none, so that the words after it are
    not taken for a reference; after a full-width mark none is needed."""
    if _UNIT.search(printed):
        return "　"
    return "" if suffix == "nothing" or printed.endswith((*_CLOSED, " ", "　")) else " "
