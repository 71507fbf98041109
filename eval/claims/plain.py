"""Chinese regulation text in one way of writing: digits for numerals, % for 百分之, no white space."""

from __future__ import annotations

import re

from eval.measures import fold
from ingest.numeral import parse_numeral

_NUMERALS = "零〇○一二两三四五六七八九十百千廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟"
_WORDS = re.compile(
    "之一|统一|一般|一律|一致|一并|同一|唯一|一定|一旦|一些|一样|一次性|万一|进一步|一线|不一|单一"
    rf"|(?<![{_NUMERALS}])十分(?!钟)"
)
_KEPT = "\ue000"  # stands before a sign that stays as it is
_FRACTION = re.compile(rf"([{_NUMERALS}\d]+)分之([{_NUMERALS}\d]+)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TENTHS = re.compile(r"(\d{1,6}\.\d{1,4})(万|亿)")
_NUMERAL = re.compile(rf"(?<!{_KEPT})[{_NUMERALS}\d]+(?:[万亿][{_NUMERALS}]*)?")
_POWERS = {"万": 10_000, "亿": 100_000_000}


def plain(text: str) -> str:
    """``text`` folded, every numeral in digits: 三十万元 and 30万元 → 300000元, 百分之二十 → 20%, 三分之一 → 1/3,
    十五天 → 15日. What counts nothing (一般, 统一, 之一) stays."""
    folded = _THOUSANDS.sub("", fold(text))
    folded = _TENTHS.sub(lambda m: str(round(float(m[1]) * _POWERS[m[2]])), folded)
    folded = _FRACTION.sub(_fraction, folded)
    folded = _WORDS.sub(lambda word: "".join(_KEPT + sign for sign in word[0]), folded)
    digits = _NUMERAL.sub(_counted, folded).replace(_KEPT, "")
    return re.sub(r"(?<=\d)天", "日", digits)


def _fraction(found: re.Match[str]) -> str:
    above = _number(found[2])
    return f"{above}%" if found[1] in ("百", "一百", "100") else f"{above}/{_number(found[1])}"


def _counted(found: re.Match[str]) -> str:
    """三万五千 → 35000; what cannot be read stays."""
    power = next((sign for sign in _POWERS if sign in found[0]), "")
    if not power:
        return _number(found[0])
    above, below = map(_number, found[0].split(power))
    known = above.isdigit() and (below.isdigit() or not below)
    return str(int(above) * _POWERS[power] + int(below or 0)) if known else found[0]


def _number(written: str) -> str:
    try:
        return str(parse_numeral("一" + written if written[:1] in ("百", "千") else written))
    except ValueError:
        return written
