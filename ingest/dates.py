"""Dates as documents print them: 2024年3月28日, 二〇二四年三月二十八日."""

from __future__ import annotations

import datetime as dt
import re

from ingest.numeral import parse_numeral

_N = r"[0-9０-９〇○零一二三四五六七八九十]"
DATE = re.compile(rf"({_N}{{4}})\s*年\s*({_N}{{1,3}})\s*月\s*({_N}{{1,3}})\s*日")


def iso(match: re.Match[str]) -> str | None:
    """The ISO form of a :data:`DATE` match, None where there is no such day."""
    try:
        year, month, day = (parse_numeral(part) for part in match.groups()[:3])
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def find_dates(text: str) -> list[tuple[str, int, int]]:
    """(ISO date, start, end) of every date in ``text``."""
    return [(day, m.start(), m.end()) for m in DATE.finditer(text) if (day := iso(m))]
