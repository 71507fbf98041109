"""Visual lines in reading order → whole paragraphs, by how Chinese text is set.

A paragraph's first line is indented by two characters or follows a larger space; its lines are full except the last.
Where that leaves a doubt (nothing is indented and the line before is full to the edge), a printed number (第X条, 一、)
and the end of a sentence decide. Pages and columns are no boundaries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.formats.pdf_columns import Block
from ingest.formats.pdf_lines import is_wide
from ingest.formats.pdf_page import Table, VisualLine
from ingest.markers import label_marker, marker

_SENTENCE_END = re.compile(r"[。；：！？…:;!?.][”’）》】)\"]*$")
_LEADER = re.compile(r"[.…·•．]{3,}\s*[\divxIVX]{0,4}$|\s\d{1,4}$")
_BULLET = re.compile(r"[•●○◆◇■□▪▲△★☆※\-–—*]\s*\S|\d{1,2}[.)]\s")
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_SLACK = 1.2
_OPENING = "（《〈“‘【〔([{"
_CLOSING = "，。；：！？、）》〉”’】〕…"


@dataclass(frozen=True, slots=True)
class Frame:
    """The left and right edge of the column that a line stands in."""

    left: float
    right: float

    def indent(self, line: VisualLine) -> float:
        """In characters."""
        return (line.x0 - self.left) / line.size

    def rest(self, line: VisualLine) -> float:
        """What is left of the line, in characters."""
        return (self.right - line.x1) / line.size

    def centred(self, line: VisualLine) -> bool:
        """Whether the line stands in the middle, with something left on both sides."""
        return self.indent(line) > 1.2 and self.balanced(line)

    def balanced(self, line: VisualLine) -> bool:
        """Whether as much is left on both sides, if only nothing."""
        return abs(self.indent(line) - self.rest(line)) < 1.0


@dataclass(slots=True)
class Paragraph:
    """Lines that make one paragraph, with their frames, and whether a gap stands before it."""

    lines: list[VisualLine]
    frames: list[Frame]
    gap: bool = False

    def text(self, *, blanks: bool) -> str:
        """The whole, joined: see :func:`glue`."""
        return "".join(piece for piece, _, _ in self.pieces(blanks=blanks))

    def pieces(self, *, blanks: bool) -> list[tuple[str, int, str]]:
        """As :meth:`ingest.formats.extract.Builder.line` wants them; ``blanks`` says that the source writes blanks."""
        result = []
        for line, after in zip(self.lines, [*self.lines[1:], None], strict=True):
            text = line.text + glue(line, after, blanks=blanks) if after else line.text
            if after and _hyphenated(line.text, after.text):
                text = line.text[:-1] + "\u00ad"
            result.append((text, line.page, line.position))
        return result


def glue(line: VisualLine, after: VisualLine, *, blanks: bool) -> str:
    """What stands between two lines of a paragraph: a blank between Latin words, nothing beside Chinese characters.

    ``blanks`` tells that the source writes its blanks, also at the end of a line: then only those count.
    """
    if is_wide(line.text[-1]) or is_wide(after.text[0]) or _hyphenated(line.text, after.text):
        return ""
    if line.text[-1] in "-/" or not (line.text[-1].isalnum() or line.text[-1] in ",.;:)!?'\""):
        return ""
    return " " if line.spaced or not blanks else ""


def _hyphenated(text: str, after: str) -> bool:
    """A word divided at the end of the line. Its hyphen becomes a soft one, which is dropped (and counted) later."""
    return bool(re.search(r"[a-z]{2}-$", text) and re.match(r"[a-z]{2}", after))


@dataclass(slots=True)
class _Setting:
    """How this document is set: whether paragraphs are indented, whether full lines end exactly at the edge, and the
    distance of its lines by font size."""

    indented: bool
    justified: bool
    leading: dict[int, float]
    frames: dict[int, Frame]


def paragraphs(blocks: Sequence[Block], body: float) -> list[Paragraph | Table]:
    """The whole document's paragraphs and tables. ``body`` is the font size of most of the text."""
    setting = _setting(blocks)
    result: list[Paragraph | Table] = []
    lowest = max((part.bottom for block in blocks for part in block.parts), default=0)
    for block in blocks:
        frame = setting.frames[id(block)]
        above: VisualLine | Table | None = None
        for part in block.parts:
            before = result[-1] if result else None
            if isinstance(part, Table):
                result.append(part)
            elif isinstance(before, Paragraph) and _continues(before, part, frame, above, setting, body):
                before.lines.append(part)
                before.frames.append(frame)
            else:
                gap = _gap(before, part, above, lowest, setting)
                result.append(Paragraph([part], [frame], gap))
            above = part
    return result


def _setting(blocks: Sequence[Block]) -> _Setting:
    pools: dict[tuple[str, int], list[VisualLine]] = {}
    for block in blocks:
        for key in ((block.column, block.page % 2), (block.column, 2)):
            pools.setdefault(key, []).extend(_lines(block.parts))
    frames: dict[int, Frame] = {}
    for block in blocks:
        own = _lines(block.parts)
        page = [line for other in blocks if other.page == block.page for line in other.parts]
        for lines in (own, pools[block.column, block.page % 2], pools[block.column, 2], _lines(page)):
            if len(lines) >= 8:
                break
        frames[id(block)] = _frame([*lines, *own], own)
    leading: dict[int, list[float]] = {}
    starts: list[bool] = []
    rests: list[bool] = []
    for block in blocks:
        frame = frames[id(block)]
        for above, line in pairwise(block.parts):
            if not isinstance(above, VisualLine) or not isinstance(line, VisualLine):
                continue
            if frame.rest(above) < _SLACK and abs(above.size - line.size) < 0.1 * line.size:
                rests.append(frame.rest(above) < 0.2)
                leading.setdefault(round(line.size), []).append(line.bottom - above.bottom)
            elif not frame.centred(line) and frame.indent(line) < 5:
                starts.append(frame.indent(line) > 1)
    indented = sum(starts) > 0.6 * len(starts)
    justified = sum(rests) > 0.8 * len(rests)
    return _Setting(indented, justified, {size: median(found) for size, found in leading.items()}, frames)


