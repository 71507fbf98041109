"""Numbers in text, however they are written, as one sign each: 三, 3 and ３ alike, and 50% and 百分之五十."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ingest.numeral import parse_numeral

SIGN = "#"
"""What the sign of a number begins with."""

CHINESE = "零〇○一二三四五六七八九十百千万亿两廿卅"
_DIGITS = "一二三四五六七八九"
_SCALES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "": 1}
_C = rf"[{CHINESE}]{{1,14}}"
# 一般, 一律 … are words; 万一 and 十分 are read as numbers on both sides alike
_WORD = r"一(?=[般律定致并旦些切样直贯向概经体])"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d{1,6})?|\d{1,14}(?:\.\d{1,6})?"

PATTERN = (
    rf"(?!{_WORD})(?<![统同唯单逐专])(?:(?P<ordinal>第)[ \t]?)?(?:"
    rf"(?P<of>百|千)分之(?P<part>{_C}(?:点[{CHINESE}]{{1,4}})?|{_ARABIC})"
    rf"|(?P<denominator>[{CHINESE}]{{1,4}})分之(?P<numerator>[{CHINESE}]{{1,4}})"
    r"|(?<![\d/.])(?P<over>\d{1,3}/\d{1,3})(?![\d/.])"
    rf"|(?P<arabic>{_ARABIC})[ \t]?(?P<scale>[百千万亿]?)[ \t]?(?P<percent>[%‰]?)"
    rf"|(?P<chinese>{_C}(?:点[{CHINESE}]{{1,4}})?)"
    r")"
)
"""Finds a number in folded text; its groups are for :func:`sign`."""


@lru_cache(maxsize=8192)
def sign(
    ordinal: str | None,
    of: str | None,
    part: str | None,
    denominator: str | None,
    numerator: str | None,
    over: str | None,
    arabic: str | None,
    scale: str | None,
    percent: str | None,
    chinese: str | None,
) -> str:
    """The sign of a match of :data:`PATTERN`. Raises ValueError where it is no number after all (三四十)."""
    before = SIGN + (ordinal or "")
    if of and part == of:
        return f"{before}{'100%' if of == '百' else '1000‰'}"
    if of:
        return f"{before}{_value(part or '')}{'%' if of == '百' else '‰'}"
    if denominator:
        return f"{before}{_value(numerator or '')}/{_value(denominator)}"
    if over:
        return before + over
    if arabic:
        return f"{before}{_value(arabic) * _SCALES[scale or '']}{percent or ''}"
    return f"{before}{_value(chinese or '')}"


def _value(text: str) -> Fraction:
    plain = text.replace(",", "")
    if plain[0].isdigit() and plain.isascii():
        return Fraction(Decimal(plain))
    whole, point, after = plain.partition("点")
    if not point:
        return Fraction(_whole(whole))
    digits = after.rstrip("万亿")
    scale = _SCALES[after[len(digits) :]] if len(after) - len(digits) < 2 else 0
    if not scale:
        raise ValueError(f"no number: {text}")
    return Fraction(Decimal(f"{_whole(whole)}.{''.join(str(parse_numeral(digit)) for digit in digits)}")) * scale


def _whole(text: str) -> int:
    if len(text) == 2 and all(digit in _DIGITS for digit in text):
        raise ValueError(f"one or two, not twelve: {text}")
    high, hundred_millions, low = text.rpartition("亿")
    if hundred_millions:
        return parse_numeral(high) * _SCALES["亿"] + (parse_numeral(low.removeprefix("零")) if low else 0)
    return parse_numeral(text)
