"""The day whose law a question asks for: 2020年时, 2019版, 去年的规定. Most dates in questions are no such day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ingest.numeral import parse_numeral
from vectorstore.words import normalise

_DAY = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?:年|[-./])(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})[日号]?(?P<after>.{0,14})"
)
_YEAR = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d{2})|(?P<short>\d{2})(?=年)|(?P<ago>去年|前年|大前年))(?:年度?)?(?P<after>.{0,14})"
)
_WRITTEN = re.compile(r"[一二][〇零○一二三四五六七八九]{3}(?=年)")
_AGO = {"去年": 1, "前年": 2, "大前年": 3}

_LAW = r"(?:规定|办法|制度|标准|政策|条例|文件|版本?|要求)"
# Of that time: 那时候, 当时, 版, 的规定; and the question goes on about the law, not about what someone did then.
_THEN = re.compile(
    rf"^(?:的?(?:时候|那会儿?|那时候?|那年|当时|当年的{_LAW})|时(?![间常刻])|[老旧]?版|的(?=[^，。？]{{0,8}}{_LAW})"
    rf"|(?:修订|修正|印发|发布|公布|出台|制定|施行|实施)的?[^，。？]{{0,8}}{_LAW})"
)
_OLD_LAW = re.compile(rf"^[^，。？]{{0,6}}的{_LAW}")
_BEFORE = re.compile(
    rf"^(?:以前|之前|前)的?(?=[老旧]?{_LAW}|怎么|如何|是|有|能|可以|最多|最少|执行|适用|按|[，,？?]|$)"
)
_EARLIER = re.compile(r"当时|那时候?|那会儿?$")
_NOW = re.compile(r"现在|今年|如今|眼下|目前|本年")


def asked_day(question: str, today: date) -> date | None:
    """The last day of the time whose law ``question`` asks for, None where it asks for today's.

    A past year stands for its last day, 2024年以前 for the day before. A date that only tells when something happened
    (2020年受的处分，现在怎么定档) is none.
    """
    text = _WRITTEN.sub(lambda match: str(parse_numeral(match[0])), normalise(question))
    if _NOW.search(text):
        return None
    if day := _DAY.search(text):
        try:
            meant = date(int(day["year"]), int(day["month"]), int(day["day"]))
        except ValueError:
            return None
        return _read(meant, meant, day["after"])
    if year := _YEAR.search(text):
        if year["short"] and not _EARLIER.search(text) and not year["after"].startswith("版"):
            return None
        number = int(year["year"] or 0) or (
            today.year - _AGO[year["ago"]] if year["ago"] else 2000 + int(year["short"])
        )
        after = year["after"]
        if year["ago"] and _OLD_LAW.match(after):
            return date(number, 12, 31)
        return _read(date(number, 1, 1), date(number, 12, 31), after)
    return None


def _read(first: date, last: date, after: str) -> date | None:
    if _BEFORE.search(after):
        return first - timedelta(days=1)
    return last if _THEN.search(after) or _EARLIER.match(after) else None
