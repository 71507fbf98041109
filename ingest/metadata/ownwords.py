"""A text's own words: what it quotes from others (an amendment's new wording, a repealed clause) is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARK = re.compile("[“”]")


def own_words(lines: Sequence[str]) -> list[str]:
    """The lines without what stands between “ and ”, also over several lines; the marks stay.

    Every paragraph of a long quotation may open anew without closing. A quotation that is never closed ends with its
    line: a lost mark must not swallow the rest of the text.
    """
    closing = _next_closing(lines)
    made: list[str] = []
    quoting = False
    for at, text in enumerate(lines):
        quoting = quoting and closing[at]
        if not quoting and "“" not in text and "”" not in text:
            made.append(text)
            continue
        kept: list[str] = []
        position = 0
        for match in _MARK.finditer(text):
            if not quoting:
                kept.append(text[position : match.end()])
            elif match.group() == "”":
                kept.append("”")
            quoting, position = match.group() == "“", match.end()
        if not quoting:
            kept.append(text[position:])
        made.append("".join(kept))
    return made


def _next_closing(lines: Sequence[str]) -> list[bool]:
    """For each line whether a quotation open before it is closed from there on: marks that open anew at the beginning
    of a line do not count, any other does."""
    closed = False
    result: list[bool] = []
    for text in reversed(lines):
        first = _MARK.search(text)
        if first and first.group() == "“" and not first.start():
            first = _MARK.search(text, 1)
        closed = closed if first is None else first.group() == "”"
        result.append(closed)
    return result[::-1]
