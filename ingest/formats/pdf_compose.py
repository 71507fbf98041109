"""Pages → an extract: furniture set apart, columns in order, paragraphs whole, tables as rows, the title marked."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Sequence

from ingest.documents.titles import is_title
from ingest.formats.extract import Builder
from ingest.formats.pdf_columns import blocks, gutters
from ingest.formats.pdf_furniture import set_apart
from ingest.formats.pdf_page import Page, Table, VisualLine
from ingest.formats.pdf_paragraphs import Paragraph, paragraphs
from ingest.formats.pdf_rows import continued, write
from ingest.grammar.markers import marker

_MASTHEAD = re.compile(r"文件$|公报$|目\s*录$|^附\s*(?:件|录|表)")


def compose(pages: Sequence[Page], builder: Builder) -> None:
    """Write everything the pages hold to ``builder``, in reading order."""
    body = _body_size(pages)
    # Where blanks at the end of a line are written, a Latin line without one ends inside a word.
    latin = [line.spaced for page in pages for line in page.lines if line.text[-1].isascii()]
    blanks = sum(latin) > 0.3 * len(latin)
    set_apart(pages, body)
    at = gutters(pages)
    flow = continued(paragraphs([block for page in pages for block in blocks(page, at.get(page.number))], body))
    pending = deque(each for page in pages for each in [*page.removed, *((line, "") for line in page.aside)])
    titles = _titles(flow, body, blanks=blanks)
    for part in flow:
        # Furniture of the pages before, and the running head of this one: never inside a paragraph.
        _write_removed(pending, builder, part)
        if isinstance(part, Table):
            write(part, builder)
            continue
        if part.gap:
            builder.blank()
        title = id(part) in titles
        builder.line(part.pieces(blanks=blanks), "heading" if title else None, "1" if title else "")
    _write_removed(pending, builder, None)


def _body_size(pages: Sequence[Page]) -> float:
    """The font size of most of the text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _write_removed(pending: deque[tuple[VisualLine, str]], builder: Builder, part: Paragraph | Table | None) -> None:
    """Write what stands before ``part`` (None: all of it). What has no reason is content beside the text."""
    first = part.lines[0] if isinstance(part, Paragraph) else part
    while pending:
        line, reason = pending[0]
        above = first is not None and line.page == first.page and line.bottom <= first.top + 1 and reason
        if first is not None and line.page >= first.page and not above:
            break
        builder.line([(line.text, line.page, line.position)], "removed" if reason else None, reason)
        pending.popleft()


def _titles(flow: Sequence[Paragraph | Table], body: float, *, blanks: bool) -> set[int]:
    """The paragraphs (by id) that surely are titles of documents: large, centred and worded like one; where none is,
    the first large line on the first page."""
    set_large = ((part, _headline(part, body, blanks=blanks)) for part in flow if isinstance(part, Paragraph))
    large = [(part, text) for part, text in set_large if text]
    worded = {id(part) for part, text in large if is_title(text)}
    return worded or {id(part) for part, text in large[:1] if part.lines[0].page == 1 and len(text) >= 6}


def _headline(paragraph: Paragraph, body: float, *, blanks: bool) -> str:
    """Its text without blanks where it is set like a title and is not known to be something else, else nothing."""
    text = re.sub(r"\s+", "", paragraph.text(blanks=blanks))
    placed = list(zip(paragraph.lines, paragraph.frames, strict=True))
    centred = placed[-1][1].centred(placed[-1][0]) or is_title(text)
    if max(line.size for line in paragraph.lines) < 1.2 * body or not centred:
        return ""
    if not all(frame.balanced(line) for line, frame in placed) or marker(text) or _MASTHEAD.search(text):
        return ""
    han = len(re.findall(r"[\u4e00-\u9fff]", text))
    return text if han >= 4 and len(text) <= 100 and not re.search(r"[。；：，]$", text) else ""
