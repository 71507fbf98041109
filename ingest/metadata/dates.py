"""Dates as documents print them: 2024年3月28日, 二〇二四年三月二十八日, in a web page's table also 2024-03-28."""

from __future__ import annotations

import datetime as dt
import re

from ingest.numeral import parse_numeral

_N = r"[0-9０-９〇○零一二三四五六七八九十廿卅]"
DATE = re.compile(rf"({_N}{{4}})\s*年\s*({_N}{{1,3}})\s*月\s*({_N}{{1,3}})\s*日")
_PLAIN = re.compile(r"(?<!\d)((?:19|20)\d{2})[-./．－](\d{1,2})[-./．－](\d{1,2})(?!\d)")


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


def stated_date(text: str) -> str | None:
    """The first date of a field that holds little else, also written 2024-03-28, 2024.3.28 or 2024/3/28; running text
    must not be read so: 1.2.3 is often a number of another kind."""
    for match in sorted((*DATE.finditer(text), *_PLAIN.finditer(text)), key=lambda each: each.start()):
        if day := iso(match):
            return day
    return None


def is_date(text: str) -> bool:
    """Whether the line is a date and nothing else, as under a signature."""
    return bool((match := DATE.fullmatch(text.strip().strip("（）()"))) and iso(match))


def days_after(day: str, days: int) -> str:
    """The day ``days`` after the ISO date ``day``."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()


def last_day(start: str, years: int, months: int = 0) -> str:
    """The last day of a term of ``years`` and ``months`` that begins on ``start``: five years from 2024-05-01 end with
    2029-04-30."""
    first = dt.date.fromisoformat(start)
    month = first.month - 1 + months
    year, month = first.year + years + month // 12, month % 12 + 1
    try:
        end = first.replace(year=year, month=month)
    except ValueError:  # the 29th to 31st of a month that is shorter: its last day ends the term
        following = dt.date(year + month // 12, month % 12 + 1, 1)
        return (following - dt.timedelta(1)).isoformat()
    return (end - dt.timedelta(1)).isoformat()
