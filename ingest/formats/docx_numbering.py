"""Word's automatic numbering: the numbers that are printed but stand in no text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.formats.docx_numformat import number_text
from ingest.formats.docx_styles import Styles
from ingest.formats.docx_xml import W, number, switch, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
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
        definition, level, path = self._styles.numbering(style)
        direct = properties.find(f"{W}numPr") if properties is not None else None
        if stated := value(direct, "numId"):
            definition, level, path = stated, number(value(direct, "ilvl")) or 0, []
        elif direct is not None and value(direct, "ilvl"):
            level = number(value(direct, "ilvl"))
        if not definition or definition == "0":
            return None
        found = self._list(definition)
        if found is None:
            self.undefined += 1
            return None
        if level is None:
            # A style need not say its level: the level names the style.
            level = next((at for name in path for at, each in found.levels.items() if each.style == name), 0)
        return self._count(definition, found, max(0, min(level, _LEVELS - 1)))

    def _count(self, definition: str, found: _List, at: int) -> Number | None:
        counts = self._counts.setdefault(found.counter, {})
        level = found.levels.get(at)
        if level is None:
            return None
        if at in found.starts and (definition, at) not in self._started:
            counts.pop(at, None)
        self._started.add((definition, at))
        counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in range(at + 1, _LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            # w:lvlRestart counts levels from 1; 0 means never. Without it any level above restarts.
            if restart is None or restart > deeper or at < restart:
                counts.pop(deeper, None)
        if level.hidden:
            return None
        if level.form == "bullet":
            sign = _PRIVATE.sub("•", level.text).strip()
            return Number(f"{sign} ", bullet=True) if sign else None
        printed = re.sub(r"%([1-9])", lambda m: _printed(found, level, counts, int(m.group(1)) - 1), level.text)
        if not printed.strip():
            return None
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
            if (start := number(value(override, "startOverride"))) is not None and at in levels:
                starts[at] = start
                levels[at] = replace(levels[at], start=start)
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
    if part is None:
        return ""
    count = counts.get(at, part.start)
    if level.legal and part.form != "none":
        return str(count)
    return str(count).zfill(part.width) if part.width else number_text(count, part.form)


def _gap(printed: str, suffix: str) -> str:
    """The space between number and text. 第十二条 keeps one even where Word prints none, so that the words after it are
    not taken for a reference; after a full-width mark none is needed."""
    if _UNIT.search(printed):
        return "　"
    return "" if suffix == "nothing" or printed.endswith(_CLOSED) else " "
