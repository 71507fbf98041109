"""The inside of an article: lines → 款, 项 and 目, with their spans in the canonical text.

A line opens a 项 or 目 if its number is next in turn. Any other line opens the next 款, unless it belongs to what
stands before it: the numbering goes on after it, the sentence before it is not over, or it is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.grammar.inline import bounds, further_items, inline_items, inline_subitems
from ingest.grammar.markers import Marker, label_marker
from ingest.grammar.placed import Placed
from ingest.lines.line import ends_sentence
from ingest.model import Item, Paragraph, Subitem

_KINDS = ("subsection", "subpoint", "point", "section")
_FULL_STOP = re.compile(r"[。！？…][”’）》】]*$")
_SAME_ARTICLE = re.compile(r"前[款项两一二三]|本[款条项]")


@dataclass(slots=True)
class _Part:
    """An item or subitem in the making: ``text`` is that of its first line, ``lines`` counts the lines it has."""

    number: int
    marker: str
    start: int
    end: int
    lead_end: int
    name: str = ""
    kind: str = ""
    text: str = ""
    lines: int = 1
    parts: list[_Part] = field(default_factory=list)

    def item(self) -> Item:
        subitems = tuple(Subitem(p.number, p.marker, p.start, p.end, p.name) for p in self.parts)
        return Item(self.number, self.marker, self.start, self.end, self.lead_end, subitems, self.name)


@dataclass(slots=True)
class _Paragraph:
    start: int
    end: int
    lead_end: int
    table: bool = False
    items: list[_Part] = field(default_factory=list)
    lead: list[Placed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """A line as it stands among its neighbours: its marker, and for each kind of marker the next one further down as
    (position, number)."""

    line: Placed
    found: Marker | None
    ahead: dict[str, tuple[int, int]]


def paragraphs(
    lines: list[Placed], labels: frozenset[str] = frozenset(), sublabels: frozenset[str] = frozenset()
) -> tuple[Paragraph, ...]:
    """The 款 of one article.

    ``labels`` are the words that open a named part (工作措施) and ``sublabels`` those that belong to the part before
    them (责任单位); both are empty for statutes.
    """
    if len(lines) == 1 and not (labels or sublabels or lines[0].marker or lines[0].line.row) and lines[0].text:
        return (_freeze(1, _Paragraph(lines[0].start, lines[0].end, lines[0].end, lead=lines)),)
    result: list[_Paragraph] = []
    before: _Read | None = None
    for read in _read(lines):
        line = read.line
        if line.line.row:
            _row(result, line)
        elif result and line.quoted and not result[-1].table:
            _extend(result[-1], line, 3)
        elif _named_part(result, line, labels, sublabels) or _numbered_part(result, read, before):
            pass
        elif result and before and (depth := _belongs(result[-1], read, before)):
            _extend(result[-1], line, depth)
        else:
            result.append(_Paragraph(line.start, line.end, line.end, lead=[line]))
        before = read
    return tuple(_freeze(number, paragraph) for number, paragraph in enumerate(result, start=1))


def _read(lines: list[Placed]) -> list[_Read]:
    result: list[_Read] = []
    ahead: dict[str, tuple[int, int]] = {}
    for position in range(len(lines) - 1, -1, -1):
        line = lines[position]
        if line.end <= line.start:
            continue
        found = line.marker
        found = found if found and found.kind in _KINDS else None
        result.append(_Read(line, found, ahead))
        if found:
            ahead = ahead | {found.kind: (position, found.number)}
    return result[::-1]


def _extend(paragraph: _Paragraph, line: Placed, depth: int) -> None:
    """Add the line to the paragraph's lead-in (where it has no items), to its last item (depth 2) or to that one's last
    subitem (3)."""
    paragraph.end = line.end
    if not paragraph.items:
        paragraph.lead_end = line.end
        paragraph.lead.append(line)
        return
    item = paragraph.items[-1]
    item.end = line.end
    item.lines += 1
    if depth == 3 and item.parts:
        item.parts[-1].end = line.end
        item.parts[-1].lines += 1


def _row(result: list[_Paragraph], line: Placed) -> None:
    """A table is a paragraph whose lead-in is its header row or rows and whose items are its rows."""
    table = result[-1] if result and result[-1].table else None
    if table is None or (line.line.header and table.items):
        result.append(_Paragraph(line.start, line.end, line.end, table=True))
        return
    if line.line.header:
        table.end = table.lead_end = line.end
        return
    number = len(table.items) + 1
    table.items.append(_Part(number, "", line.start, line.end, line.end, name=f"第{number}行"))
    table.end = line.end


def _named_part(result: list[_Paragraph], line: Placed, labels: frozenset[str], sublabels: frozenset[str]) -> bool:
    found = label_marker(line.text) if labels or sublabels else None
    if found is None:
        return False
    word = found.word.rstrip("0123456789０１２３４５６７８９一二三四五六七八九十")
    if word in sublabels and result and result[-1].items and result[-1].items[-1].name:
        item = result[-1].items[-1]
        item.parts.append(_Part(len(item.parts) + 1, found.word, line.start, line.end, line.end, found.word))
        item.end = result[-1].end = line.end
        return True
    if word not in labels and word not in sublabels:
        return False
    if not (result and result[-1].items and result[-1].items[-1].name and not result[-1].table):
        result.append(_Paragraph(line.start, line.start, line.start))
    part = result[-1]
    number = found.number or len(part.items) + 1
    part.items.append(_Part(number, found.word, line.start, line.end, line.end, found.word))
    part.end = line.end
    return True


def _numbered_part(result: list[_Paragraph], read: _Read, before: _Read | None) -> bool:
    """Open an item or a subitem if the line's number is next in turn; otherwise the line is text."""
    found, line = read.found, read.line
    if found is None:
        return False
    parts = [_inline_part(line, *each) for each in bounds(line.text, [(0, found), *further_items(line.text, found)])]
    paragraph = result[-1] if result else None
    if paragraph is None or paragraph.table or (paragraph.items and _restarts(paragraph.items, found)):
        if found.number != 1:
            return False
        result.append(_Paragraph(line.start, line.end, line.start, items=parts))
        return True
    items = paragraph.items
    if not items:
        if found.number > 1:
            items.extend(_unnumbered(paragraph, found))
        if found.number != len(items) + 1 or _is_footnote(paragraph, read, parts):
            return False
        items += parts
    elif found.kind == items[0].kind:
        if not _next(items[-1].number, found.number, before):
            return False
        items += parts
    elif _opens_subitem(items[-1].parts, found, before):
        items[-1].parts += parts
        items[-1].end = line.end
    elif items[-1].parts and found.kind != items[-1].parts[0].kind:
        # A third level has no address of its own; it belongs to its subitem.
        _extend(paragraph, line, 3)
    else:
        return False
    paragraph.end = line.end
    return True


