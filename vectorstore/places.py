"""Places named by where they stand in a regulation, not by an article's number: 第三章, 最后一条, 倒数第二条."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Article, Regulation
from ingest.notation import N, number
from ingest.numeral import format_numeral

_LEVELS = "分编|编|章|节"
_CHAPTER = re.compile(
    rf"第\s*{N}\s*(?:{_LEVELS})(?:\s*第\s*{N}\s*(?:{_LEVELS})){{0,2}}(?!课|日|目|假|气|约|能|点|程|数)"
)
_UNIT = re.compile(rf"第\s*({N})\s*({_LEVELS})")
_LAST = re.compile(rf"最后[一1]条|末[尾]?条|倒数第(?P<back>{N})条")


@dataclass(frozen=True, slots=True)
class Place:
    """``chapter`` as it is printed (第二章第一节), or, where it is empty, the article that is ``back``-th from the end.

    ``start`` and ``end`` are where the question says so.
    """

    start: int
    end: int
    chapter: str = ""
    back: int = 0

    @property
    def label(self) -> str:
        """The place in Chinese."""
        return self.chapter or ("最后一条" if self.back == 1 else f"倒数第{format_numeral(self.back)}条")

    def articles(self, regulation: Regulation) -> list[Article]:
        """What stands there in ``regulation``, in order; nothing where it has no such place."""
        if self.chapter:
            wanted = _UNIT.findall(self.chapter)
            return [a for a in regulation.articles if _follows(wanted, a.path)]
        numbered = [a for a in regulation.articles if a.kind == "article" and a.number is not None]
        return numbered[-self.back : len(numbered) - self.back + 1] if self.back <= len(numbered) else []


def find_places(text: str) -> list[Place]:
    """The places of this kind in ``text``, in order. A chapter before an article (第三章第八条) belongs to the
    article's address and is none."""
    found: list[Place] = []
    for match in _CHAPTER.finditer(text):
        if re.match(r"\s*的?\s*第?\s*[\d一二三四五六七八九十百零〇]+\s*条", text[match.end() :]):
            continue
        try:
            units = [(number(n), unit) for n, unit in _UNIT.findall(match[0])]
        except ValueError:
            continue
        chapter = "".join(f"第{format_numeral(n or 0)}{unit}" for n, unit in units)
        found.append(Place(match.start(), match.end(), chapter=chapter))
    for match in _LAST.finditer(text):
        try:
            back = number(match["back"]) or 1
        except ValueError:
            continue
        found.append(Place(match.start(), match.end(), back=back))
    return sorted(found, key=lambda place: place.start)


def _follows(wanted: Sequence[tuple[str, str]], path: Sequence[str]) -> bool:
    """Whether the headings ``path`` name these units, in this order."""
    printed = [_UNIT.match(heading) for heading in path]
    units = [(number(m[1]), m[2]) for m in printed if m]
    position = 0
    for unit in ((number(n), level) for n, level in wanted):
        if unit not in units[position:]:
            return False
        position = units.index(unit, position) + 1
    return True
