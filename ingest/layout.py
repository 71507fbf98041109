"""Physical lines → logical lines: run-on lines are opened up, broken ones joined, and what is no content is dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.mapped import Edit, Mapped, concat
from ingest.markers import inline_articles, label_marker, marker
from ingest.model import Mark

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
ENDS_SENTENCE = re.compile(r"[。；：！？…][”’）》】]*$|[）】]$")
_MD_PREFIX = re.compile(r"^\s*(?:(#{1,6})\s+|>\s?|[-*+•]\s+(?=\S)(?!\d{1,4}\s*[-—–]\s*$))")
_MD_EMPHASIS = re.compile(r"\*\*|__|</?(?:u|b|i|em|strong|center|font|span|br)[^>]{0,60}>|(?<!\\)\\(?=[*_#.])")
_MD_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TABLE_RULE = re.compile(r"^\|?[\s:|-]*-{2,}[\s:|-]*\|?$")
_RULE = re.compile(r"^\s*[-=_*—─～~]{3,}\s*$")

_PAGE_NUMBER = re.compile(
    r"^\s*(?:第\s*\d{1,4}\s*页(?:\s*[/，共]?\s*共?\s*\d*\s*页?)?|[-—–·]+\s*\d{1,4}\s*[-—–·]+)\s*$"
)
_NOISE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("非汉文刊头", re.compile(r"^[\u1800-\u18af\u0f00-\u0fff\s\u202f\u200d]+$")),
    ("目录行", re.compile(r"[.…·•．]{3,}[\s.…·•．]*\d{0,4}\s*$")),
    ("页码", _PAGE_NUMBER),
    (
        "网页内容",
        re.compile(
            r"^\s*(?:资源描述|展开阅读全文|阅读全文|返回顶部|返回首页|当前位置[：:].*|首页\s*[>＞].*|您(?:现在)?的?位置[：:].*|"
            r"上一篇.*|下一篇.*|相关(?:链接|文档|文章|推荐).*|点击(?:下载|查看).*|分享到?.*|扫一扫.*|"
            r"【?(?:字体|字号)[：:].*|【?打印(?:本页)?】?|【?关闭(?:窗口)?】?|"
            r"责任编辑[：:].*|编辑[：:].{1,12}|版权所有.*|主办单位[：:].*|.{0,6}ICP备.*|(?:浏览|阅读|点击)(?:次数|量)[：:].*|https?://\S+)\s*$"
        ),
    ),
    ("分隔线", _RULE),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line. ``level`` is a Markdown heading's; ``boundary`` opens a physical line that holds a whole
    document; ``gap`` says a blank line stood before it; ``row`` marks a table row;
    ``header`` one that heads a table."""

    mapped: Mapped
    level: int = 0
    boundary: bool = False
    gap: bool = False
    row: bool = False
    header: bool = False

    @property
    def text(self) -> str:
        """The line's text."""
        return self.mapped.text

    def cut(self, start: int, end: int) -> Line:
        """The same line, only ``[start, end)`` of it, without white space at its ends."""
        piece = self.mapped.cut(start, end).strip()
        return Line(piece, self.level, self.boundary and start == 0, self.gap, self.row, self.header)


def dropped(line: Line, reason: str) -> Edit:
    """The record of leaving a line out."""
    start, end = line.mapped.source_span
    return Edit(reason, start, end, line.text[:40], removed=True)


def lines(text: Mapped, marks: Sequence[Mark] = (), *, plain: bool = True) -> tuple[list[Line], list[Edit]]:
    """Split into logical lines; noise is dropped and reported, run-on lines are opened up.

    ``marks`` are what the reader knows, sorted, with offsets of the source; ``plain`` says that the source is a text
    file, whose own signs (#, |, **) may tell headings, tables and emphasis.
    """
    edits: list[Edit] = []
    known = iter(marks)
    mark = next(known, None)
    comments = [(m.start(), m.end()) for m in _MD_COMMENT.finditer(text.text)]
    comment = 0
    result: list[Line] = []
    gap, position = True, 0
    raws = text.text.split("\n")
    furniture = _running_heads(raws)
    for raw in raws:
        start, end = position, position + len(raw)
        position = end + 1
        piece = text.cut(start, end).strip()
        if not piece.text:
            gap = True
            continue
        at = piece.source_span[0]
        while mark and mark.end <= at:
            mark = next(known, None)
        here = mark if mark and mark.start <= at else None
        line = _physical(piece, gap, edits) if plain else Line(piece, gap=gap)
        if here and here.kind == "row":
            line = replace(line, row=True, header=here.value == "header")
        elif here and here.kind == "heading":
            line = replace(line, level=int(here.value))
        reason = here.value if here and here.kind == "removed" else _noise(line)
        while comment < len(comments) and comments[comment][1] < end:
            comment += 1
        if comment < len(comments) and comments[comment][0] <= start:
            reason = "注释"
        elif _plain(raw) in furniture:
            reason = "页眉页脚"
        if reason:
            edits.append(dropped(line, reason))
            gap = True
            continue
        gap = False
        result.extend(_open_run_on(line) if _is_run_on(line.text) else [line])
    return _split_inline_articles(result), edits


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _running_heads(raws: list[str]) -> frozenset[str]:
    """Lines that recur beside a page number are the page's head or foot."""
    filled = [_plain(raw) for raw in raws if raw.strip()]
    pages = _PAGE_NUMBER
    beside = {
        filled[near]
        for at, text in enumerate(filled)
        if pages.match(text)
        for near in (at - 1, at + 1)
        if 0 <= near < len(filled) and 2 <= len(filled[near]) <= 40 and not ENDS_SENTENCE.search(filled[near])
    }
    counts = Counter(filled)
    return frozenset(text for text in beside if counts[text] >= 2 and not marker(text) and not pages.match(text))