def _is_footnote(paragraph: _Paragraph, read: _Read, parts: list[_Part]) -> bool:
    """A ① or 1. that no lead-in announces and no 2 follows."""
    announced = paragraph.end == paragraph.start or paragraph.lead[-1].text.endswith("：")
    following = read.ahead.get(parts[0].kind, (0, 0))[1]
    return not announced and len(parts) == 1 and parts[0].kind in ("subpoint", "point") and following != 2


def _restarts(items: list[_Part], found: Marker) -> bool:
    return found.number == 1 and found.kind == items[0].kind


def _next(last: int, number: int, before: _Read | None) -> bool:
    """Whether the number follows; one may be missing where the list is visibly not over."""
    return number == last + 1 or (number == last + 2 and before is not None and before.line.text.endswith("；"))


def _opens_subitem(parts: list[_Part], found: Marker, before: _Read | None) -> bool:
    if not parts:
        return found.number == 1
    return found.kind == parts[0].kind and _next(parts[-1].number, found.number, before)


def _unnumbered(paragraph: _Paragraph, found: Marker) -> list[_Part]:
    """The first items of a list whose numbers were lost in copying: as many lines after the lead-in as are missing."""
    lead = paragraph.lead
    if len(lead) != found.number or not lead[0].text.endswith("："):
        return []
    paragraph.lead_end = lead[0].end
    return [
        _Part(n, "", line.start, line.end, line.end, kind=found.kind, text=line.text)
        for n, line in enumerate(lead[1:], start=1)
    ]


