"""Physical lines → logical lines: run-on lines are opened up, and what is no content is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.grammar.markers import final_heading, inline_articles, marker
from ingest.lines.line import Line, dropped
from ingest.lines.mapped import Edit, Mapped
from ingest.lines.noise import compact, is_table_rule, noise, running_heads
from ingest.lines.runon import is_run_on, open_run_on
from ingest.model import Mark, Span

_MD_PREFIX = re.compile(r"(?:(#{1,6})\s+|>\s?|[-*+•]\s+(?=\S)(?!\d{1,4}\s*[-—–]\s*$))")
_MD_EMPHASIS = re.compile(r"\*\*|__|</?(?:u|b|i|em|strong|center|font|span|br)[^>]{0,60}>|(?<!\\)\\(?=[*_#.])")
_MAY_BE_EMPHASIS = re.compile(r"[*_<\\]")


def lines(text: Mapped, marks: Sequence[Mark] = (), *, plain: bool = True) -> tuple[list[Line], list[Edit]]:
    """Split into logical lines; noise is dropped and reported, run-on lines are opened up.

    ``marks`` are what the reader knows, sorted, with offsets of the source; ``plain`` says that the source is a text
    file, whose own signs (#, |, **) may tell headings, tables and emphasis.
    """
    edits: list[Edit] = []
    known = iter(marks)
    mark = next(known, None)
    comments = _comments(text.text)
    comment = next(comments, None)
    result: list[Line] = []
    gap = True
    pieces = list(text.lines())
    furniture = running_heads([piece.text for _, _, piece in pieces if piece])
    for start, end, piece in pieces:
        if piece is None:
            gap = True
            continue
        at = piece.origin(0)[0] if mark else 0
        while mark and mark.end <= at:
            mark = next(known, None)
        here = mark if mark and mark.start <= at else None
        line = _physical(piece, gap, edits) if plain else Line(piece, gap=gap)
        if here and here.kind == "row":
            line = replace(line, row=True, header=here.value == "header")
        elif here and here.kind == "heading":
            line = replace(line, level=int(here.value))
        reason = here.value if here and here.kind == "removed" else noise(line.text, row=line.row)
        while comment and comment[1] < end:
            comment = next(comments, None)
        if comment and comment[0] <= start:
            reason = "注释"
        elif furniture and compact(piece.text) in furniture:
            reason = "页眉页脚"
        if reason:
            edits.append(dropped(line, reason))
            gap = True
            continue
        gap = False
        result.extend(_opened(line) if is_run_on(line.text) else [line])
    return _split_inline_articles(result), edits


def _comments(text: str) -> Iterator[Span]:
    """The spans of HTML comments."""
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start + 4)) >= 0:
        end = close + 3
        yield start, end


def _physical(piece: Mapped, gap: bool, edits: list[Edit]) -> Line:
    level = 0
    if match := _MD_PREFIX.match(piece.text):
        level = len(match.group(1) or "")
        edits.append(_sign(piece.cut(0, match.end())))
        piece = piece.cut(match.end(), len(piece)).strip()
    if _MAY_BE_EMPHASIS.search(piece.text):
        piece = piece.substitute(
            _MD_EMPHASIS,
            lambda m: "",
            lambda start, end, old, new: edits.append(Edit("排版标记", start, end, old, new)),
        ).strip()
    row = piece.text.startswith("|") and piece.text.count("|") >= 2
    if row and not is_table_rule(piece.text):
        edits.append(_sign(piece.cut(0, 1)))
        end = len(piece)
        if piece.text.endswith("|"):
            end -= 1
            edits.append(_sign(piece.cut(end, end + 1)))
        piece = piece.cut(1, end).strip()
    return Line(piece, level, False, gap, row)


def _sign(piece: Mapped) -> Edit:
    """The record of a Markdown sign that has done its work."""
    sign = piece.strip()
    return Edit("排版标记", *sign.source_span, sign.text)


def _opened(line: Line) -> Iterator[Line]:
    """The lines of a document that stands in one physical line."""
    for number, (start, end) in enumerate(open_run_on(line.text)):
        yield Line(line.mapped.cut(start, end), line.level, number == 0, number == 0 and line.gap)


def _split_inline_articles(source: list[Line]) -> list[Line]:
    """第十一条 that begins in mid-line starts a line of its own if it is the next number in turn; so does 第三章 领用
    that stands at the end of one."""
    result: list[Line] = []
    last = 0
    for line in source:
        if line.marker and line.marker.kind == "article":
            last = line.marker.number
        start = 0
        for offset in inline_articles(line.text) if len(line.text) > 12 else ():
            inner = marker(line.text, offset)
            if offset > start and inner and inner.kind == "article" and inner.number == last + 1:
                result.append(line.cut(start, offset))
                start, last = offset, inner.number
        if end := final_heading(line.text, start):
            result.append(line.cut(start, end))
            start = end
        result.append(line.cut(start, len(line.text)) if start else line)
    return result
