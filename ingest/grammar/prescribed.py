"""Text that an amending text prescribes: what follows …修改为：or 增加一条，作为第五条：is not the text's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from ingest.grammar.markers import NUM, Marker
from ingest.lines.line import Line

_UNIT = r"[编章节条款项目句]"
_PRESCRIBES = re.compile(
    rf"(?:(?:修改|修正|改|改写|表述)为|作为[^。：]{{0,8}}第{NUM}{{1,9}}{_UNIT}[^。：]{{0,40}}"
    rf"|[增补](?:加|写|补|充|设)?[一二两三四五六七八九十]{{1,2}}{_UNIT}[^。：]{{0,40}}"
    rf"|[增改][^：]{{1,80}}内容(?:为|如下))\s*[：:]?\s*$"
)
_INSTRUCTS = re.compile(r"修改|改为|[增删]|作为|施行|公布|顺序")
_ENDS = re.compile(r"(?:根据)?本(?:决定|修正案)")
_INSTRUCTION = re.compile(
    r"此外|[将把删]|原?第[^，。]{1,12}[编章节条款项](?:相应)?(?:修改|改|作)为|增加[一二两三四五六七八九十]"
)


class _State(Enum):
    NONE = auto()
    AWAITED = auto()  # the line before ends in 修改为：
    MARKED = auto()  # between “ and ”
    BARE = auto()  # prescribed text without marks
    AFTER = auto()  # the line before ended a quotation


def prescribed(lines: Sequence[Line]) -> list[bool]:
    """For each line whether it is prescribed by one before it.

    A quotation ends with its closing mark; one without marks, or whose mark was forgotten, where the next instruction
    begins.
    """
    flags: list[bool] = []
    seen: dict[str, int] = {}
    opener: Marker | None = None
    state = _State.NONE
    for line in lines:
        opens = line.text.startswith("“")
        if state is _State.AFTER:
            state = _State.MARKED if opens else _State.NONE
        if state is not _State.NONE and (_resumes(line, seen) or (state is _State.BARE and _next(line, opener))):
            state = _State.NONE
        flags.append(state is not _State.NONE)
        if state is _State.AWAITED:
            state = _State.MARKED if opens else _State.BARE
        if state is _State.MARKED:
            state = _State.MARKED if _left_open(line.text, True) else _State.AFTER
        elif state is _State.NONE:
            if line.marker:
                seen[line.marker.kind] = line.marker.number
            state, opener = _opened_by(line.text), line.marker
    return flags


def _opened_by(text: str) -> _State:
    if text.endswith(("：", ":")) and _PRESCRIBES.search(text[-120:]):
        return _State.AWAITED
    if "“" in text and _left_open(text, False):
        at = text.find("“", text.rfind("”") + 1)
        return _State.MARKED if _PRESCRIBES.search(text[max(0, at - 120) : at]) else _State.NONE
    return _State.NONE


def _left_open(text: str, opened: bool) -> bool:
    """Whether a quotation is open at the end of the line, given whether one is at its beginning."""
    return text.rfind("“") > text.rfind("”") if "“" in text or "”" in text else opened


def _resumes(line: Line, seen: dict[str, int]) -> bool:
    found = line.marker
    if found and found.kind == "annex":
        return True
    if found:
        follows = seen.get(found.kind) == found.number - 1
        return follows and (found.kind == "article" or bool(_INSTRUCTS.search(line.text)))
    return bool(_ENDS.match(line.text))


def _next(line: Line, opener: Marker | None) -> bool:
    """Whether the line goes on with the instructions where no mark tells: the number after that of the one which
    prescribes, or an instruction without a number."""
    found = line.marker
    if found:
        return opener is not None and found.kind == opener.kind and found.number == opener.number + 1
    return bool(_INSTRUCTION.match(line.text))