def _lines(parts: Sequence[VisualLine | Table]) -> list[VisualLine]:
    return [part for part in parts if isinstance(part, VisualLine)]


def _frame(lines: Sequence[VisualLine], own: Sequence[VisualLine]) -> Frame:
    """The edges that several lines share; a single line that sticks out (a note in the margin) does not count."""
    if not lines:
        return Frame(0, 0)
    size = median(line.size for line in lines)
    enough = max(2, 0.06 * len(lines))
    lefts = sorted(line.x0 for line in lines)
    left = next((x for x in lefts if sum(1 for y in lefts if x <= y <= x + 0.5 * size) >= enough), lefts[0])
    rights = sorted((line.x1 for line in lines), reverse=True)
    right = next((x for x in rights if sum(1 for y in rights if x - 0.7 * size <= y <= x) >= enough), rights[0])
    return Frame(left, right)


def _gap(
    before: Paragraph | Table | None,
    line: VisualLine,
    above: VisualLine | Table | None,
    lowest: float,
    setting: _Setting,
) -> bool:
    """Whether more than the usual space stands before the line: an empty line, or a page begun on purpose."""
    leading = setting.leading.get(round(line.size), 1.6 * line.size)
    if above is not None:
        return line.bottom - above.bottom > 1.75 * leading
    if isinstance(before, Paragraph) and before.lines[-1].page != line.page:
        return before.lines[-1].bottom < lowest - 5 * leading
    return False


def _continues(
    paragraph: Paragraph,
    line: VisualLine,
    frame: Frame,
    above: VisualLine | Table | None,
    setting: _Setting,
    body: float,
) -> bool:
    last, last_frame = paragraph.lines[-1], paragraph.frames[-1]
    if abs(last.size - line.size) > 0.12 * line.size or _LEADER.search(last.text):
        return False
    if isinstance(above, Table):
        return False
    step = line.bottom - above.bottom if above else 0.0
    leading = setting.leading.get(round(line.size), 1.8 * line.size)
    full = _full(last, line, last_frame, setting)
    if frame.centred(line) and last_frame.balanced(last):
        return _same_heading(paragraph, last, line, step, leading, body)
    if not full or step > 1.5 * leading:
        return False
    indent = frame.indent(line)
    opens = marker(line.text) is not None or bool(_BULLET.match(line.text))
    ends = bool(_SENTENCE_END.search(last.text))
    if len(paragraph.lines) > 1:
        usual = paragraph.frames[1].indent(paragraph.lines[1])
        first = paragraph.frames[0].indent(paragraph.lines[0])
        if abs(indent - usual) > 0.7:
            return False
        return first > usual + 0.7 or first < usual - 0.7 or _runs_on(opens, ends, step, leading, setting)
    first = last_frame.indent(last)
    if indent < first - 0.7:
        return indent < 0.7
    if indent > first + 0.7:
        hangs = marker(last.text) is not None or bool(_BULLET.match(last.text) or label_marker(last.text))
        return hangs and not opens and indent - first < 6
    if indent > 1:
        return not ends and not opens and not _DATE.match(line.text)
    return _runs_on(opens, ends, step, leading, setting)


def _runs_on(opens: bool, ends: bool, step: float, leading: float, setting: _Setting) -> bool:
    """The line begins where the one before does, and that one is full: no indent tells whether it goes on."""
    if setting.indented:
        return True
    if step > 1.12 * leading:
        return False
    return not (opens and ends)


def _full(last: VisualLine, line: VisualLine, frame: Frame, setting: _Setting) -> bool:
    """Whether nothing more of what follows would have fitted."""
    slack = _SLACK
    if setting.justified:
        return frame.rest(last) < 0.4
    if token := re.match(r"[A-Za-z0-9.,%/+\-]+", line.text):
        slack += 0.55 * len(token.group())
    elif line.text[0] in _OPENING or line.text[1:2] in _CLOSING:
        slack += 1.0 + (line.text[2:3] in _CLOSING)
    return frame.rest(last) < slack


def _same_heading(
    paragraph: Paragraph, last: VisualLine, line: VisualLine, step: float, leading: float, body: float
) -> bool:
    """A title, or a note in brackets below it, that is broken over centred lines."""
    text = "".join(each.text for each in paragraph.lines)
    if step <= 0 or step > max(2.2 * line.size, 1.3 * leading):
        return False
    if text.count("（") > text.count("）"):
        return True
    if marker(line.text) or _SENTENCE_END.search(last.text) or _DATE.match(line.text):
        return False
    opened = marker(paragraph.lines[0].text)
    if opened and opened.kind == "heading":
        return step < 1.3 * leading and paragraph.frames[-1].rest(last) < _SLACK
    return line.size > 1.15 * body and not re.search(r"文件$|号$|日$", last.text)
