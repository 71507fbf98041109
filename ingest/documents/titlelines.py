"""A title printed over several lines becomes one line, with the issuers printed above it."""

from __future__ import annotations

import re

from ingest.documents.titles import is_title
from ingest.lines.line import Line, ends_sentence
from ingest.lines.mapped import Edit, concat

_MOST = 4
# What the text is called below its name: （试行）, （征求意见稿）. （2024年修订） is a 题注.
_STAGE = re.compile(r"[（(][^（）()，。]{0,12}(?:试行|暂行|草案|征求意见|稿)[^（）()，。]{0,12}[）)]")
_ISSUER_LINE = re.compile(
    r"^[\u4e00-\u9fff]{2,30}(?:办公厅|办公室|政府|党委|委|部|厅|局|署|院|会|中央|集团|公司|大学|中心)$"
)


def join_title_lines(lines: list[Line]) -> tuple[list[Line], list[Edit]]:
    """Join 关于加强某项工作的 / 实施意见 where only the lines together make a title, and 某某办法 / （试行）.

    Otherwise a line that is a title by itself, a sentence or a numbered part is never joined to anything.
    """
    result: list[Line] = []
    edits: list[Edit] = []
    at = 0
    while at < len(lines):
        length = _title_length(lines, at)
        if length < 2:
            result.append(lines[at])
            at += 1
            continue
        parts = lines[at : at + length]
        apart = parts[0].text.startswith("关于")
        while apart and result and _ISSUER_LINE.match(result[-1].text) and len(parts) < _MOST:
            parts.insert(0, result.pop())
        start, end = parts[0].mapped.source_span[1], parts[-1].mapped.source_span[0]
        edits.append(Edit("标题分行接续", start, end, "⏎".join(part.text[:12] for part in parts)))
        first = parts[0]
        result.append(Line(concat(part.mapped for part in parts), first.level, first.boundary, first.gap))
        at += length
    return result, edits


def _title_length(lines: list[Line], at: int) -> int:
    """How many lines from ``at`` on make one title; 1 where the line is none or is one by itself."""
    length = _name_length(lines, at)
    below = lines[at + length] if at + length < len(lines) else None
    if below is None or below.row or not _STAGE.fullmatch(below.text):
        return length
    return length + 1 if length > 1 or is_title(lines[at].text) else length


def _name_length(lines: list[Line], at: int) -> int:
    first = lines[at]
    if not first.text.startswith("关于") or not _is_part(first):
        return 1
    # 关于适用《某法》 still lacks what it is: 的解释.
    if is_title(first.text) and not first.text.endswith("》"):
        return 1
    text = first.text
    for length in range(2, _MOST + 1):
        if at + length > len(lines) or not _is_part(lines[at + length - 1]) or lines[at + length - 1].level:
            return 1
        text += lines[at + length - 1].text
        if is_title(text):
            return length
    return 1


def _is_part(line: Line) -> bool:
    text = line.text
    return 2 <= len(text) <= 40 and not (
        line.row or line.marker or ends_sentence(text.rstrip("）】")) or re.search(r"[，。；：]", text)
    )
