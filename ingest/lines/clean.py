"""Cleaning steps on characters. Each is named, says what it did where, and keeps the map back to the source.

What stands in the words is never touched: a slip of the source stays as it is. Only the form of white space and
punctuation is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import ne
from sys import intern

from ingest.lines.mapped import Edit, Mapped

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WIDE = _HAN + r"，。；：、？！（）《》〈〉“”‘’【】〔〕…—"
_WIDE_CHAR = re.compile(rf"[{_WIDE}]")
_FULL = str.maketrans(",;:?!()", "，；：？！（）")

# Every pattern begins with the characters it is about and looks round only there: that makes the search several times
# faster than one that looks round at every character.
_LINE_END = re.compile(r"[\r\u0085\u2028\u2029\f\v](?:(?<=\r)\n)?")
_INVISIBLE = re.compile(r"[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
# Signs of a font's own at the end of a line or alone before its words: the bullet or mark of a word processor.
_OWN = r"[\ue000-\uf8ff]"
_OWN_SIGN = re.compile(
    rf"{_OWN}(?:(?<!{_OWN}{_OWN}){_OWN}*+(?=[ \t\u3000]*+(?:\n|\Z))|(?<=\n{_OWN}){_OWN}?)",
)
# More blanks than anyone types between two words: what was set apart with them stays apart with one.
_BLANKS = re.compile(r" (?<=[^ \n] ) {10,}(?=[^ \n])")
_BLANK = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Brackets change in pairs; the other marks where a Chinese character or mark stands on either side.
_BRACKETS = re.compile(rf"\(([^()\n]{{0,80}})\)(?=([{_WIDE}]?))")
_MARK = re.compile(rf"[,;:?!](?:(?<=[{_WIDE}].)|(?<![0-9].)(?=[{_WIDE}])|(?<=[0-9%][,;])(?=[{_WIDE}]))")
_REPEATED = re.compile(r"([，。、；：！？,;])\1+")


def _width(match: re.Match[str]) -> str:
    return match.group().translate(_FULL)


def _bracket(match: re.Match[str]) -> str:
    inside, after = match.groups()
    return f"（{inside}）" if after or _WIDE_CHAR.search(inside) else match.group()


# A bracket whose inside is cut off by the end of the line, or that follows Chinese, has no pair to be matched with.
_LONE_BRACKET = re.compile(rf"[()](?:(?<=[{_WIDE}].)|(?=[{_WIDE}]))")

Replacement = Callable[[re.Match[str]], str]
STEPS: tuple[tuple[str, re.Pattern[str], Replacement], ...] = (
    ("不可见字符", _INVISIBLE, lambda m: ""),
    ("专用区符号", _OWN_SIGN, lambda m: ""),
    ("连续空格合一", _BLANKS, lambda m: " "),
    ("重复标点合一", _REPEATED, lambda m: m.group(1)),
    ("括号改全角", _BRACKETS, _bracket),
    ("括号改全角", _LONE_BRACKET, _width),
    ("标点改全角", _MARK, _width),
)
"""(reason, pattern, replacement) of the repairs that are reported, in the order they run."""


def clean(mapped: Mapped) -> tuple[Mapped, list[Edit]]:
    """One kind of line end and of blank, then every step; the edits' offsets are those of the source."""
    edits: list[Edit] = []
    mapped = mapped.substitute(_LINE_END, lambda m: "\n").translate(_BLANK, " ")
    for reason, pattern, replacement in STEPS:
        mapped = mapped.substitute(pattern, replacement, _recorder(reason, edits))
    return mapped, edits


def _recorder(reason: str, edits: list[Edit]) -> Callable[[int, int, str, str], None]:
    def record(start: int, end: int, old: str, new: str) -> None:
        changed = sum(map(ne, old, new)) + len(old) - len(new)
        edits.append(Edit(reason, start, end, intern(old[:24]), intern(new[:24]), changed=changed))

    return record
