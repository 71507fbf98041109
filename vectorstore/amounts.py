"""Amounts that a question states and limits that a text sets: 请一天假 falls under 三天以内, not under 超过三天."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.numeral import parse_numeral

# unit → (what is measured, how much one unit is)
_UNITS: dict[str, tuple[str, float]] = {
    "工作日": ("time", 1),
    "个工作日": ("time", 1),
    "天": ("time", 1),
    "日": ("time", 1),
    "周": ("time", 7),
    "个星期": ("time", 7),
    "星期": ("time", 7),
    "个月": ("time", 30),
    "月": ("time", 30),
    "周年": ("time", 365),
    "年": ("time", 365),
    "个小时": ("hours", 1),
    "小时": ("hours", 1),
    "个钟头": ("hours", 1),
    "钟头": ("hours", 1),
    "分钟": ("hours", 1 / 60),
    "分": ("points", 1),
    "元": ("money", 1),
    "块钱": ("money", 1),
    "周岁": ("age", 1),
    "岁": ("age", 1),
    "公里": ("distance", 1),
    "千米": ("distance", 1),
    "里地": ("distance", 0.5),
    "名": ("people", 1),
    "个人": ("people", 1),
    "人": ("people", 1),
    "位": ("people", 1),
    "个": ("people", 1),
    "次": ("times", 1),
    "回": ("times", 1),
    "趟": ("times", 1),
    "%": ("percent", 1),
}
_UNIT = "|".join(sorted((re.escape(unit) for unit in _UNITS if unit != "月"), key=len, reverse=True))
_NUMERAL = r"\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]+"
_AMOUNT = (
    rf"(?P<number>{_NUMERAL}|半)(?P<scale>[万亿]?)(?P<more>个?多(?=月|年|天|小|人|分|元|公|岁|次)|)"
    rf"(?P<unit>{_UNIT}|(?<=多)月)(?P<half>半?)(?P<after>多?)"
)
_STATED = re.compile(
    rf"(?<![第每\d.])(?P<before>超过|不到|不满|不足|至少|少于|多于|大(?=半))?{_AMOUNT}"
    r"(?![之别类级度底一])(?P<side>及?以上|以下|以内)?"
)
# 超过三天 · 三天以上 · 不满三十天; a demand (不少于五日) is a limit only where it is a condition (…的，)
_BELOW = "超过|多于|高于|满|达到|已满|累计达到"
_ABOVE = "不满|不足|未满|少于|低于|不到"
_DEMAND = "不超过|不高于|未超过|不多于|不少于|不低于|至少"
_LIMIT = re.compile(
    rf"(?:(?P<sign>{_DEMAND}|{_ABOVE}|{_BELOW})[^，。；：、\d]{{0,6}}?)?{_AMOUNT}(?P<side>及?以上|以下|以内)?"
)
_MONTH = re.compile(
    r"(?<!\d)(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!\d*个)(?:份|底|初|(?P<day>\d{1,2}|[一二三十]{1,3}|[一二]?十[一-九])[日号])?"
)
_BY = re.compile(r"^(?:以|之)?(?P<side>前|后)")
_PEOPLE = re.compile(r"^(?:人|党员|职工|委员|代表|学生|干部|员工|同志|成员|会员|会)")
_SEVERAL = re.compile(r"^([一二三四五六七八九])([两二三四五六七八九])(十?)$")
# 请一天假, but not 一天多少钱, 一年里, 一次, 一个人, 一块儿
_LASTED = re.compile(r"[请歇休旷缺干住停满只才过超晚迟了走病离](?:上|了)?$")
_SPACE = re.compile(r"\s+")
_CONDITION = re.compile(r"^[^，。；：]*的(?:[^，。；：]{0,8})?(?=[，。；：]|$)")


@dataclass(frozen=True, slots=True)
class Amount:
    """What is measured (``time`` in days, ``points`` …) and the interval from ``low`` to ``high``; ``above`` and
    ``below`` say that the end itself is not meant."""

    measure: str
    low: float
    high: float
    above: bool = False
    below: bool = False

    def inside(self, other: Amount) -> bool:
        """Whether all of this lies within ``other``."""
        low = self.low > other.low or (self.low == other.low and (self.above or not other.above))
        high = self.high < other.high or (self.high == other.high and (self.below or not other.below))
        return low and high

    def apart(self, other: Amount) -> bool:
        """Whether the two have nothing in common."""
        if self.high == other.low:
            return self.below or other.above
        if self.low == other.high:
            return self.above or other.below
        return self.high < other.low or self.low > other.high


@lru_cache(maxsize=256)
def stated(question: str) -> tuple[Amount, ...]:
    """The amounts that ``question`` gives: 十天 in 请十天假; not 第二年, 每年, 2024年."""
    text = _plain(question)
    found: list[Amount] = []
    for match in _STATED.finditer(text):
        if match["unit"] == "个" and not _PEOPLE.match(text[match.end() :]):
            continue
        if match["number"] in ("一", "1") and not _LASTED.search(text[: match.start()]):
            continue
        between = _between(match)
        if between is None:
            continue
        measure, low, high = between
        sign = match["before"] or match["side"] or match["more"][-1:] or match["after"] or ""
        if sign in ("不到", "不满", "不足", "少于", "以下", "以内"):
            low, high = 0.0, low
            found.append(Amount(measure, low, high, below=sign[0] in "不少"))
        elif sign:
            up = high * 1.5 if sign in "多大" else math.inf  # 大半年 is more than half a year
            found.append(Amount(measure, low, up, above=sign in ("超过", "多于", "多", "大")))
        else:
            found.append(Amount(measure, low, high))
    found += [Amount("date", day or month, day or month + 31) for month, day, _ in _dates(text)]
    return tuple(found)


@lru_cache(maxsize=4096)
def limits(text: str) -> tuple[Amount, ...]:
    """The ranges that ``text`` sets as conditions: 超过三天不满三十天 is one range, 五人以上 another."""
    plain = _plain(text)
    found: list[Amount] = []
    end_before = -9
    for match in _LIMIT.finditer(plain):
        sign, side = match["sign"] or "", match["side"] or ""
        if not sign and not side:
            continue
        if sign in _DEMAND.split("|") and not _CONDITION.match(plain[match.end() :]):
            continue
        between = _between(match)
        if between is None:
            continue
        measure, value, _ = between
        upper = (
            side in ("以下", "以内") or sign in _ABOVE.split("|") or sign in ("不超过", "不高于", "未超过", "不多于")
        )
        made = (
            Amount(measure, 0.0, value, below=sign in _ABOVE.split("|"))
            if upper
            else Amount(measure, value, math.inf, above=sign in ("超过", "多于", "高于"))
        )
        last = found[-1] if found else None
        near = match.start() - end_before <= 4 and "，" not in plain[end_before : match.start()]
        if last and near and last.measure == measure and last.high == math.inf and upper and last.low <= value:
            found[-1] = Amount(measure, last.low, value, last.above, made.below)
        else:
            found.append(made)
        end_before = match.end()
    for month, day, rest in _dates(plain):
        if by := _BY.match(rest):
            at = day or month
            found.append(Amount("date", 0.0, at) if by["side"] == "前" else Amount("date", at, math.inf))
    return tuple(found)


def fit(amounts: Sequence[Amount], text: str) -> int:
    """1 where an amount falls within a range that ``text`` sets, −1 where it sets ranges of that kind and none fits,
    0 where it says nothing of it."""
    verdict = 0
    for amount in amounts:
        ranges = [limit for limit in limits(text) if limit.measure == amount.measure]
        if any(amount.inside(limit) for limit in ranges):
            return 1
        if ranges and all(amount.apart(limit) for limit in ranges):
            verdict = -1
    return verdict


def _between(match: re.Match[str]) -> tuple[str, float, float] | None:
    measure, size = _UNITS[match["unit"]]
    size *= {"万": 1e4, "亿": 1e8}.get(match["scale"], 1.0)
    numeral = match["number"]
    half = 0.5 * size if match["half"] else 0.0
    if numeral == "半":
        return measure, 0.5 * size, 0.5 * size
    if several := _SEVERAL.match(numeral):  # 六七十个
        ten = 10 if several[3] else 1
        low, high = (parse_numeral(several[n]) * ten for n in (1, 2))
        return measure, low * size, (high + (9 if ten > 1 else 0)) * size
    try:
        value = float(numeral) if numeral[0].isdigit() else float(parse_numeral(numeral))
    except ValueError:
        return None
    if measure == "time" and value >= 1900:  # 2024年
        return None
    return measure, value * size + half, value * size + half


def _dates(text: str) -> Iterator[tuple[float, float, str]]:
    """``(month, day or 0, what follows)`` of every 九月三十日, in days of a year of 31-day months."""
    for match in _MONTH.finditer(text):
        try:
            month = (parse_numeral(match["month"]) - 1) * 31.0
            day = month + parse_numeral(match["day"]) if match["day"] else 0.0
        except ValueError:
            continue
        yield month, day, text[match.end() : match.end() + 3]


def _plain(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).replace("百分之百", "100%").replace(",", "，")
