"""Markup → a tree that holds all of its text, however badly it is formed or nested."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, cast

from ingest.model import IngestError

if TYPE_CHECKING:
    from lxml.etree import _Element

# What follows the first end of the page would be dropped: pages put together from several files end several times.
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_XML = re.compile(r"\s*<\?xml[^>]*\?>\s*")
_INLINE = re.compile(
    r"</?(?:font|span|b|i|u|em|strong|big|small|a|o:p|ins|del|s|strike|tt|code|label|nobr|sub|sup)\b[^<>]*>",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"</?(?!(?:script|style|template|title|head|textarea|noscript|select|button)\b)[a-z][^<>]*>", re.IGNORECASE
)


def parse(text: str, name: str) -> _Element | None:
    """The root of the page, None where it holds nothing.

    The parser gives up at 2048 levels and would drop the rest in silence. A page that goes deeper, by tags that are
    never closed, is read without its inline tags, and if need be with all its tags as line breaks. Raises IngestError
    ``broken`` where even that fails.
    """
    text = _ENDS.sub("", text.replace("\0", ""))
    if _XML.match(text):
        text = _CDATA.sub(lambda match: html.escape(match[1], quote=False), text)
    for tags, instead in ((None, ""), (_INLINE, ""), (_ANY, "<br>")):
        root, complete = _parse(tags.sub(instead, text) if tags else text)
        if complete:
            return root
    raise IngestError("broken", f"{name}：网页的标签嵌套过深，读不出来。请用浏览器打开，复制正文另存为 .txt 再导入。")


def _parse(text: str) -> tuple[_Element | None, bool]:
    from lxml import etree

    # Without huge_tree a text of ten million characters, or the 256th level, would be the end of the page.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:
        return None, not any(_is_limit(entry.type_name) for entry in parser.error_log)
    return root, not any(_is_limit(entry.type_name) for entry in parser.error_log)


def _is_limit(error: str) -> bool:
    return error in ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY", "ERR_INTERNAL_ERROR")


def words_in(element: _Element) -> str:
    """All text in the element, as it stands in the source."""
    return "".join(map(str, element.itertext()))


def source_row(element: _Element) -> int:
    """The line of the source the element begins on, from 1; the parser counts to 65535."""
    return cast("int | None", element.sourceline) or 1
