"""Numbers of citations as readers see them."""

from __future__ import annotations

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def numeral(number: int) -> str:
    """①, ② … up to ⑳, then [21]."""
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else f"[{number}]"
