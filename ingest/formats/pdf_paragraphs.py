"""Visual lines in reading order → whole paragraphs, by how Chinese text is set.

A paragraph's first line is indented by two characters or follows a larger space; its lines are full except the last.
Where that leaves a doubt (nothing is indented and the line before is full to the edge), a printed number (第X条, 一、)
and the end of a sentence decide. Pages and columns are no boundaries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.formats.pdf_columns import Block
from ingest.formats.pdf_lines import is_wide
from ingest.formats.pdf_page import Table, VisualLine
from ingest.formats.pdf_setting import SLACK, Frame, Setting, setting_of
from ingest.grammar.markers import label_marker, marker

_SENTENCE_END = re.compile(r"[。；：！？…:;!?.][”’）》】)\"]*$")
_LEADER = re.compile(r"[.…·•．]{3,}\s*[\divxIVX]{0,4}$|\s\d{1,4}$")
_BULLET = re.compile(r"[•●○◆◇■□▪▲△★☆※\-–—*]\s*\S|\d{1,2}[.)]\s")
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_OPENING = "（《〈“‘【〔([{"
_CLOSING = "，。；：！？、）》〉”’】〕…"


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
        """As :meth:`ingest.formats.extract.Builder.line` wants them; ``blanks`` is for :func:`glue`."""
        result = []
        for line, after in zip(self.lines, [*self.lines[1:], None], strict=True):
            text = line.text + glue(line, after, blanks=blanks) if after else line.text
            if after and _hyphenated(line.text, after.text):
                text = line.text[:-1] + "\u00ad"
            result.append((text, line.page, line.position))
        return result


def glue(line: VisualLine, after: VisualLine, *, blanks: bool) -> str:
    """What stands between two lines of a paragraph: a blank between Latin words, nothing beside Chinese characters.

    ``blanks`` tells that the source writes its blanks also at the end of a line: then only those count.
    """
    if is_wide(line.text[-1]) or is_wide(after.text[0]) or _hyphenated(line.text, after.text):
        return ""
    if line.text[-1] in "-/" or not (line.text[-1].isalnum() or line.text[-1] in ",.;:)!?'\""):
        return ""
    return " " if line.spaced or not blanks else ""


def _hyphenated(text: str, after: str) -> bool:
    """A word divided at the end of the line. Its hyphen becomes a soft one, which is dropped (and counted) later."""
    return bool(re.search(r"[a-z]{2}-$", text) and re.match(r"[a-z]{2}", after))


def paragraphs(blocks: Sequence[Block], body: float) -> list[Paragraph | Table]:
    """The whole document's paragraphs and tables. ``body`` is the font size of most of the text."""
    setting = setting_of(blocks)
    result: list[Paragraph | Table] = []
    lowest = max((part.bottom for block in blocks for part in block.parts), default=0)
    at_work: Paragraph | Table | None = None
    for block in blocks:
        frame = setting.frames[id(block)]
        above: VisualLine | Table | None = None
        for part in block.parts:
            if isinstance(part, Table):
                result.append(part)
                at_work = part
            else:
                hosts = (at_work, _interrupted(result, part))
                host = next(
                    (each for each in hosts if each and _continues(each, part, frame, above, setting, body)), None
                )
                if isinstance(host, Paragraph):
                    host.lines.append(part)
                    host.frames.append(frame)
                    at_work = host
                else:
                    at_work = Paragraph([part], [frame], _gap(at_work, part, above, lowest, setting))
                    result.append(at_work)
            above = part
    return result


def _interrupted(result: Sequence[Paragraph | Table], line: VisualLine) -> Paragraph | None:
    """The paragraph before the small print (notes, a running head that stands once) that ends a page or column."""
    for passed, part in enumerate(reversed(result[-12:])):
        if not isinstance(part, Paragraph):
            return None
        if max(each.size for each in part.lines) >= 0.9 * line.size:
            last = part.lines[-1]
            broken = last.page < line.page or (last.page == line.page and line.top < last.top)
            return part if passed and broken and not _SENTENCE_END.search(last.text) else None
    return None


def _gap(
    before: Paragraph | Table | None,
    line: VisualLine,
    above: VisualLine | Table | None,
    lowest: float,
    setting: Setting,
) -> bool:
    """Whether more than the usual space stands before the line: an empty line, or a page begun on purpose."""
    leading = setting.leading.get(round(line.size), 1.6 * line.size)
    if above is not None:
        return line.bottom - above.bottom > 1.75 * leading
    if isinstance(before, Paragraph) and before.lines[-1].page != line.page:
        return before.lines[-1].bottom < lowest - 5 * leading
    return False


def _continues(
    paragraph: Paragraph | Table,
    line: VisualLine,
    frame: Frame,
    above: VisualLine | Table | None,
    setting: Setting,
    body: float,
) -> bool:
    if isinstance(paragraph, Table) or isinstance(above, Table):
        return False
    last, last_frame = paragraph.lines[-1], paragraph.frames[-1]
    if abs(last.size - line.size) > 0.12 * line.size or _LEADER.search(last.text):
        return False
    step = line.bottom - above.bottom if above else 0.0
    leading = setting.leading.get(round(line.size), 1.8 * line.size)
    full = _full(last, line, last_frame, setting)
    if frame.centred(line) and last_frame.balanced(last) and _same_heading(paragraph, line, step, leading, body):
        return True
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
        if setting.hanging and first < 0.7:
            return indent < 6
        hangs = marker(last.text) is not None or bool(_BULLET.match(last.text) or label_marker(last.text))
        return hangs and not opens and indent - first < 6
    if setting.hanging:
        return False
    if indent > 1:
        return not ends and not opens and not _DATE.match(line.text)
    return _runs_on(opens, ends, step, leading, setting)


def _runs_on(opens: bool, ends: bool, step: float, leading: float, setting: Setting) -> bool:
    """The line begins where the one before does, and that one is full: no indent tells whether it goes on."""
    if setting.indented:
        return True
    if step > 1.08 * leading:
        return False
    return not (opens and ends)


def _full(last: VisualLine, line: VisualLine, frame: Frame, setting: Setting) -> bool:
    """Whether nothing more of what follows would have fitted."""
    slack = SLACK
    if setting.justified:
        return frame.rest(last) < 0.4
    if token := re.match(r"[A-Za-z0-9.,%/+\-]+", line.text):
        slack += 0.55 * len(token.group())
    elif line.text[0] in _OPENING or line.text[1:2] in _CLOSING:
        slack += 1.0 + (line.text[2:3] in _CLOSING)
    return frame.rest(last) < slack


def _same_heading(paragraph: Paragraph, line: VisualLine, step: float, leading: float, body: float) -> bool:
    """A title, or a note in brackets below it, that is broken over centred lines."""
    text, last = "".join(each.text for each in paragraph.lines), paragraph.lines[-1]
    if step <= 0 or step > max(2.2 * line.size, 1.3 * leading):
        return False
    if text.count("（") > text.count("）"):
        return True
    if marker(line.text) or _SENTENCE_END.search(last.text) or _DATE.match(line.text):
        return False
    opened = marker(paragraph.lines[0].text)
    if opened and opened.kind == "heading":
        return step < 1.3 * leading and paragraph.frames[-1].rest(last) < SLACK
    return line.size > 1.15 * body and not re.search(r"文件$|号$|日$", last.text)
