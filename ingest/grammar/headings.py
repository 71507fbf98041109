"""The headings above articles: 编 章 节, an 一、 or （一） over 第X条, and headings without a number (附则)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.grammar.markers import LEVELS, Marker
from ingest.grammar.placed import Placed
from ingest.lines.line import ends_sentence

_LEVELS = {"section": 5, "subsection": 6}
_UNNUMBERED = re.compile(r"(?:总|分|附|罚|通)\s*则|序\s*言|前\s*言")
_UNNUMBERED_LEVEL = LEVELS["章"]
_TITLE = re.compile(r"[\u4e00-\u9fff、（）《》“” ]{4,30}")


@dataclass(frozen=True, slots=True)
class Found:
    """A heading's ``level`` and title as it is cited; ``goes_on`` where the line is the rest of the heading above."""

    level: int
    title: str
    goes_on: bool = False


def headings(lines: list[Placed]) -> dict[int, Found]:
    """The headings of a text that counts in 第X条, by their index in ``lines``."""
    markers = [line.marker for line in lines]
    structural = _structural(lines, markers)
    result: dict[int, Found] = {}
    listed: dict[str, int] = {}
    begun = False
    for at, (line, found) in enumerate(zip(lines, markers, strict=True)):
        if line.quoted or line.line.row:
            continue
        if found and found.kind == "heading":
            result[at] = Found(LEVELS[found.word], heading_title(line.text, found))
        elif found and found.kind in _LEVELS:
            rest = line.text[found.end :].strip()
            item = listed.get(found.kind) == found.number - 1 or (
                found.number == 1 and begun and lines[at - 1].text.endswith("：")
            )
            if rest and is_bare_heading(rest) and structural[at + 1] and not item:
                result[at] = Found(_LEVELS[found.kind], heading_title(line.text, found))
            else:
                listed[found.kind] = found.number
            continue
        elif found is None:
            heading = _unnumbered(lines, at, structural, result.get(at - 1), begun)
            if heading:
                level = next((result[i].level for i in reversed(result) if markers[i]), _UNNUMBERED_LEVEL)
                result[at] = Found(level if begun else _UNNUMBERED_LEVEL, _without_spaces(line.text), heading == "rest")
        begun = begun or (found is not None and found.kind == "article")
        if at in result or (found and found.kind == "article"):
            listed = {}
    return result


def _unnumbered(lines: list[Placed], at: int, structural: list[bool], above: Found | None, begun: bool) -> str:
    """ "whole" for a heading without a number, "rest" for the second line of the heading above, else ""."""
    line = lines[at]
    own = _UNNUMBERED.fullmatch(line.text)
    if above and structural[at + 1] and is_bare_heading(line.text) and not (own and " " in above.title):
        return "rest"
    if own or (line.line.level > 1 and structural[at + 1] and is_bare_heading(line.text)):
        return "whole"
    # Its number was lost: a title between the end of a sentence and the next article, on a line or two.
    if not begun or not lines[at - 1].text.endswith("。") or not _TITLE.fullmatch(line.text):
        return ""
    two = at + 2 < len(structural) and _TITLE.fullmatch(lines[at + 1].text) and structural[at + 2]
    return "whole" if structural[at + 1] or two else ""


def _structural(lines: list[Placed], markers: list[Marker | None]) -> list[bool]:
    """For each line whether an article or a numbered heading comes next, be it after further bare headings."""
    result = [False] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        found = markers[at]
        if found and found.kind in ("article", "heading"):
            result[at] = True
        elif found and found.kind in _LEVELS:
            result[at] = result[at + 1] and is_bare_heading(lines[at].text)
    return result


def heading_title(text: str, found: Marker) -> str:
    """第七章 相关事宜, 一、总则: one space after the number of a 章, none inside spaced-out words (总 则)."""
    number, rest = re.sub(r"\s", "", text[: found.end]), _without_spaces(text[found.end :])
    return f"{number} {rest}".strip() if found.kind == "heading" else number + rest


def _without_spaces(text: str) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text.strip())


def first_sentence(text: str, limit: int = 26) -> str:
    """A point's short title: its first sentence where that is short and more follows, else ""."""
    head, stop, rest = text.partition("。")
    return head.strip() if stop and rest and len(head) <= limit and not re.search(r"[；：]", head) else ""


def is_bare_heading(text: str) -> bool:
    """Whether a numbered line is only a heading: short and no sentence."""
    return len(text) <= 40 and not ends_sentence(text) and not re.search(r"[。；]", text)
