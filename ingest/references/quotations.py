"""The quoted passages of a text: what an amendment puts between “” is the amended law's, not its own."""

from __future__ import annotations

import re

from ingest.model import Span

_AMENDING = re.compile(r"修正案(?:（[^（）]{1,10}）)?$|修[改正订].*的?(?:决定|决议|命令|通知)$")
_AMENDS = re.compile(r"^.{0,800}?作(?:出|了)?(?:如下|以下)(?:修改|修正|补充)", re.DOTALL)
_MARK = re.compile(r"[“”\n]")
_ONE_LINE = re.compile(r"“[^“”\n]*(?:“[^“”\n]*”[^“”\n]*)*”")
# A line that goes on with the amendment, even where the quotation before it was never closed.
_INSTRUCTION = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}、|\d{1,3}[.．、]|（[一二三四五六七八九十]{1,3}）)?\s*"
    r"(?:将.{0,40}(?:改|删|作为)|在.{0,30}增加|对.{0,60}(?:修改|调整)|删|修改|增加"
    r"|第[一二三四五六七八九十百]{1,6}条.{0,20}(?:修改|改为|增加|删))"
)


def amends(title: str, text: str) -> bool:
    """Whether a text amends another one: by its title, or by its opening words (对《…》作如下修改)."""
    return bool(_AMENDING.search(title) or _AMENDS.match(text))


def quotations(text: str, amending: bool) -> list[Span]:
    """The spans between “ and ”, marks included, sorted, the outermost only.

    In an amending text a quotation may go on over several lines, each of which opens with “ while only the last is
    closed; elsewhere it ends with its line.
    """
    return _over_lines(text) if amending else [match.span() for match in _ONE_LINE.finditer(text)]


def _over_lines(text: str) -> list[Span]:
    found: list[Span] = []
    start, depth = -1, 0
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark == "“":
            if depth and text[at - 1] == "\n":
                continue
            if not depth:
                start = at
            depth += 1
        elif mark == "”" and depth:
            depth -= 1
            if not depth:
                found.append((start, at + 1))
        elif mark == "\n" and depth and _INSTRUCTION.match(text, at + 1):
            found.append((start, at))
            depth = 0
    if depth:
        found.append((start, len(text)))
    return found
