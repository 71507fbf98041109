"""The short titles that some texts give their articles: 第一条【目的】, 第一条（目的）, or a line of its own."""

from __future__ import annotations

import re

from ingest.grammar.headings import is_bare_heading
from ingest.grammar.placed import Placed

_MARKED = re.compile(r"[【\[［]\s*([^【】\[\]［］。；]{1,30}?)\s*[】\]］]\s*")
_BRACKETED = re.compile(r"（\s*([\u4e00-\u9fff、和与及的]{2,20})\s*）\s*")
_NO_TITLE = re.compile(r"以下|删|略|试行|暂行|[一二三四五六七八九十]+$")

Titled = tuple[str, list[Placed]]
"""(the article's title or "", its lines without the title)."""


def captions(articles: list[list[Placed]]) -> list[Titled]:
    """Take the titles off the articles' lines (the first without its 第X条).

    What stands between 【】 always is one. Brackets, or a short first line with the text below it, are one only where
    most articles have them: one alone may be anything.
    """
    bracketed = [_at_start(lines, _BRACKETED) for lines in articles]
    above = [_above(lines) for lines in articles]
    # A lead-in without its colon looks like a title too: only text below, not an item, makes sure.
    sure = [found if found and not lines[1].marker else None for found, lines in zip(above, articles, strict=True)]
    others = bracketed if _usual(bracketed) else above if _usual(sure) else [None] * len(articles)
    result: list[Titled] = []
    for lines, other in zip(articles, others, strict=True):
        found = _at_start(lines, _MARKED) or other
        result.append((found[0], [lines[0].after(found[1]), *lines[1:]]) if found else ("", lines))
    return result


def _usual(found: list[tuple[str, int] | None]) -> bool:
    return sum(each is not None for each in found) * 2 > len(found) > 1


def _at_start(lines: list[Placed], pattern: re.Pattern[str]) -> tuple[str, int] | None:
    match = pattern.match(lines[0].text)
    if match is None or _NO_TITLE.search(match.group(1)) or (match.end() == len(lines[0].text) and len(lines) == 1):
        return None
    return match.group(1), match.end()


def _above(lines: list[Placed]) -> tuple[str, int] | None:
    text = lines[0].text
    if not text or len(text) > 30 or len(lines) < 2 or not is_bare_heading(text) or re.search(r"[，：]", text):
        return None
    below = lines[1]
    return (text, len(text)) if below.marker or (not below.line.row and len(below.text) > len(text)) else None
