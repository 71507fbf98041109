"""What a page calls itself, and which of its lines that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.formats.html_blocks import Block
from ingest.markers import marker
from ingest.titles import is_title, notice_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES = ("articletitle", "og:title", "dc.title", "title")
_SEPARATOR = re.compile(r"\s*(?:_|\||｜|—{1,2}|–|(?<!\d)-{1,2}(?!\d)|::|[>»«])\s*")
_TWICE = "重复的网页标题"
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
        result.append(max(parts, key=lambda part: (names_document(part), len(part)), default=""))
        result.append(whole)
    return list(dict.fromkeys(each for each in result if len(each) > 3))


def names_document(text: str) -> bool:
    """Whether the text could be the title of a document (the name of a site or a column could not)."""
    return not marker(text) and (is_title(text) or notice_of(text) is not None)


def plain(text: str) -> str:
    """Without white space, to compare titles."""
    return re.sub(r"\s", "", text)


def mark_titles(blocks: list[Block], titles: frozenset[str]) -> None:
    """Give the document's title level 1 and every other h1 level 2; of a title that the page prints once more right
    above the document's own, the page's is left out."""
    kept = [block for block in blocks if block.kind in ("text", "row") and not block.reason]
    for at, block in enumerate(kept):
        is_stated = block.kind == "text" and plain(block.text) in titles
        if is_stated and _again(kept, at):
            block.reason = _TWICE
        elif is_stated or (block.level == 1 and names_document(block.text)):
            block.level = 1
        elif block.level == 1:
            block.level = 2


def _again(kept: list[Block], at: int) -> bool:
    """Whether the same words follow soon, on one line or up to three, before any text begins."""
    wanted = plain(kept[at].text)
    for start in range(at + 1, min(at + _NEAR, len(kept))):
        together = ""
        for block in kept[start : start + 3]:
            together += plain(block.text)
            if together == wanted:
                return True
            if not wanted.startswith(together):
                break
        if marker(kept[start].text) or re.search(r"[。；]", kept[start].text):
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