def _belongs(paragraph: _Paragraph, read: _Read, before: _Read) -> int:
    """0 if the line opens the next 款; else what it belongs to: 1 the lead-in, 2 the last item, 3 its last subitem."""
    if paragraph.table:
        return 0
    item = paragraph.items[-1] if paragraph.items else None
    if item is None:
        return 1 if _sentence_goes_on(before, read, len(paragraph.lead)) else 0
    follows = read.ahead.get(item.kind)
    part = item.parts[-1] if item.parts else None
    if part:
        lower = read.ahead.get(part.kind)
        if lower and lower[1] == part.number + 1 and (not follows or lower[0] < follows[0]):
            return 3
    if _sentence_goes_on(before, read, 0 if before.found else item.lines):
        return 3
    if follows and follows[1] == item.number + 1:
        return 2
    # Items that are headings with text below: the last one's text too, unless it refers to the paragraph before it.
    others = [other.lines > 1 for other in paragraph.items[:-1]]
    below = bool(others) and all(others) and (item.lines > 1 or _is_fragment(before.line.text))
    return 2 if below and not part and not _SAME_ARTICLE.match(read.line.text) else 0


def _sentence_goes_on(before: _Read, read: _Read, lines: int) -> bool:
    """Whether the line continues the sentence of the line before it, which has ``lines`` so far: 0 for an item's own
    first line, after whose ； the next one may begin."""
    text, line = before.line.text, read.line.text
    if text.endswith(("，", "、")):
        return True
    if text.endswith("；"):
        return lines > 0
    if text.endswith("："):
        return line.endswith(("；", "，", "、")) or _is_formula(line)
    if _is_formula(text):
        return lines > 1 and _is_formula(line)
    return "，" in text and not ends_sentence(text)


def _is_formula(text: str) -> bool:
    return "＝" in text and len(text) <= 80 and not _FULL_STOP.search(text)


def _is_fragment(text: str) -> bool:
    return len(text) <= 40 and not ends_sentence(text)


def _freeze(number: int, paragraph: _Paragraph) -> Paragraph:
    if not paragraph.items and len(paragraph.lead) == 1:
        line = paragraph.lead[0]
        paragraph.items = [_inline_part(line, *each) for each in bounds(line.text, inline_items(line.text))]
        if paragraph.items:
            paragraph.lead_end = line.start + len(line.text[: paragraph.items[0].start - line.start].rstrip())
    if not paragraph.table:
        for item in paragraph.items:
            _subitems_in_line(item)
    items = tuple(item.item() for item in paragraph.items)
    return Paragraph(number, paragraph.start, paragraph.end, paragraph.lead_end, items)


def _inline_part(line: Placed, start: int, end: int, opened: Marker) -> _Part:
    text = line.text[start:end]
    first, last = line.start + start, line.start + end
    return _Part(opened.number, text[: opened.end].strip(), first, last, last, kind=opened.kind, text=text)


def _subitems_in_line(item: _Part) -> None:
    item.lead_end = item.parts[0].start - 1 if item.parts else item.end
    if item.parts:
        return
    for start, end, opened in bounds(item.text, inline_subitems(item.text)):
        first, last = item.start + start, item.start + end
        item.parts.append(_Part(opened.number, item.text[start : start + opened.end].strip(), first, last, last))
    if item.parts:
        item.lead_end = item.start + len(item.text[: item.parts[0].start - item.start].rstrip())
