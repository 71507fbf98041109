"""Web pages, also saved from Word or WeChat and as web archives: their text without the site round it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
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
_FEW = 30
"""Characters of text that hardly are a document: the rest may be somewhere else."""


def read(data: bytes, name: str) -> Extract:
    """The text of a page, a paragraph or a table row a line; what is no text of the document (navigation, footer,
    hidden words) stays in it, marked ``removed``. Positions are ``行N`` of the HTML source, in a
    web archive of the page in it.

    Raises IngestError: ``encoding``, ``binary``, ``broken`` (no page inside, or nested beyond reading), ``empty``
    (there are only links, or the text is in frames, that is in other files) and ``scanned`` (it is in pictures).
    """
    builder = Builder()
    encodings: list[str] = []
    read: list[_Page] = []
    for body, stated in pages(data, name) if is_mhtml(data) else [(data, "")]:
        text, encoding, notices = decode(body, name, _charset(body, stated))
        encodings.append(encoding)
        builder.notices += notices
        root = parse(text, name)
        if root is not None:
            read.append(_add_page(root, builder))
    extract = builder.extract(encodings[0])
    if read and not any(page.sure or page.words >= _FEW for page in read):
        _refuse(name, read, bool(extract.text.strip()))
    return extract


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page holds: whether anything on it is surely text; characters of text that is kept, titles apart;
    pictures; addresses of the pages in it."""

    sure: bool
    words: int
    pictures: int
    frames: list[str]


def _refuse(name: str, read: list[_Page], furniture: bool) -> None:
    """Raise where the text of pages that hold next to none is somewhere else; ``furniture`` says that there are words
    at all."""
    frames = [frame for page in read for frame in page.frames]
    if frames:
        raise IngestError(
            "empty",
            f"{name}：网页里没有正文，正文在它套着的页面或文件里（{_list(frames)}），没有存进这个文件。请导入那些文件，"
            "或在浏览器里单独打开正文再保存。",
        )
    if pictures := sum(page.pictures for page in read):
        raise IngestError(
            "scanned",
            f"{name}：网页正文是 {pictures} 张图片，没有文字。请把图片另存为 PNG 或 JPG 后导入"
            "（需要安装文字识别组件），或另找文字版。",
        )
    if furniture and not any(page.words for page in read):
        raise IngestError("empty", f"{name}：网页里只有导航和链接，没有正文。请打开正文所在的网页再保存。")


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


def _add_page(root: _Element, builder: Builder) -> _Page:
    collector = Collector(hidden_by(root))
    collector.walk(root)
    titles = stated_titles(root)
    named = frozenset(map(plain, titles))
    verdict = judge(collector.blocks, collector.regions, named)
    if verdict.unhidden:
        builder.notices.append("网页里有一部分正文默认不显示，已照常读取，请对照网页核对。")
    blocks = mark_titles(collector.blocks, named)
    kept = [block for block in blocks if not block.reason]
    words = sum(len(block.text) for block in kept if block.kind in ("text", "row") and block.level != 1)
    if words and titles and names_document(titles[0]) and untitled(blocks):
        row = next((source_row(title) for title in root.iter("title")), 1)
        builder.line([(titles[0], None, f"行{row}")], "heading", "1")
        builder.notices.append("正文里没有标题，标题取自网页标题。")
    for at, block in enumerate(blocks):
        if block.kind in ("text", "row"):
            _add(block, builder)
        elif block.kind == "gap" and at + 1 < len(blocks):
            builder.blank()
    frames = [block.text[:80] for block in kept if block.kind == "frame"]
    builder.notices += _notices(blocks, collector, frames)
    frames += [source for frame in root.iter("frame") if (source := frame.get("src"))]
    return _Page(verdict.sure, words, sum(block.kind == "image" for block in kept), frames)


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


def _notices(blocks: list[Block], collector: Collector, frames: list[str]) -> list[str]:
    notices = []
    if collector.numbered:
        notices.append(f"列表的 {collector.numbered} 个序号由网页自动编排，已补入正文。")
    if collector.struck:
        notices.append(f"有 {collector.struck} 处文字带删除线，已照录，请核对是否应当删除。")
    if images := sum(block.kind == "image" and not block.reason for block in blocks):
        notices.append(f"正文中有 {images} 张图片，图片里的文字没有读取。")
    if frames:
        notices.append(f"网页里嵌有别的页面（{_list(frames)}），其中的文字不在这个文件里，需要时请另行保存后导入。")
    if files := [text for block in blocks for text in block.files if text and block.reason in ("", "附件链接")]:
        notices.append(f"网页附有文件（{_list(files)}），内容不在网页里，需要时请下载后一并导入。")
    return notices


def _list(names: list[str]) -> str:
    distinct = list(dict.fromkeys(names))
    return "、".join(distinct[:_NAMED]) + (f" 等 {len(distinct)} 个" if len(distinct) > _NAMED else "")
