"""The inside of an article: lines → 款, 项 and 目, with their spans in the canonical text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ingest.layout import ENDS_SENTENCE, Line
from ingest.markers import Marker, label_marker, marker
from ingest.model import Item, Paragraph, Subitem


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its place in the canonical text; ``start`` moves past a marker when one has been read."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        """What is left of the line from ``start`` on."""
        whole = self.line.text
        return whole[len(whole) - (self.end - self.start) :] if self.end > self.start else ""

    def after(self, length: int) -> Placed:
        """The same line without its first ``length`` characters."""
        return replace(self, start=self.start + length)


@dataclass(slots=True)
class _Item:
    number: int
    marker: str
    start: int
    end: int
    lead_end: int
    name: str = ""
    kind: str = ""
    subitems: list[Subitem] = field(default_factory=list)

    def freeze(self) -> Item:
        return Item(self.number, self.marker, self.start, self.end, self.lead_end, tuple(self.subitems), self.name)


@dataclass(slots=True)
class _Paragraph:
    start: int
    end: int
    lead_end: int
    table: bool = False
    items: list[_Item] = field(default_factory=list)


def paragraphs(
    lines: list[Placed], labels: frozenset[str] = frozenset(), sublabels: frozenset[str] = frozenset()
) -> tuple[Paragraph, ...]:
    """The 款 of one article.

    ``labels`` are the words that open a named part (工作措施) and ``sublabels`` those that belong to the part before
    them (责任单位); both are empty for statutes.
    """
    result: list[_Paragraph] = []
    for line in lines:
        if line.end <= line.start:
            continue
        if line.line.row:
            _row(result, line)
        elif not _named_part(result, line, labels, sublabels) and not _numbered_part(result, line):
            result.append(_Paragraph(line.start, line.end, line.end))
    at = {line.start: line for line in lines}
    frozen = []
    for number, paragraph in enumerate(result, start=1):
        if not paragraph.items:
            _inline_items(paragraph, at[paragraph.start].text)
        elif not paragraph.table:
            for item in paragraph.items:
                _inline_subitems(item, at[item.start])
        items = tuple(item.freeze() for item in paragraph.items)
        frozen.append(Paragraph(number, paragraph.start, paragraph.end, paragraph.lead_end, items))
    return tuple(frozen)


def _row(result: list[_Paragraph], line: Placed) -> None:
    """A table is a paragraph whose lead-in is its header rows and whose items are its rows."""
    if not result or not result[-1].table or (line.line.header and result[-1].items):
        result.append(_Paragraph(line.start, line.end, line.end, table=True))
        return
    table = result[-1]
    if line.line.header:
        table.end = table.lead_end = line.end
        return
    number = len(table.items) + 1
    table.items.append(_Item(number, "", line.start, line.end, line.end, name=f"第{number}行"))
    table.end = line.end


def _named_part(result: list[_Paragraph], line: Placed, labels: frozenset[str], sublabels: frozenset[str]) -> bool:
    found = label_marker(line.text)
    if found is None:
        return False
    word = found.word.rstrip("0123456789０１２３４５６７８９一二三四五六七八九十")
    if word in sublabels and result and result[-1].items and result[-1].items[-1].name:
        item = result[-1].items[-1]
        item.subitems.append(Subitem(len(item.subitems) + 1, found.word, line.start, line.end, found.word))
        item.end = result[-1].end = line.end
        return True
    if word not in labels and word not in sublabels:
        return False
    if not (result and result[-1].items and result[-1].items[-1].name and not result[-1].table):
        result.append(_Paragraph(line.start, line.start, line.start))
    part = result[-1]
    part.items.append(
        _Item(found.number or len(part.items) + 1, found.word, line.start, line.end, line.end, found.word)
    )
    part.end = line.end
    return True


def _numbered_part(result: list[_Paragraph], line: Placed) -> bool:
    """An item or subitem if the line's number is next in turn; otherwise the line is text."""
    found = marker(line.text)
    if found is None or found.kind not in ("subsection", "subpoint", "point", "section") or not result:
        if found is None or found.kind not in ("subsection", "point", "subpoint", "section") or found.number != 1:
            return False
        result.append(_Paragraph(line.start, line.start, line.start))
    paragraph = result[-1]
    if paragraph.table:
        if found.number != 1:
            return False
        result.append(_Paragraph(line.start, line.start, line.start))
        paragraph = result[-1]
    kind = paragraph.items[0].kind if paragraph.items else found.kind
    printed = line.text[: found.end].strip()
    if found.kind == kind and found.number == len([i for i in paragraph.items if i.kind == kind]) + 1:
        paragraph.items.append(_Item(found.number, printed, line.start, line.end, line.end, kind=found.kind))
    elif paragraph.items and found.kind != kind and found.number == len(paragraph.items[-1].subitems) + 1:
        item = paragraph.items[-1]
        item.subitems.append(Subitem(found.number, printed, line.start, line.end))
        item.end = line.end
    else:
        return False
    paragraph.end = line.end
    return True


_HAN_INLINE = re.compile(r"(?<=[：；。，:])\s*(?=[（(][一二三四五六七八九十]{1,3}[）)])")
_DIGIT_INLINE = re.compile(r"(?<=[：；。:])\s*(?=[（(][0-9]{1,2}[）)]|[0-9]{1,2}[.．](?![0-9]))")


def _sequence(text: str, pattern: re.Pattern[str]) -> list[tuple[int, Marker]]:
    """Markers inside ``text`` that count 1, 2, 3 …; empty if fewer than two do."""
    found: list[tuple[int, Marker]] = []
    for match in pattern.finditer(text):
        opened = marker(text[match.end() :])
        if opened and opened.number == len(found) + 1 and (not found or opened.kind == found[0][1].kind):
            found.append((match.end(), opened))
    return found if len(found) >= 2 else []


def _inline_items(paragraph: _Paragraph, text: str) -> None:
    for pattern in (_HAN_INLINE, _DIGIT_INLINE):
        sequence = _sequence(text, pattern)
        if not sequence:
            continue
        bounds = [at for at, _ in sequence] + [len(text)]
        paragraph.lead_end = paragraph.start + len(text[: bounds[0]].rstrip())
        for (at, opened), stop in zip(sequence, bounds[1:], strict=True):
            end = paragraph.start + at + len(text[at:stop].rstrip())
            printed = text[at : at + opened.end].strip()
            paragraph.items.append(_Item(opened.number, printed, paragraph.start + at, end, end, kind=opened.kind))
        return


def _inline_subitems(item: _Item, line: Placed) -> None:
    item.lead_end = item.subitems[0].start - 1 if item.subitems else item.end
    if item.subitems:
        return
    sequence = _sequence(line.text, _DIGIT_INLINE)
    if not sequence:
        return
    bounds = [at for at, _ in sequence] + [len(line.text)]
    item.lead_end = line.start + len(line.text[: bounds[0]].rstrip())
    for (at, opened), stop in zip(sequence, bounds[1:], strict=True):
        end = line.start + at + len(line.text[at:stop].rstrip())
        item.subitems.append(Subitem(opened.number, line.text[at : at + opened.end].strip(), line.start + at, end))


def first_sentence(text: str, limit: int = 26) -> str:
    """A point's short title: its first sentence where that is short and more follows, else ""."""
    head, stop, rest = text.partition("。")
    return head.strip() if stop and rest and len(head) <= limit and not re.search(r"[；：]", head) else ""


def is_bare_heading(text: str) -> bool:
    """Whether a numbered line is only a heading: short and no sentence."""
    return len(text) <= 40 and not ENDS_SENTENCE.search(text) and not re.search(r"[。；]", text)
