"""Text as a row of signs in which different ways of writing the same are the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from app.claims import numbers

BREAK = "\n"
"""The sign of 。，；： and the end of a line."""
JOIN = "、"
"""The sign of 、和 及 与 以及."""

# words of law that mean exactly the same; what is not here is not the same (须 is not 应当)
_SAME = {
    "以及": JOIN,
    "和": JOIN,
    "及": JOIN,
    "与": JOIN,
    "或者": "或",
    "应当": "应",
    "可以": "可",
    "如果": "如",
    "以内": "内",
    "之内": "内",
}
_UNITS = {"天": "日", "日": "日", "个工作日": "工作日", "个小时": "小时", "个星期": "周", "星期": "周"}
_BREAKS = "。，；：！？,;:!?\n"
_SILENT = "“”‘’「」『』\"' \t\u3000\u00a0"
_UNSPOKEN = re.compile(rf"[{_SILENT}\s]+")
_DASHES = "-—–―~到"
_SPECIAL = _BREAKS + _SILENT + r"\d" + "第" + numbers.CHINESE + "".join(sorted({word[0] for word in _SAME}))
_TOKEN = re.compile(
    rf"(?P<plain>[^{_SPECIAL}]+)|(?P<break>[{_BREAKS}]+)|(?P<silent>[{_SILENT}]+)"
    rf"|(?P<same>{'|'.join(sorted(_SAME, key=len, reverse=True))})"
    rf"|{numbers.PATTERN}(?:[ \t]?(?P<unit>个工作日|个小时|个?星期|天|日(?![常历均程期志])))?|(?P<other>.)",
    re.DOTALL,
)
_NUMBER_GROUPS = (
    "ordinal",
    "of",
    "part",
    "denominator",
    "numerator",
    "over",
    "arabic",
    "scale",
    "percent",
    "chinese",
)
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Canonical:
    """``keys`` are the signs, ``starts`` and ``ends`` where each stands in the text."""

    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def canonical(text: str) -> Canonical:
    """The signs of ``text``: a number is one sign, every other character its own. Breaks in a row are one."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(key: str, start: int, end: int) -> None:
        if key == BREAK and keys and keys[-1] == BREAK:
            return
        keys.append(key)
        starts.append(start)
        ends.append(end)

    for match in _TOKEN.finditer(fold(text)):
        kind = match.lastgroup
        start, end = match.span()
        if kind in ("plain", "other"):
            keys.extend(match[0])
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        elif kind == "silent":
            continue
        elif kind == "break":
            add(BREAK, start, end)
        elif kind == "same":
            add(_SAME[match[0]], start, end)
        else:
            unit = match["unit"]
            before_unit = match.start("unit") if unit else end
            try:
                add(numbers.sign(*match.group(*_NUMBER_GROUPS)), start, before_unit)
            except ValueError:
                for place in range(start, before_unit):
                    if not text[place].isspace():
                        add(text[place], place, place + 1)
            if unit:
                for key in _unit(unit, keys):
                    add(key, before_unit, end)
    _join_ranges(keys)
    return Canonical(tuple(keys), tuple(starts), tuple(ends))


def fold(text: str) -> str:
    """``text`` with full-width and compatibility forms of single characters replaced, of the same length. Superscripts,
    circled numbers and the like stay: 10³ is not 103."""
    return text.translate(_forms())


def squeeze(text: str) -> str:
    """``text`` folded, without white space and quotation marks."""
    return _UNSPOKEN.sub("", fold(text))


def unseen(text: str) -> bool:
    """Whether ``text`` has characters that cannot be seen or that change how others look."""
    return any(map(_is_unseen, set(text)))


@lru_cache(maxsize=8192)
def _is_unseen(char: str) -> bool:
    return char not in "\n\t" and unicodedata.category(char) in _UNSEEN


@lru_cache(maxsize=1)
def _forms() -> dict[int, str]:
    """Full-width ASCII but for the comma, compatibility ideographs and radicals → what they stand for."""
    points = chain(range(0xFF01, 0xFF5F), range(0xF900, 0xFB00), range(0x2E80, 0x2FE0))
    forms = ((point, unicodedata.normalize("NFKC", chr(point))) for point in points if chr(point) != "，")
    return {point: plain for point, plain in forms if len(plain) == 1 and plain != chr(point)}


def _unit(unit: str, keys: list[str]) -> str:
    """三天 and 三日 are the same, 三月三日 is a day of the month and no length of time."""
    if unit == "日" and len(keys) > 1 and keys[-2] == "月":
        return "号"
    return _UNITS.get(unit, unit)


def _join_ranges(keys: list[str]) -> None:
    """3-5, 3—5, 3～5 and 3到5 become 3至5."""
    for place in range(1, len(keys) - 1):
        if keys[place] in _DASHES and keys[place + 1][0] == numbers.SIGN:
            before = keys[max(0, place - 4) : place]
            if any(key[0] == numbers.SIGN for key in before):
                keys[place] = "至"
