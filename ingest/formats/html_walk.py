"""The tree of a page → its blocks in reading order: what a browser would set as lines, and what it would not show."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.formats.extract import CELL
from ingest.formats.html_blocks import Block, Region
from ingest.formats.html_furniture import is_fact, named_kind, worded_kind
from ingest.formats.html_inline import Line, collapse, preserved
from ingest.formats.html_lists import Numbering
from ingest.formats.html_tables import TableKind, kind_of, table_rows
from ingest.formats.html_tree import source_row, words_in

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCK_TAGS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "header", "hgroup"),
        *("hr", "html", "legend", "li", "main", "marquee", "menu", "nav", "noframes", "ol", "p", "pre", "search"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ucapcontent", "ul", "xmp"),
        *_HEADINGS,
    )
)
_SILENT = frozenset(("script", "style", "template", "head", "title"))
_ASIDE = {
    **dict.fromkeys(("select", "option", "optgroup", "button", "textarea"), "网页控件"),
    **dict.fromkeys(("noscript", "noframes", "iframe", "object", "applet", "audio", "video", "canvas"), "隐藏内容"),
    "datalist": "隐藏内容",
    "svg": "图形文字",
}
_PRE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)")
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)")
_SMALL = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*[1-5]?\d(?:px|\b)")
_ICON = re.compile(r"icon|logo|emoji|face|blank|spacer|qrcode|ewm|fileType", re.IGNORECASE)
_FILE = re.compile(r"\.(?:docx?|wps|pdf|ofd|xlsx?|et|zip|rar|ceb|cebx|txt|pptx?)(?:$|[?#])", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """What an element changed, to be undone at its end."""

    block: bool = False
    aside: bool = False
    link: bool = False
    pre: bool = False
    numbering: bool = False
    bracket: bool = False
    level: int | None = None
    sign: str | None = None
    table: bool = False


class Collector:
    """Walks a tree once. ``hidden`` tells for an element whether a browser would not show it; ``row`` is the line of
    the source to begin with; ``flat`` is for the inside of a table's cell: tables and numbers in it are text.

    Afterwards ``struck`` is the number of elements that strike text out, ``numbered`` that of list numbers added.
    """

    def __init__(self, hidden: Callable[[_Element], bool], *, row: int = 1, flat: bool = False) -> None:
        self.blocks: list[Block] = []
        self.regions: list[Region] = []
        self.struck = self.numbered = 0
        self.row = row
        self._hidden, self._flat = hidden, flat
        self._region = -1
        self._lines = [Line()]
        self._links = self._pre = self._level = 0
        self._sign = self._prefix = ""
        self._numbering: list[Numbering | None] = []
        self._tables: list[TableKind] = []

    def walk(self, root: _Element) -> None:
        """Collect the blocks of ``root`` and everything in it."""
        from lxml import etree

        opened: list[_Open] = []
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._close(opened.pop())
                if element is not root:
                    self._text(element.tail)
                continue
            self.row = max(self.row, source_row(element))
            state = _Open()
            opened.append(state)
            if self._open(element, str(element.tag), state):
                self._text(element.text)
            else:
                walker.skip_subtree()
        self._flush()

    def _open(self, element: _Element, tag: str, state: _Open) -> bool:
        """Begin an element; False where its inside is done with."""
        if tag in _SILENT:
            return False
        style = (element.get("style") or "").lower()
        match = _DISPLAY.search(style)
        display = match[1] if match else ""
        hidden = self._hidden(element)
        reason = "隐藏内容" if hidden else _set_aside(element, tag, style)
        in_line = tag in ("td", "th") and self._tables[-1:] == ["numbered"]
        if (tag in _BLOCK_TAGS and display != "inline" and not in_line) or display in ("block", "table", "flex"):
            state.block = True
            self._begin_block(element, tag, hidden)
        elif in_line:
            self._lines[-1].space = True
        if reason and not (hidden and state.block):
            self._lines.append(Line(reason))
            state.aside = True
        if tag == "table" and not self._flat:
            kind = kind_of(element)
            if kind == "data":
                self._data_table(element)
                return False
            self._tables.append(kind)
            state.table = True
        self._begin(element, tag, style, state)
        return True

    def _begin_block(self, element: _Element, tag: str, hidden: bool) -> None:
        self._flush()
        words = " ".join(filter(None, (element.get("id"), element.get("class"), element.get("role"))))
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", words).lower()
        self.regions.append(Region(self._region, tag, words, hidden))
        self._region = len(self.regions) - 1

    def _begin(self, element: _Element, tag: str, style: str, state: _Open) -> None:
        if tag == "br":
            self._break()
        elif tag == "hr":
            self._gap()
        elif tag == "a" and (target := element.get("href")):
            self._links += 1
            state.link = True
            if _FILE.search(target):
                self._lines[-1].files.append(" ".join(words_in(element).split())[:80])
        elif tag in ("sup", "sub"):
            state.sign, self._sign = self._sign, tag
        elif tag == "rt" and (ruby := element.getparent()) is not None and ruby.find("rp") is None:
            self._lines[-1].add("（", self.row)
            state.bracket = True
        elif tag in _HEADINGS:
            self._gap()
            state.level, self._level = self._level, int(tag[1])
        elif tag in ("ol", "ul", "menu", "dir"):
            self._numbering.append(Numbering.of(element) if tag == "ol" and not self._flat else None)
            state.numbering = True
        elif tag == "li" and self._numbering and (numbering := self._numbering[-1]):
            self._prefix = numbering.next(element)
        elif tag in ("s", "strike", "del"):
            self.struck += not self._lines[-1].reason
        elif tag == "img" and not _is_small(element, style):
            self.blocks.append(Block("image", self._region))
        elif tag == "iframe" and (address := (element.get("src") or "").strip()) not in ("", "about:blank"):
            self.blocks.append(Block("frame", self._region, [(address, self.row)]))
        if tag in ("pre", "xmp", "listing") or _PRE.search(style):
            self._pre += 1
            state.pre = True

    def _close(self, state: _Open) -> None:
        if state.bracket:
            self._lines[-1].add("）", self.row)
        if state.numbering:
            self._numbering.pop()
            self._prefix = ""
        if state.aside:
            self._flush()
            self._lines.pop()
        if state.block:
            region = self._region
            # An empty paragraph sets its neighbours apart.
            if not self._flush() and self.regions[region].tag in ("p", "div") and self._is_empty(region):
                self._gap()
            self._region = self.regions[region].parent
        if state.table:
            self._tables.pop()
        self._links -= state.link
        self._pre -= state.pre
        self._level = self._level if state.level is None else state.level
        self._sign = self._sign if state.sign is None else state.sign

    def _is_empty(self, region: int) -> bool:
        return region == len(self.regions) - 1 and (not self.blocks or self.blocks[-1].region != region)

    def _break(self) -> None:
        if self._level:  # a heading over several lines is one heading
            self._lines[-1].join()
        elif not self._flush():
            self._gap()

    def _gap(self) -> None:
        if self.blocks and self.blocks[-1].kind != "gap" and len(self._lines) == 1 and not self._flat:
            self.blocks.append(Block("gap", self._region))

    def _text(self, raw: str | None) -> None:
        if not raw:
            return
        if not self._pre:
            blank = len(raw) - len(raw.lstrip())
            self.row += raw.count("\n", 0, blank)
            self._add(collapse(raw))
            self.row += raw.count("\n", blank)
            return
        for number, part in enumerate(raw.split("\n")):
            if number:
                self.row += 1
                self._break()
            self._add(preserved(part))

    def _add(self, text: str) -> None:
        line = self._lines[-1]
        if self._prefix and not line.reason and text.strip():
            line.add(self._prefix, self.row)
            self._prefix = ""
            self.numbered += 1
        line.add(text, self.row, sign=self._sign, linked=self._links > 0)

    def _flush(self) -> bool:
        """End the line; False where there was nothing on it."""
        line = self._lines[-1]
        filled = line.finish()
        if filled:
            level = 0 if line.reason else self._level
            block = Block("text", self._region, line.pieces, links=line.links, level=level, reason=line.reason)
            block.files = line.files
            self.blocks.append(block)
        self._lines[-1] = Line(line.reason)
        return filled

    def _data_table(self, table: _Element) -> None:
        """The rows as blocks; what a cell holds besides text (hidden words, pictures) follows its row."""
        inside: list[Block] = []
        files: list[str] = []

        def text_of(cell: _Element) -> str:
            collector = Collector(self._hidden, row=self.row, flat=True)
            collector.walk(cell)
            self.row = collector.row
            self.struck += collector.struck
            texts = []
            for block in collector.blocks:
                if block.region >= 0 and collector.hides(block.region):
                    block.reason = "隐藏内容"
                block.region = self._region
                files.extend(block.files)
                if block.kind == "text" and not block.reason:
                    texts.append(block.text)
                else:
                    inside.append(block)
            return " ".join(texts)

        reason, top = self._lines[-1].reason, self.row
        for row in table_rows(table, text_of):
            text = CELL.join(row.cells)
            block = Block("text" if row.alone else "row", self._region, [(text, max(top, source_row(row.element)))])
            block.header, block.reason = row.header and not is_fact(text), reason
            self.blocks.append(block)
        self.blocks[-1].files = files
        self.blocks += inside

    def hides(self, region: int) -> bool:
        """Whether the region or one around it is hidden."""
        while region >= 0:
            if self.regions[region].hidden:
                return True
            region = self.regions[region].parent
        return False


def _set_aside(element: _Element, tag: str, style: str) -> str:
    """Why what an element holds is no part of the line it stands in, though a browser shows it; empty if it is."""
    if tag in _ASIDE:
        return _ASIDE[tag]
    if "mso-element:comment" in style:
        return "批注"
    named = element.get("class") or ""
    if "msoDel" in named:
        return "修订中删除的文字"
    if tag not in _BLOCK_TAGS and named and named_kind(tag, named.lower()) == "网页工具":
        return worded_kind(" ".join(words_in(element).split()))
    return ""


def _is_small(element: _Element, style: str) -> bool:
    sizes = (element.get("width") or "", element.get("height") or "")
    return (
        any(re.fullmatch(r"\s*[1-5]?\d(?:px)?\s*", size) for size in sizes)
        or bool(_SMALL.search(style))
        or bool(_ICON.search(f"{element.get('src')} {element.get('class')}"))
    )
