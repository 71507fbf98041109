"""Which regulation the words before an address name: 本办法, 该条例, 刑法; and which one a title is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ingest.references.abbreviations import Names
from ingest.references.titlekey import GENRE, is_regulation


@dataclass(frozen=True, slots=True)
class Law:
    """The regulation an address belongs to; its name begins at ``start``, ``title`` is empty for the text's own.

    ``readings`` are the ways to read an unquoted name, the longest first; ``problem`` says in Chinese why it cannot be
    told. ``part`` is 总则 or 分则 where that stands between the name and a chapter.
    """

    start: int
    title: str = ""
    readings: tuple[str, ...] = ()
    problem: str = ""
    part: str = ""


class _Titled(Protocol):
    title: str
    readings: tuple[str, ...]


_KIND = rf"(?:实施|暂行|试行|若干|管理|补充|修正|修改)?{GENRE}"
_AFTER = r"(?:的|中的?|之|所附的?)?[ \u3000]*$"
_SELF = re.compile(rf"本{_KIND}{_AFTER}")
_THAT = re.compile(rf"(?P<word>(?:该|(?<![合共相不])同|上述|前述){_KIND}){_AFTER}")
_RUN = re.compile(rf"(?P<run>[\u4e00-\u9fff]{{0,30}}{GENRE})(?:（[试暂]行）)?(?P<part>[分总]则)?{_AFTER}")
_GENRE_AT_END = re.compile(rf"{GENRE}(?=(?:（[^（）]{{1,30}}）)*$)")
_MAY_END = frozenset("法典例定则释见程约排复案度范守纲准书议知告的中之附录件） \u3000")
_QUOTED = re.compile(r"[《〈]((?:[^《》〈〉]|〈[^〈〉]*〉)+)[》〉]")
_APPLIED = re.compile(r"(?:适用|执行|实施|修改)([\u4e00-\u9fff]{1,12}法)(?=[分总]则|确定|规定|的)")
_AMENDMENT = re.compile(r"^(.{2,30}?)修正案(?:（[^（）]{1,10}）)?$")


def law_before(text: str, start: int, at: int, names: Names, named: Iterable[_Titled]) -> Law | None:
    """The regulation named in ``text[start:at]`` right before an address; None where none is. ``named`` are those named
    so far, in order: 该条例 is the last of them that is a 条例."""
    if at <= start or text[at - 1] not in _MAY_END:
        return None
    before = text[start:at]
    if own := _SELF.search(before):
        return Law(start + own.start())
    if that := _THAT.search(before):
        return _that(start + that.start(), that["word"], named)
    if (run := _RUN.search(before)) and (read := names.read(run["run"])):
        return Law(start + run.start() + read.start, read.title, read.readings, part=run["part"] or "")
    return None


def _that(start: int, word: str, named: Iterable[_Titled]) -> Law:
    genre = _GENRE_AT_END.search(word)
    for each in reversed([each for each in named if each.title]):
        its = _GENRE_AT_END.search(each.title)
        if its and genre and its[0][-1] == genre[0][-1]:
            return Law(start, each.title, each.readings)
    return Law(start, problem=f"看不出“{word}”指哪部文件")


def law_of_title(title: str) -> str:
    """The one regulation that a title is about (关于修改《…》的决定, 刑法修正案); empty where there are several."""
    if amended := _AMENDMENT.match(title):
        return amended[1]
    if applied := _APPLIED.search(title):
        return applied[1]
    quoted = [name for name in _QUOTED.findall(title) if is_regulation(name)]
    return quoted[0] if len(quoted) == 1 and not re.search(r"》等.{1,8}[件部项个]", title) else ""
