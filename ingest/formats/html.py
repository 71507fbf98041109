"""Web pages, also saved from Word or WeChat and as web archives: their text without the site round it."""

from __future__ import annotations

import codecs
import re
from itertools import groupby
from typing import TYPE_CHECKING

from ingest.formats.extract import Builder, Extract, Piece
from ingest.formats.html_blocks import Block
from ingest.formats.html_content import judge
from ingest.formats.html_hidden import hidden_by
from ingest.formats.html_mhtml import is_mhtml, pages
from ingest.formats.html_title import mark_titles, names_document, plain, stated_titles, untitled
from ingest.formats.html_tree import parse, source_row
from ingest.formats.html_walk import Collector
from ingest.formats.text import decode
from ingest.model import IngestError

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSETS = (
    re.compile(rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,20})""", re.IGNORECASE),
    re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,20})"""),
)
# Only these can be told wrong by their bytes; what calls itself Latin-1 would take any bytes at all.
_BELIEVED = ("gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "euc_jp", "euc_kr")
_NAMED = 8


def read(data: bytes, name: str) -> Extract:
    """The text of a page, a paragraph or a table row a line; what is no text of the document (navigation, footer,
    hidden words) stays in it, marked ``removed``. Positions are ``行N`` of the HTML source.

    Raises IngestError: ``encoding``, ``binary``, ``broken`` (no page inside, or nested beyond reading) and ``empty``
    (a frame page whose text is in other files).
    """
    builder = Builder()
    encodings: list[str] = []
    frames: list[str] = []
    filled = False
    for body, stated in pages(data, name) if is_mhtml(data) else [(data, "")]:
        text, encoding, notices = decode(body, name, _charset(body, stated))
        encodings.append(encoding)
        builder.notices += notices
        root = parse(text, name)
        if root is not None:
            filled = _read_page(root, builder) or filled
            frames += [source for frame in root.iter("frame") if (source := frame.get("src"))]
    if frames and not filled:
        raise IngestError(
            "empty",
            f"{name}：这是框架网页，正文在别的文件里（{_list(frames)}）。请导入那些文件，或在浏览器里单独打开正文再保存。",
        )
    return builder.extract(encodings[0])


def _charset(body: bytes, stated: str) -> str:
    """The encoding that the page or its wrapping states, empty where it is no help in telling encodings apart."""
    found = (match for pattern in _CHARSETS if (match := pattern.search(body[:4096])))
    match = next(found, None)
    try:
        known = codecs.lookup(stated or (match[1].decode("ascii") if match else "")).name
    except (LookupError, UnicodeDecodeError):
        return ""
    if known in ("gb2312", "gbk"):
        return "gb18030"
    return known if known in _BELIEVED else ""


def _read_page(root: _Element, builder: Builder) -> bool:
    """Add the page; False where all of it is furniture."""
    collector = Collector(hidden_by(root))
    collector.walk(root)
    blocks = collector.blocks
    titles = stated_titles(root)
    builder.notices += judge(blocks, collector.regions, frozenset(map(plain, titles)))
    blocks = mark_titles(blocks, frozenset(map(plain, titles)))
    filled = any(block.kind in ("text", "row") and not block.reason for block in blocks)
    if filled and titles and names_document(titles[0]) and untitled(blocks):
        row = next((source_row(title) for title in root.iter("title")), 1)
        builder.line([(titles[0], None, f"行{row}")], "heading", "1")
        builder.notices.append("正文里没有标题，标题取自网页标题。")
    for at, block in enumerate(blocks):
        if block.kind in ("text", "row"):
            _add(block, builder)
        elif block.kind == "gap" and at + 1 < len(blocks):
            builder.blank()
    builder.notices += _notices(blocks, collector)
    return filled


def _add(block: Block, builder: Builder) -> None:
    pieces: list[Piece] = [
        ("".join(text for text, _ in same), None, f"行{row}")
        for row, same in groupby(block.pieces, key=lambda piece: piece[1])
    ]
    if block.reason:
        builder.line(pieces, "removed", block.reason)
    elif block.kind == "row":
        builder.line(pieces, "row", "header" if block.header else "")
    elif block.level:
        builder.line(pieces, "heading", str(block.level))
    else:
        builder.line(pieces)


def _notices(blocks: list[Block], collector: Collector) -> list[str]:
    notices = []
    kept = [block for block in blocks if not block.reason]
    if collector.numbered:
        notices.append(f"列表的 {collector.numbered} 个序号由网页自动编排，已补入正文。")
    if collector.struck:
        notices.append(f"有 {collector.struck} 处文字带删除线，已照录，请核对是否应当删除。")
    if images := sum(block.kind == "image" for block in kept):
        notices.append(f"正文中有 {images} 张图片，图片里的文字没有读取。")
    if frames := [block.text[:80] for block in kept if block.kind == "frame"]:
        notices.append(f"网页里嵌有别的页面（{_list(frames)}），其中的文字不在这个文件里，需要时请另行保存后导入。")
    if files := [text for block in blocks for text in block.files if text and block.reason in ("", "附件链接")]:
        notices.append(f"网页附有文件（{_list(files)}），内容不在网页里，需要时请下载后一并导入。")
    return notices


def _list(names: list[str]) -> str:
    distinct = list(dict.fromkeys(names))
    return "、".join(distinct[:_NAMED]) + (f" 等 {len(distinct)} 个" if len(distinct) > _NAMED else "")
