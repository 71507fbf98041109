"""Addresses as regulations write them: 第三条第二款第（一）、（三）项, 第五条至第七条, 第二编第三章, 第二部分."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.address import Citation, Level
from ingest.notation import BRACKET, JOIN, RANGE, UNIT, N, number
from ingest.numeral import format_numeral

_HEADING = r"(?:分编|编(?![制号码辑写])|章(?!程)|节(?![课目约余日气奏点省假能水]))"
_CHAPTER = rf"(?:第\s*{N}\s*{_HEADING}(?:的?(?=第))?){{1,3}}"
_BELOW = (
    rf"(?:\s*第?\s*(?P<paragraph>{N}){UNIT['paragraph']})?"
    rf"(?:\s*(?:第\s*(?P<item>{N}|{BRACKET}){UNIT['item']}|(?P<bracket>{BRACKET})(?:\s*项(?!目))?))?"
    rf"(?:\s*第?\s*(?P<subitem>{N}){UNIT['subitem']})?"
)
_ADDRESS = re.compile(
    rf"(?:(?P<chapter>{_CHAPTER})?第\s*(?P<article>{N}){UNIT['article']}(?:\s*之\s*(?P<inserted>{N}))?"
    rf"|(?=第\s*(?:{N}{UNIT['paragraph']}|(?:{N}|{BRACKET}){UNIT['item']}|{N}{UNIT['subitem']}))"
    rf"|第\s*(?P<point>{N})\s*点(?![钟半多])"
    rf"|第\s*(?P<part>{N})\s*大?部分(?:\s*第?\s*(?P<sub>{BRACKET})\s*[条项点]?)?){_BELOW}"
    rf"|(?P<heading>{_CHAPTER})"
)
_LEVELS: tuple[Level, ...] = ("article", "paragraph", "item", "subitem")
_MORE = {level: re.compile(rf"{JOIN}(?P<one>第?\s*(?P<more>{N}|{BRACKET})){UNIT[level]}") for level in _LEVELS}
_MORE_BRACKETS = re.compile(rf"{JOIN}(?P<one>(?P<more>{BRACKET}))(?:\s*项(?!目))?")
_TO = {level: re.compile(rf"\s*(?:至|到|-|—)\s*(?P<one>(?P<more>{N})){UNIT[level]}") for level in _LEVELS}
JOINED = re.compile(
    r"(?:（[^（）\n]{1,40}）)?(?:的?规定|所列)?[ \u3000]*(?:、|和|及|与|或者|或|以及|至|到|-|—|~|～)[ \u3000]*(?=第)"
)
"""What joins an address to the next: a comma does not, it ends the clause."""
_UNITS = re.compile(rf"第\s*({N})\s*(分编|编|章|节)")


@dataclass(slots=True)
class Written:
    """``text[start:end]`` is ``first``, or what lies between ``first`` and ``last``."""

    start: int
    end: int
    first: Citation
    last: Citation | None = None


def read_addresses(text: str, at: int, base: Citation | None = None) -> list[Written]:
    """The enumeration of addresses that begins at ``at``, empty where none does. Each inherits what it leaves out from
    the one before it, the first from ``base``."""
    found: list[Written] = []
    ranged = False
    while match := _ADDRESS.match(text, at):
        try:
            cited = _cited(match)
        except ValueError:
            break
        before = found[-1].last or found[-1].first if found else base
        if before and not match["heading"]:
            cited = cited.joined_to(before)
        _add(found, Written(at, match.end(), cited), ranged)
        end = _more(text, found)
        joined = JOINED.match(text, end)
        if joined is None:
            break
        at, ranged = joined.end(), bool(RANGE.search(joined[0]))
    return found


def _cited(match: re.Match[str]) -> Citation:
    part, sub = number(match["part"]), number(match["sub"])
    address = format_numeral(part) + (f"（{format_numeral(sub)}）" if sub else "") if part else ""
    return Citation(
        article=number(match["article"]),
        inserted=number(match["inserted"]) or 0,
        paragraph=number(match["paragraph"]),
        item=number(match["item"] or match["bracket"]),
        subitem=number(match["subitem"]),
        address=str(number(match["point"])) if match["point"] else address,
        chapter=_chapter(match["chapter"] or match["heading"]),
    )


def _chapter(text: str | None) -> str:
    """第3章 as it is printed: 第三章. Raises ValueError for a number that no chapter has."""
    if not text:
        return ""
    return "".join(f"第{format_numeral(number(n) or 0)}{unit}" for n, unit in _UNITS.findall(text))


def _more(text: str, found: list[Written]) -> int:
    """Take in what goes on without 第 and unit of its own: 第一、二款, 第（一）至（三）项. Returns where it ends."""
    while True:
        last = found[-1].last or found[-1].first
        end, level = found[-1].end, last.lowest
        if level is None:
            return end
        if text[end - 1] not in "条款项目" and not (level == "article" and last.inserted):
            match = (level == "item" and _MORE_BRACKETS.match(text, end)) or _MORE[level].match(text, end)
        else:
            match = _TO[level].match(text, end)
        if not match:
            return end
        try:
            cited = last.with_number(level, number(match["more"]))
        except ValueError:
            return end
        joint = text[end : match.start("one")]
        _add(found, Written(match.start("one"), match.end(), cited), bool(RANGE.search(joint)))


def _add(found: list[Written], written: Written, ranged: bool) -> None:
    if ranged and found and found[-1].last is None and _alike(found[-1].first, written.first):
        found[-1] = replace(found[-1], end=written.end, last=written.first)
    else:
        found.append(written)


def _alike(first: Citation, last: Citation) -> bool:
    """Whether two addresses can be the ends of a range: two 款, two chapters."""
    return first.lowest == last.lowest and (first.lowest is not None or first.chapter[-1:] == last.chapter[-1:])


def as_point(written: Written) -> Written:
    """第11项 in a text that counts 1. 2. 3. straight through: its point 11."""
    first, last = written.first, written.last
    return replace(written, first=Citation(address=str(first.item)), last=last and Citation(address=str(last.item)))
