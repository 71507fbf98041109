"""Lines that a page or a column broke in mid-sentence become whole again."""

from __future__ import annotations

import re

from ingest.grammar.markers import label_marker
from ingest.lines.line import Line, ends_sentence
from ingest.lines.mapped import Edit, concat

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_PAUSE = re.compile(r"[，。、；]")
_GOES_ON = re.compile(rf"[{_HAN}，。、；：（）”0-9]")
# A name, a title's line, a day with what happened on it: nothing that a sentence is broken into.
_NO_SENTENCE = re.compile(
    r"[^，。；：]{1,19}|[（(]?(?:根据《[^，。；]*》)?\d{4}年[^，。；]*|.{1,20}[〔［\[]\d{4}[〕］\]].{1,10}"
)
# A line cannot end here: the 第X条 that follows is referred to.
_REFERS = re.compile(
    r"(?:依照|按照|参照|根据|依据|违反|适用|符合|执行|或者|以及|[和及、]|本(?:法|条例|办法|规定|细则|章程))$"
)
_AFTER_A_TITLE = re.compile(r"[的和、，及等第（]|有关|规定")
_GAP = re.compile(rf" (?<=[{_HAN}，。、；：）”》] ) *(?=[{_HAN}，。、；：（“《])")


def join_broken(source: list[Line]) -> tuple[list[Line], list[Edit]]:
    """Join lines that a page or a column broke in mid-sentence, and close the gaps that line ends left inside."""
    result: list[Line] = []
    edits: list[Edit] = []
    sentence: _Sentence | None = None
    for line in source:
        if sentence and sentence.goes_on(line):
            start, end = sentence.lines[-1].mapped.source_span[1], line.mapped.source_span[0]
            edits.append(Edit("断行接续", start, end, f"{sentence.tail}⏎{line.text[:8]}"))
            sentence.add(line)
            continue
        if sentence:
            result.append(sentence.line())
        sentence = _Sentence(line)
    if sentence:
        result.append(sentence.line())
    return [_close_gaps(line, edits) for line in result], edits


class _Sentence:
    """The lines of one sentence so far. What must be known of their text as a whole is counted as they come: joining
    them again at each line would take forever."""

    __slots__ = ("_paused", "_scanned", "_size", "lines")

    def __init__(self, line: Line) -> None:
        self.lines = [line]
        self._size, self._scanned, self._paused = len(line.text), 0, False

    def add(self, line: Line) -> None:
        """Take in the next line."""
        self.lines.append(line)
        self._size += len(line.text)

    def goes_on(self, line: Line) -> bool:
        """Whether ``line`` continues the sentence."""
        first, last = self.lines[0], self.lines[-1]
        if line.level or first.level or line.row or first.row or ends_sentence(last.text):
            return False
        if line.marker and line.marker.kind == "article" and first.marker is not None and _REFERS.search(last.text):
            return first.marker.kind != "heading"
        if self._size < 28 or (self._size < 60 and not self._has_pause()):
            return False
        if _NO_SENTENCE.fullmatch(line.text) or (len(self.lines) == 1 and _NO_SENTENCE.fullmatch(first.text)):
            return False
        if last.text.endswith("》") and not _AFTER_A_TITLE.match(line.text):
            return False
        return not line.marker and bool(_GOES_ON.match(line.text)) and not label_marker(line.text)

    def _has_pause(self) -> bool:
        while not self._paused and self._scanned < len(self.lines):
            self._paused = _PAUSE.search(self.lines[self._scanned].text) is not None
            self._scanned += 1
        return self._paused

    @property
    def tail(self) -> str:
        """Its last eight characters."""
        return "".join(line.text[-8:] for line in self.lines[-8:])[-8:]

    def line(self) -> Line:
        """All of it as one line."""
        first = self.lines[0]
        if len(self.lines) == 1:
            return first
        return Line(concat(line.mapped for line in self.lines), first.level, first.boundary, first.gap)


def _close_gaps(line: Line, edits: list[Edit]) -> Line:
    """Spaces between Chinese characters inside a sentence are what a line end left behind."""
    text = line.text
    keep = line.marker.end if line.marker else 0
    if text.find(" ", keep) < 0 or line.row or len(text) < 30 or not ends_sentence(text):
        return line
    if text.startswith("（") and text.endswith("）") and not keep:
        return line  # a 题注 parts its dates and verbs by spaces
    if len(text) < 40 and label_marker(text):
        return line
    head, body = line.mapped.cut(0, keep), line.mapped.cut(keep, len(text))
    closed = body.substitute(
        _GAP, lambda m: "", lambda start, end, old, new: edits.append(Edit("句中空格", start, end, old, new))
    )
    return line if closed is body else Line(concat([head, closed]), line.level, line.boundary, line.gap, line.row)
