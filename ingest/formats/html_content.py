"""Where the text of a page is, and why the rest is none of it. In doubt a line is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.docnumber import number_line
from ingest.formats.html_blocks import Block, Region
from ingest.formats.html_furniture import is_fact, named_content, named_kind, worded_kind
from ingest.markers import marker
from ingest.titles import is_title, notice_of

_SENTENCE = re.compile(r"[。；]|，.{8}")
_ANNEX = re.compile(r"[\s\u3000]*(?:相关)?附(?:件|表|录|图)")
_SIGNED = re.compile(
    r"[\s\u3000]*(?:\d{4}|[二〇○零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日.{0,6}|（.{2,40}）"
)
_CONTAINERS = (
    "div",
    "td",
    "section",
    "article",
    "main",
    "body",
    "html",
    "form",
    "table",
    "center",
    "ucapcontent",
    "pre",
)
_OUTSIDE = "网页其余内容"


@dataclass(slots=True)
class _Sum:
    """What a region holds: characters, those in links, those of sure text, lines that are links, articles, and whether
    something in it must stay."""

    size: int = 0
    links: int = 0
    core: int = 0
    linked: int = 0
    articles: int = 0
    kept: bool = False


def judge(blocks: list[Block], regions: list[Region], titles: frozenset[str]) -> list[str]:
    """Set the ``reason`` of every block that is no text of the page; ``titles`` are what the page calls itself, without
    white space. Returns notices."""
    notices = _hide(blocks, regions, _sums(blocks, regions, titles))
    sums = _sums(blocks, regions, titles)
    root = _root(regions, sums)
    inside = _inside(regions, root)
    furniture = _furniture(regions, sums, root, inside)
    sure = [
        at for at, block in enumerate(blocks) if inside[block.region] and not furniture[block.region] and _core(block)
    ]
    first, last = (sure[0], sure[-1]) if sure else (len(blocks), len(blocks))
    head = _head(blocks, titles, furniture, first)
    for at, block in enumerate(blocks):
        if block.reason:
            continue
        block.reason = furniture[block.region]
        if block.kind in ("image", "frame", "gap"):
            block.reason = block.reason or ("" if inside[block.region] else _OUTSIDE)
        elif not block.reason and not _must_stay(block, titles):
            if inside[block.region]:
                block.reason = _inner(block, at, first, last)
            elif at < first:
                block.reason = _above(block, at < head)
            else:
                block.reason = _below(block)
    return notices


def _sums(blocks: list[Block], regions: list[Region], titles: frozenset[str]) -> list[_Sum]:
    sums = [_Sum() for _ in regions]
    for block in blocks:
        if block.kind not in ("text", "row") or block.reason:
            continue
        here, size = sums[block.region], len(block.text)
        here.size += size
        here.links += block.links
        here.linked += block.links * 2 > size
        here.core += _core(block)
        here.articles += _core(block) > 0 and bool((found := marker(block.text)) and found.kind == "article")
        here.kept = here.kept or _must_stay(block, titles)
    for at in range(len(regions) - 1, 0, -1):  # a region comes after the one around it
        here, above = sums[at], sums[regions[at].parent]
        above.size += here.size
        above.links += here.links
        above.linked += here.linked
        above.core += here.core
        above.articles += here.articles
        above.kept = above.kept or here.kept
    return sums


def _hide(blocks: list[Block], regions: list[Region], sums: list[_Sum]) -> list[str]:
    """Give the blocks of hidden regions their reason; a hidden region that holds the text itself is shown by a script
    as the page opens."""
    shown = False
    hidden = [False] * len(regions)
    for at, region in enumerate(regions):
        if region.hidden and (sums[at].core * 2 > sums[0].core or sums[at].articles >= 3):
            shown = True
        else:
            hidden[at] = region.hidden or (region.parent >= 0 and hidden[region.parent])
    for block in blocks:
        if block.kind in ("text", "row") and hidden[block.region]:
            block.reason = block.reason or "隐藏内容"
    return ["网页里有一部分正文默认不显示，已照常读取，请对照网页核对。"] if shown else []


def _root(regions: list[Region], sums: list[_Sum]) -> int:
    """The smallest element that holds the text: by its name half of it, otherwise four fifths."""
    total = sums[0].core
    if not total:
        return 0
    named = [at for at, region in enumerate(regions) if named_content(region.tag, region.words)]
    found = max((at for at in named if sums[at].core * 2 >= total), default=-1)
    if found < 0:
        found = max(at for at in range(len(regions)) if sums[at].core * 5 >= total * 4)
    while regions[found].tag not in _CONTAINERS and regions[found].parent >= 0:
        found = regions[found].parent
    return found


def _inside(regions: list[Region], root: int) -> list[bool]:
    inside = [False] * len(regions)
    for at, region in enumerate(regions):
        inside[at] = at == root or (region.parent >= 0 and inside[region.parent])
    return inside


def _furniture(regions: list[Region], sums: list[_Sum], root: int, inside: list[bool]) -> list[str]:
    """Why a whole element is left out, for every region; empty where it is not. What holds the text, or a title, or
    much text of its own, is not left out whatever it is called."""
    around = set()
    at = root
    while at >= 0:
        around.add(at)
        at = regions[at].parent
    reasons = [""] * len(regions)
    for at, region in enumerate(regions):
        here = sums[at]
        if region.parent >= 0 and reasons[region.parent]:
            reasons[at] = reasons[region.parent]
            continue
        if at in around or here.kept or here.articles > 1 or here.core > (0 if inside[at] else 0.3 * sums[0].core):
            continue
        if named := named_kind(region.tag, region.words):
            reasons[at] = named
        elif not inside[at] and here.linked > 1 and here.links * 2 > here.size:
            reasons[at] = "链接列表"
    return reasons


def _head(blocks: list[Block], titles: frozenset[str], furniture: list[str], first: int) -> int:
    """Where the document's own head begins: its title or the table of facts above the text."""
    for at, block in enumerate(blocks[:first]):
        if block.kind in ("text", "row") and not block.reason and not furniture[block.region]:
            text = block.text
            if block.links * 2 <= len(text) and (_must_stay(block, titles) or is_title(text) or notice_of(text)):
                return at
    return first


