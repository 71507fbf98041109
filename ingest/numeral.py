"""Chinese and Arabic numerals as regulations print them: 一千二百零三, 〇, 廿, 二〇二四, 44, ４４."""

from __future__ import annotations

from functools import lru_cache

MAX_NUMERAL = 99_999_999

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))

# Other ways of writing the same sign; 廿 and 卅 are two signs in one.
_VARIANTS = str.maketrans(
    {
        **dict(zip("０１２３４５６７８９", "0123456789", strict=True)),
        **dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True)),
        "〇": "零",
        "○": "零",
        "两": "二",
        "廿": "二十",
        "卅": "三十",
        "卌": "四十",
    }
)


def parse_numeral(text: str) -> int:
    """The number written in ``text``: counted (一千二百零三), positional (二〇二四) or Arabic, also full-width.

    Raises ValueError for anything else, also for 一百二, which people read both as 102 and as 120: an address that is
    guessed is worse than none.
    """
    plain = text.strip().translate(_VARIANTS)
    if plain.isascii() and plain.isdigit():
        number = int(plain) if len(plain) <= 8 else MAX_NUMERAL + 1
    elif plain and all(char in _DIGITS for char in plain):
        number = _positional(plain)
    else:
        number = _counted(plain)
    if number > MAX_NUMERAL:
        raise ValueError(f"numeral out of range: {text[:40]!r}")
    return number


@lru_cache(maxsize=4096)
def format_numeral(number: int) -> str:
    """``number`` (0 to 99,999,999) in Chinese: 10 → 十, 15 → 十五, 110 → 一百一十, 1203 → 一千二百零三."""
    if not 0 <= number <= MAX_NUMERAL:
        raise ValueError(f"numeral out of range: {number}")
    if number == 0:
        return "零"
    high, low = divmod(number, 10_000)
    text = _below_ten_thousand(low)
    if high:
        gap = "零" if 0 < low < 1000 else ""
        text = _below_ten_thousand(high) + "万" + gap + text
    return text[1:] if text.startswith("一十") else text


def _positional(plain: str) -> int:
    if len(plain) > 8:
        raise ValueError(f"numeral out of range: {plain[:40]!r}")
    return int("".join(str(_DIGITS.index(char)) for char in plain))


def _counted(plain: str) -> int:
    total = section = 0
    digit: int | None = None
    for char in plain:
        if char in _DIGITS:
            digit = _DIGITS.index(char)
        elif char == "万":
            total, section, digit = (section + (digit or 0)) * 10_000, 0, None
        else:
            unit = next((value for value, sign in _UNITS if sign == char), None)
            if unit is None:
                raise ValueError(f"not a numeral: {plain[:40]!r}")
            section, digit = section + (digit or 1) * unit, None
    number = total + section + (digit or 0)
    # The loop above is lenient; a numeral is well formed exactly if it is how its value is written (一十 as 十).
    if not plain or number > MAX_NUMERAL or _without_one(plain) != _without_one(format_numeral(number)):
        raise ValueError(f"not a numeral: {plain[:40]!r}")
    return number


def _without_one(plain: str) -> str:
    return plain.replace("一十", "十")


def _below_ten_thousand(number: int) -> str:
    parts: list[str] = []
    gap = False
    for value, sign in _UNITS:
        digit, number = divmod(number, value)
        if digit:
            parts.append(("零" if gap and parts else "") + _DIGITS[digit] + sign)
            gap = False
        else:
            gap = True
    if number:
        parts.append(("零" if gap and parts else "") + _DIGITS[number])
    return "".join(parts)
