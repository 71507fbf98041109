"""What a line begins with: 第X条, 第X章, 一、, （一）, 1., （1）, 问题一, 附件1 …"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import Literal, NamedTuple

from ingest.numeral import parse_numeral

NUM = r"[一二三四五六七八九十百千万零〇○两廿卅0-9０-９]"
_HAN_NUM = r"[一二三四五六七八九十百零〇○廿卅]"

MarkerKind = Literal["article", "heading", "section", "subsection", "point", "subpoint", "problem", "label", "annex"]

LEVELS = {"部分": 1, "编": 1, "分编": 2, "章": 3, "节": 4}

# 第四条规定的… opens a sentence, not an article; so does 第四条、第五条 or 第三条第二款. A space after 条 settles it.
_REFERENCE = (
    r"(?!规定|之规定|所列|所称|所述|的|和第|至第|、第|或者?第|及第|到第|与第|以[外下上内]|[，。；）)》”’]"
    r"|\s*第\s*[一二三四五六七八九十0-9]+\s*[款项]|中(?:的|所|规定)|修改为|改为|增加一)"
)
# 笫 is a common slip for 第.
_ARTICLE = re.compile(rf"[第笫]\s*({NUM}{{1,9}})\s*条(?:\s*之\s*({_HAN_NUM}{{1,3}}))?{_REFERENCE}[\s、：]*")
_HEADING = re.compile(
    rf"第\s*({NUM}{{1,5}})\s*(分编|部分|编|章|节)(?!\s*(?:规定|的规定|所(?:列|称|述|规定)|[、，。；]|[和至]第|第.{{1,4}}[条款项]))(\s*)"
)
_STRAY_STOP = re.compile(r"[。；].")
_STRAY_MARK = re.compile(r"[。；，]")
_SECTION = re.compile(rf"({_HAN_NUM}{{1,4}})\s*[、．.]\s*")
_SUBSECTION = re.compile(rf"[（(]\s*({_HAN_NUM}{{1,4}})\s*[）)]\s*、?|({_HAN_NUM}{{1,3}})[）)]\s*|([㈠-㈩])\s*")
_POINT = re.compile(r"([0-9０-９]{1,3})\s*[.．、](?![0-9０-９])\s*|([⒈-⒛])\s*")
_SUBPOINT = re.compile(r"[（(]\s*([0-9０-９]{1,3})\s*[）)]\s*、?|([0-9０-９]{1,2})[）)]\s*|([①-⑳⑴-⒇])\s*")
# Signs that are one number each, by the first of their row.
_ROWS = ("①", "⑴", "⒈", "㈠")
_PROBLEM = re.compile(rf"(问题|任务|事项|专题|情形)({_HAN_NUM}{{1,3}}|[0-9]{{1,2}})\s*[：:、.]\s*")
_LABEL = re.compile(r"([\u4e00-\u9fff]{2,8}?)([0-9０-９]{0,2}|[一二三四五六七八九十]?)\s*：\s*")
_ANNEX = re.compile(rf"附\s*(件|表|录|图|(?=[：:]))\s*({NUM}{{0,3}})(?!{NUM}|[中所的和与])\s*[：:.、]?\s*")

# In the order in which they are tried, with what each may begin with: nearly every line begins with nothing of that.
_PATTERNS: tuple[tuple[MarkerKind, str, re.Pattern[str]], ...] = (
    ("article", r"[第笫]", _ARTICLE),
    ("heading", r"第", _HEADING),
    ("problem", r"[问任事专情]", _PROBLEM),
    ("annex", r"附", _ANNEX),
    ("section", _HAN_NUM, _SECTION),
    ("subsection", rf"[（(㈠-㈩]|{_HAN_NUM}", _SUBSECTION),
    ("subpoint", r"[（(0-9０-９①-⑳⑴-⒇]", _SUBPOINT),
    ("point", r"[0-9０-９⒈-⒛]", _POINT),
)


class Marker(NamedTuple):
    """``kind`` and ``number`` of a line's opening; ``end`` is where the text after it begins. ``inserted`` is the X of
    之X; ``word`` the unit of a heading (章) or the printed name of a problem or label (问题, 责任单位)."""

    kind: MarkerKind
    number: int
    end: int
    inserted: int = 0
    word: str = ""


@lru_cache(maxsize=1024)
def _value(numeral: str) -> int | None:
    try:
        return parse_numeral(numeral)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _opened_by(char: str) -> tuple[tuple[MarkerKind, re.Pattern[str]], ...]:
    return tuple((kind, pattern) for kind, first, pattern in _PATTERNS if re.match(first, char))


def marker(text: str, start: int = 0, end: int = sys.maxsize) -> Marker | None:
    """The marker at the beginning of ``text[start:end]``, or None; its ``end`` counts from ``start``. Labels
    (责任单位：) are found by :func:`label_marker`."""
    for kind, pattern in _opened_by(text[start : start + 1]):
        if match := pattern.match(text, start, end):
            built = _build(kind, match)
            if built is not None:
                return built
    return None


def _build(kind: MarkerKind, match: re.Match[str]) -> Marker | None:
    groups = match.groups()
    size = match.end() - match.pos
    if kind == "article":
        number, inserted = _value(groups[0]), _value(groups[1]) if groups[1] else 0
        return None if number is None else Marker("article", number, size, inserted or 0)
    if kind == "heading":
        number = _value(groups[0])
        rest = (match.end(), min(match.endpos, len(match.string)))
        # A chapter's title is short and no sentence; set off by a space it may hold a comma or end in a stray 。
        stray = _STRAY_STOP if groups[2] else _STRAY_MARK
        if number is None or rest[1] - rest[0] > 45 or stray.search(match.string, *rest):
            return None
        return Marker("heading", number, size, word=groups[1])
    if kind == "problem":
        number = _value(groups[1])
        return None if number is None else Marker("problem", number, size, word=groups[0])
    if kind == "annex":
        number = _value(groups[1]) if groups[1] else 0
        return None if number is None else Marker("annex", number, size, word=f"附{groups[0] or '件'}")
    first = next((g for g in groups if g), "")
    number = _value(first)
    if number is None and len(first) == 1:
        number = next((n for row in _ROWS if 1 <= (n := ord(first) - ord(row) + 1) <= 20), None)
    return None if number is None else Marker(kind, number, size)


def label_marker(text: str) -> Marker | None:
    """A named part such as 工作措施1： or 责任单位：, or None."""
    if "：" in text and (match := _LABEL.match(text)):
        number = _value(match.group(2)) if match.group(2) else 0
        return Marker("label", number or 0, match.end(), word=match.group(1) + match.group(2))
    return None


_ARTICLE_INLINE = re.compile(rf"第{NUM}{{1,9}}条")


def inline_articles(text: str) -> list[int]:
    """Offsets inside ``text`` where an article might begin in mid-line (after the end of a sentence)."""
    found: list[int] = []
    for match in _ARTICLE_INLINE.finditer(text, 1):
        before = start = match.start()
        while before and text[before - 1].isspace():
            before -= 1
        if before and text[before - 1] in "。；！？”）" and marker(text, start):
            found.append(start)
    return found


_FINAL_HEADING = re.compile(rf"(?<=[。；！？]) *第{NUM}{{1,5}}[编章节] *[^。；，：！？]{{2,25}}$")


def final_heading(text: str, start: int = 0) -> int:
    """The offset of a heading that stands at the end of a line, after the end of a sentence (…备案。第三章 领用); 0
    where there is none after ``start``."""
    match = _FINAL_HEADING.search(text, max(start, len(text) - 36)) if len(text) > 36 else None
    return match.start() if match and match.start() > start else 0
