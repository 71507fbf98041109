"""What a page calls itself, and which of its lines that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.documents.titles import is_title, notice_of
from ingest.formats.html_blocks import Block
from ingest.grammar.markers import marker

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES = ("articletitle", "og:title", "dc.title", "title")
_SEPARATOR = re.compile(r"\s*(?:_|\||｜|——|(?<=\s)—(?=\s)|–|(?<!\d)-{1,2}(?!\d)|::|[>»«])\s*")
# 通知公告, 规章制度, 政策文件: the names of columns are made of such words alone.
_COLUMN = re.compile(
    r"(?:通知|公告|公示|通报|意见|制度|规定|办法|规章|文件|政策|法规|法律|管理|信息|公开|院内|新闻|工作|最新|部门|重要|征求|"
    r"办事|指南|标准|方案|计划|措施|清单|规划|其他|规范性|内部)+"
)
_TWICE = "重复的网页标题"
_LONGEST = 100
_NEAR = 25
"""Lines below the title of the page among which the document prints it again."""


def stated_titles(root: _Element) -> list[str]:
    """What the page's head says its title is, the likeliest first: from its meta elements, and from <title>, where the
    part that is no name of a site or a column comes before the whole."""
    found = [
        meta.get("content") or ""
        for meta in root.iter("meta")
        if (meta.get("name") or meta.get("property") or "").lower() in _NAMES
    ]
    for title in root.iter("title"):
        above = title.getparent()
        if above is not None and above.tag != "svg":
            found.append(title.text or "")
    result: list[str] = []
    for text in found:
        whole = " ".join(text.split())
        parts = [part for part in _SEPARATOR.split(whole) if part]
        result.append(max(filter(names_document, parts), key=len, default=parts[0] if parts else ""))
        result.append(whole)
    return list(dict.fromkeys(each for each in result if len(each) > 3))


def names_document(text: str) -> bool:
    """Whether the text could be the title of a document (the name of a site or a column could not)."""
    if marker(text) or _COLUMN.fullmatch(plain(text)):
        return False
    return is_title(text) or notice_of(text) is not None


def plain(text: str) -> str:
    """Without white space, to compare titles."""
    return re.sub(r"\s", "", text)


def mark_titles(blocks: list[Block], titles: frozenset[str]) -> list[Block]:
    """The blocks with the document's title at level 1 and every other h1 at level 2. A title is what the page calls
    itself, an h1 that reads like one, or the only h1 there is.

    A title that the page calls its own becomes one line where it stands on several; where the page prints it once more
    right above the document's, the page's is left out.
    """
    blocks = _joined(blocks, titles)
    kept = [block for block in blocks if block.kind in ("text", "row") and not block.reason]
    for at, block in enumerate(kept):
        if block.kind == "text" and plain(block.text) in titles:
            block.level = 1
            if _again(kept, at):
                block.reason = _TWICE
    first = [block for block in kept if block.level == 1 and not block.reason]
    for block in first:
        if (
            plain(block.text) not in titles
            and not names_document(block.text)
            and (len(first) > 1 or marker(block.text))
        ):
            block.level = 2
    return blocks


def _joined(blocks: list[Block], titles: frozenset[str]) -> list[Block]:
    result: list[Block] = []
    at = 0
    while at < len(blocks):
        first = blocks[at]
        opening = plain(first.text) if first.kind == "text" and len(first.text) < _LONGEST else ""
        length = 1
        if opening and any(title.startswith(opening) for title in titles):
            length = next((n for n in range(3, 1, -1) if _is_title_in(blocks[at : at + n], n, titles)), 1)
        for block in blocks[at + 1 : at + length]:
            first.pieces += block.pieces
            first.links += block.links
        result.append(first)
        at += length
    return result


def _is_title_in(lines: list[Block], length: int, titles: frozenset[str]) -> bool:
    if len(lines) < length or any(line.kind != "text" or line.reason for line in lines):
        return False
    return "".join(plain(line.text) for line in lines) in titles


def _again(kept: list[Block], at: int) -> bool:
    """Whether the same words follow soon, before any text begins."""
    for block in kept[at + 1 : at + _NEAR]:
        if plain(block.text) == plain(kept[at].text):
            return True
        if marker(block.text) or re.search(r"[。；]", block.text):
            return False
    return False


def untitled(blocks: list[Block]) -> bool:
    """Whether no line above the first numbered one could be the document's title."""
    for block in blocks:
        if block.kind == "text" and not block.reason:
            if marker(block.text):
                return True
            if block.level == 1 or names_document(block.text):
                return False
    return True