def _physical(piece: Mapped, gap: bool, edits: list[Edit]) -> Line:
    level = 0
    if match := _MD_PREFIX.match(piece.text):
        level = len(match.group(1) or "")
        edits.append(_sign(piece.cut(0, match.end())))
        piece = piece.cut(match.end(), len(piece)).strip()
    piece = piece.substitute(
        _MD_EMPHASIS, lambda m: "", lambda start, end, old, new: edits.append(Edit("排版标记", start, end, old, new))
    ).strip()
    row = piece.text.startswith("|") and piece.text.count("|") >= 2
    if row and not _TABLE_RULE.match(piece.text):
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


def _noise(line: Line) -> str:
    if line.row and _TABLE_RULE.match(line.text):
        return "表格分隔线"
    for reason, pattern in _NOISE:
        if pattern.search(line.text):
            return reason
    tokens = line.text.split()
    # Recognised debris: many crumbs of one or two characters where words should be.
    if len(tokens) >= 8 and sum(map(len, tokens)) / len(tokens) < 2.5 and not line.row:
        return "识别残片"
    return ""


def _is_run_on(text: str) -> bool:
    return len(text) > 600 and len(re.findall(r"[。；：）] +\S", text)) >= 5


def _open_run_on(line: Line) -> list[Line]:
    """A document in one physical line: its spaces are the lost line breaks, except inside markers and brackets."""
    pieces: list[list[int]] = []
    for match in re.finditer(r"\S+", line.text):
        start, end = match.span()
        if pieces and _belongs_to(line.text[pieces[-1][0] : pieces[-1][1]], match.group()):
            pieces[-1][1] = end
        else:
            pieces.append([start, end])
    return [
        Line(line.mapped.cut(start, end), line.level, index == 0, index == 0 and line.gap)
        for index, (start, end) in enumerate(pieces)
    ]


def _belongs_to(before: str, piece: str) -> bool:
    """Whether ``piece`` continues what stands before it: a bare marker, an open bracket, a spaced-out word, Latin."""
    opened = marker(before)
    if (opened and opened.end >= len(before.rstrip())) or (opened and opened.kind == "heading" and len(piece) == 1):
        return True
    if before.count("（") > before.count("）") or before.count("“") > before.count("”"):
        return len(before) - max(before.rfind("（"), before.rfind("“")) < 120
    if re.match(r"\d{4}年", piece):
        return False
    latin = re.compile(r"[A-Za-z0-9]")
    return bool(latin.match(piece[0]) and not marker(piece) and not ENDS_SENTENCE.search(before)) or bool(
        latin.match(before[-1]) and len(before) > 20 and not ENDS_SENTENCE.search(before)
    )


def _split_inline_articles(source: list[Line]) -> list[Line]:
    """第十一条 that begins in mid-line starts a line of its own if it is the next number in turn."""
    result: list[Line] = []
    last = 0
    for line in source:
        found = marker(line.text)
        if found and found.kind == "article":
            last = found.number
        start = 0
        for offset in inline_articles(line.text) if len(line.text) > 12 else []:
            inner = marker(line.text[offset:])
            if offset > start and inner and inner.kind == "article" and inner.number == last + 1:
                result.append(line.cut(start, offset))
                start, last = offset, inner.number
        result.append(line.cut(start, len(line.text)) if start else line)
    return result


def join_broken(source: list[Line]) -> tuple[list[Line], list[Edit]]:
    """Join lines that a page or a column broke in mid-sentence, and close the gaps that line ends left inside."""
    result: list[Line] = []
    edits: list[Edit] = []
    for line in source:
        if result and _continues(result[-1], line):
            before = result.pop()
            start, end = before.mapped.source_span[1], line.mapped.source_span[0]
            edits.append(Edit("断行接续", start, end, f"{before.text[-8:]}⏎{line.text[:8]}"))
            line = Line(concat([before.mapped, line.mapped]), before.level, before.boundary, before.gap)
        result.append(line)
    return [_close_gaps(line, edits) for line in result], edits


def _continues(before: Line, line: Line) -> bool:
    text = before.text
    if line.level or before.level or line.row or before.row or ENDS_SENTENCE.search(text):
        return False
    if len(text) < 28 or (not re.search(r"[，。、；]", text) and len(text) < 60):
        return False
    if marker(line.text) or label_marker(line.text):
        return False
    return bool(re.match(rf"{_HAN}|[，。、；：（）”0-9]", line.text))


_GAP = re.compile(rf"(?<={_HAN}|[，。、；：）”》]) +(?=(?:{_HAN}|[，。、；：（“《]))")


def _close_gaps(line: Line, edits: list[Edit]) -> Line:
    """Spaces between Chinese characters inside a sentence are what a line end left behind."""
    text = line.text
    if line.row or len(text) < 30 or not ENDS_SENTENCE.search(text) or (label_marker(text) and len(text) < 40):
        return line
    found = marker(text)
    keep = found.end if found else 0
    head, body = line.mapped.cut(0, keep), line.mapped.cut(keep, len(text))
    closed = body.substitute(
        _GAP, lambda m: "", lambda start, end, old, new: edits.append(Edit("句中空格", start, end, old, new))
    )
    return line if closed is body else Line(concat([head, closed]), line.level, line.boundary, line.gap, line.row)
