"""The paragraphs of a Word document that are surely the title of a regulation."""

from __future__ import annotations

import re

from ingest.documents.contents import is_contents
from ingest.formats.docx_blocks import Block, Text
from ingest.grammar.markers import marker

_LONGEST = 60
_NO_TITLE = re.compile(
    r"[。；！？：]|文件$|^第.{1,8}号$|〔\d{4}〕|^[（(].*[）)]$|\d{4}年\d{1,2}月|^[附密]件|印发$|^[\s\d]*$"
)


def mark_titles(blocks: list[Block]) -> None:
    """Set ``heading`` where a title is sure: the style Title, or the one centred line right above 第一章 or 第一条.

    A title over several paragraphs is marked at its first, if it is styled; telling others apart is left to those who
    know what titles look like.
    """
    texts = [block for block in blocks if isinstance(block, Text)]
    inside = False
    for text in texts:
        named = text.styled_title and _may_be_title(text)
        text.heading = named and not inside
        inside = named
    filled = [text for text in texts if text.words.strip() or text.number]
    if any(text.heading for text in filled):
        return
    opening = next((at for at, text in enumerate(filled) if _opens(text)), 0)
    above = filled[:opening]
    while above and re.match(r"\s*[（(]", above[-1].words):
        above.pop()  # （2024年3月1日院务会议通过）
    if above and _may_be_centred_title(above[-1]) and not (len(above) > 1 and _may_be_centred_title(above[-2])):
        above[-1].heading = True


def _opens(text: Text) -> bool:
    found = marker((text.number.text if text.number else "") + text.words.strip())
    return found is not None and found.kind in ("article", "heading") and found.number == 1


def _may_be_centred_title(text: Text) -> bool:
    return text.centred and _may_be_title(text)


def _may_be_title(text: Text) -> bool:
    plain = re.sub(r"\s+", "", text.words)
    if text.number or not 4 <= len(plain) <= _LONGEST or marker(plain) or is_contents(plain):
        return False
    return not _NO_TITLE.search(plain)