def _inner(block: Block, at: int, first: int, last: int) -> str:
    linked = block.links * 2 > len(block.text)
    if first <= at <= last:
        return worded_kind(block.text) if linked else ""
    if named := worded_kind(block.text):
        return named
    if not linked or is_title(block.text):
        return ""
    return "网页导航" if at < first else "链接列表"


def _above(block: Block, before_head: bool) -> str:
    if named := worded_kind(block.text):
        return named
    if block.links * 2 > len(block.text):
        return "网页导航"
    return "网页页眉" if before_head and not _core(block) else ""


def _below(block: Block) -> str:
    if named := worded_kind(block.text):
        return named
    if block.links * 2 > len(block.text):
        return "链接列表"
    return "" if _core(block) or _SIGNED.fullmatch(block.text) else _OUTSIDE


def _core(block: Block) -> int:
    """The characters of a line that is surely text: a sentence, a numbered line, a row."""
    text = block.text
    if block.reason or block.kind not in ("text", "row") or block.links * 2 > len(text) or worded_kind(text):
        return 0
    found = marker(text)
    numbered = found is not None and found.kind in ("article", "heading", "section", "subsection")
    sure = block.kind == "row" or numbered or (len(text) >= 12 and _SENTENCE.search(text))
    return len(text) if sure else 0


def _must_stay(block: Block, titles: frozenset[str]) -> bool:
    """Whether a line is a title, a fact about the document, an annex or an article, wherever it stands."""
    text = block.text
    if _ANNEX.match(text) or block.files:
        return True
    if block.links * 2 > len(text):
        return False
    if is_fact(text) or number_line(text) or re.sub(r"\s", "", text) in titles:
        return True
    found = marker(text)
    return found is not None and found.kind in ("article", "heading")
