"""How the parts of an address are written: numbers, brackets, units and what joins them.

:mod:`ingest.citation` builds from these what people write, :mod:`ingest.references.mentions` what regulations write.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.numeral import parse_numeral

N = r"(?:\d{1,4}|[零〇○一二三四五六七八九十百千两廿卅]{1,9})"
"""A number as addresses have it."""
_ENCLOSED = {chr(base + n): str(n + 1) for base in (0x3220, 0x2474) for n in range(10)}  # ㈠ … ㈩, ⑴ … ⑽
BRACKET = rf"(?:[(（]\s*{N}\s*[)）]|[{''.join(_ENCLOSED)}])"
"""（六）, (6), ㈥."""
JOIN = r"\s*(?:、|，|,|和|及|与|或者|或|以及|至|到|-|—|~|～)\s*"
"""What stands between the members of an enumeration or the ends of a range."""
RANGE = re.compile(r"\s*(?:至|到|-|—|~|～)\s*第?\s*$")
"""The end of what stands between two numbers, where they are the ends of a range."""

LARGEST = 1999
"""No regulation counts further; 第2024条 is a year that went wrong."""


def _unit(sign: str, not_before: str) -> str:
    """The word 条/款/项/目, or a look ahead to it past an enumeration: 第五、六项."""
    word = rf"\s*{sign}(?![{not_before}])"
    return rf"(?:{word}|(?=(?:{JOIN}第?\s*(?:{N}|{BRACKET})){{1,12}}{word}))"


UNIT = {
    "article": _unit("条", "件例目理文状约线龙街路款"),
    "paragraph": _unit("款", "项式额待"),
    "item": _unit("项", "目"),
    "subitem": _unit("目", "标的录前次光"),
}
"""Level → the pattern of its unit. 项 before 目 is 项目, 条 before 件 is 条件."""


@lru_cache(maxsize=4096)
def number(text: str | None) -> int | None:
    """The number of an address, also in brackets; None for None.

    Raises ValueError where the text is no number, or none that an address has.
    """
    if text is None:
        return None
    plain = text.strip("()（） \t\u3000")
    value = parse_numeral(_ENCLOSED.get(plain, plain))
    if not 1 <= value <= LARGEST:
        raise ValueError(f"no address: {text}")
    return value
