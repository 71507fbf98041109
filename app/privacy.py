"""What of a question may be written down."""

from __future__ import annotations

import re
from typing import Literal

LogQuestions = Literal["none", "masked", "full"]

_EMAIL = re.compile(r"[\w.+-]+[@＠][\w-]+(?:[.．][\w-]+)+", re.ASCII)
# what stands between the groups of a number: white space, invisible characters, dashes, dots, slashes, brackets
_BETWEEN = r"[\s\u00a0\u200b-\u200f\u2060\ufeff\-－‐-―.．·・/()（）]{0,3}"
# identity cards, telephone, account and staff numbers, also in groups or full-width; years and article numbers stay
_NUMBER = re.compile(
    rf"(?:[+＋]\s?|[(（](?=0\d{{2,3}}[)）]))?\d(?:{_BETWEEN}\d){{4,}}(?:{_BETWEEN}[XxＸｘ](?![A-Za-z]))?(?:转\d+)?"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-－‐-―/]\s?(?:19|20)\d\d)")
# a number spelled out: 一三八零零…; what counts things has 十, 百 or 千 in it
_SPELLED = re.compile(r"[零〇○一二三四五六七八九幺]{7,}")
# a surname of one character with a common form of address
_PERSON = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,3}(?=同志|先生|女士)")


def mask(text: str) -> str:
    """``text`` with addresses, long numbers and names before a form of address replaced by asterisks."""
    numbers = _NUMBER.sub(_hidden, _EMAIL.sub("****", text))
    return _PERSON.sub("**", _SPELLED.sub("****", numbers))


def _hidden(number: re.Match[str]) -> str:
    """A span of years says nothing of a person."""
    return number[0] if _YEARS.fullmatch(number[0]) else "****"


def recorded(text: str, policy: LogQuestions) -> str | None:
    """What may be kept of a question under ``policy``: nothing, the masked text or all of it."""
    if policy == "none":
        return None
    return mask(text) if policy == "masked" else text
