"""Where the text of a page is, and why the rest is none of it. In doubt a line is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.documents.titles import is_title, notice_of
from ingest.formats.extract import CELL
from ingest.formats.html_blocks import Block, Region
from ingest.formats.html_furniture import is_fact, is_page_info, named_content, named_kind, worded_kind
from ingest.grammar.markers import marker
from ingest.metadata.docnumber import number_line

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
class _Seen:
    """What a block looks like by itself: most of its characters are ``linked``; ``core`` counts them where it is surely
    text; ``worded`` says what furniture its words are; a title, a fact about the document, an annex or an article must
    ``stay`` wherever it stands, a ``numbered`` line inside the text.
    ``titled`` is a line that the page calls its title; ``elsewhere`` stands in another box of the page."""

    linked: bool
    core: int
    worded: str
    stays: bool
    article: bool
    numbered: bool
    titled: bool
    elsewhere: bool = False


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """``sure`` says that something on the page is surely text, ``unhidden`` that some of it is hidden in the page as it
    was saved."""

    sure: bool
    unhidden: bool


def judge(blocks: list[Block], regions: list[Region], titles: frozenset[str]) -> Verdict:
    """Set the ``reason`` of every block that is no text of the page; ``titles`` are what the page calls itself, without
    white space."""
    seen = [_look(block, titles) for block in blocks]
    unhidden = _hide(blocks, regions, _sums(blocks, seen, regions))
    _start_at_title(blocks, seen)
    sums = _sums(blocks, seen, regions)
    root = _root(regions, sums)
    inside = _inside(regions, root)
    furniture = _furniture(regions, sums, root, inside)
    sure = [at for at, block in enumerate(blocks) if seen[at].core and not block.reason and inside[block.region]]
    sure = [at for at in sure if not furniture[blocks[at].region]]
    first, last = (sure[0], sure[-1]) if sure else (len(blocks), len(blocks))
    head = _head(blocks, seen, furniture, first)
    for at, (block, look) in enumerate(zip(blocks, seen, strict=True)):
        if not block.reason:
            block.reason = furniture[block.region] or _by_place(
                block,
                look,
                above=at < first,
                before_head=at < head,
                below=at > last,
                inside=inside[block.region],
                info=at < first and _is_page_info(blocks, at),
            )
            if not sure and look.linked and not look.stays:
                block.reason = "链接列表"
    return Verdict(bool(sure), unhidden)


def _look(block: Block, titles: frozenset[str]) -> _Seen:
    if block.kind not in ("text", "row"):
        return _Seen(False, 0, "", False, False, False, False)
    text = block.text
    found = marker(text)
    kind = found.kind if found else ""
    worded = worded_kind(text)
    linked = block.links * 2 > len(text)
    sure = kind in ("article", "heading", "section", "subsection") or (len(text) >= 12 and _SENTENCE.search(text))
    core = len(text) if not linked and not worded and (sure or block.kind == "row") else 0
    titled = not linked and re.sub(r"\s", "", text) in titles
    stays = bool(_ANNEX.match(text) or block.files) or (
        not linked and (titled or kind in ("article", "heading") or is_fact(text) or number_line(text) is not None)
    )
    return _Seen(linked, core, worded, stays, kind == "article" and core > 0, bool(kind), titled)


def _sums(blocks: list[Block], seen: list[_Seen], regions: list[Region]) -> list[_Sum]:
    sums = [_Sum() for _ in regions]
    for block, look in zip(blocks, seen, strict=True):
        if block.kind in ("text", "row") and not block.reason:
            here = sums[block.region]
            here.size += len(block.text)
            here.links += block.links
            here.linked += look.linked
            here.core += look.core
            here.articles += look.article
            here.kept = here.kept or look.stays
    for at in range(len(regions) - 1, 0, -1):  # a region comes after the one around it
        here, above = sums[at], sums[regions[at].parent]
        above.size += here.size
        above.links += here.links
        above.linked += here.linked
        above.core += here.core
        above.articles += here.articles
        above.kept = above.kept or here.kept
    return sums


def _hide(blocks: list[Block], regions: list[Region], sums: list[_Sum]) -> bool:
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
    return shown


def _start_at_title(blocks: list[Block], seen: list[_Seen]) -> None:
    """Sentences above the title, unless one of them is numbered, are another box of the page: none is sure text."""
    at = next((at for at, look in enumerate(seen) if look.titled and not blocks[at].reason), 0)
    if not any(look.numbered for look in seen[:at]) and any(look.core for look in seen[at:]):
        for block, look in zip(blocks[:at], seen, strict=False):
            if look.core and block.kind == "text":
                look.core, look.elsewhere = 0, True


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


def _head(blocks: list[Block], seen: list[_Seen], furniture: list[str], first: int) -> int:
    """Where the document's own head begins: its title or the table of facts above the text."""
    for at, (block, look) in enumerate(zip(blocks[:first], seen, strict=False)):
        if block.kind in ("text", "row") and not block.reason and not furniture[block.region] and not look.linked:
            text = block.text
            if look.stays or is_title(text) or notice_of(text):
                return at
    return first


def _is_page_info(blocks: list[Block], at: int) -> bool:
    """In a table of facts about the document 发布日期 stands among others and tells of the document."""
    block = blocks[at]
    if block.kind not in ("text", "row") or not is_page_info(block.text.replace(CELL, " ")):
        return False
    beside = (other for other in blocks[max(0, at - 1) : at + 2] if other is not block)
    return not any(is_fact(other.text) and not is_page_info(other.text) for other in beside)


def _by_place(
    block: Block, look: _Seen, *, above: bool, before_head: bool, below: bool, inside: bool, info: bool
) -> str:
    """Why a block is left out, by where it stands: ``above`` or ``below`` all that is surely text, ``before_head`` the
    title, ``inside`` the element that holds the text."""
    if block.kind not in ("text", "row"):
        return "" if inside else _OUTSIDE
    if info:
        return "网页信息"
    if below and not inside and _is_download(block, look):
        return "附件链接"
    if look.stays or (not above and not below):
        return look.worded if look.linked and not look.stays else ""
    if look.worded:
        return look.worded
    if look.linked:
        if inside and (is_title(block.text) if above else look.numbered):
            return ""
        return "网页导航" if above else "链接列表"
    if look.elsewhere:
        return _OUTSIDE
    if inside or look.core:
        return ""
    if above:
        return "网页页眉" if before_head else ""
    return "" if _SIGNED.fullmatch(block.text) else _OUTSIDE


def _is_download(block: Block, look: _Seen) -> bool:
    """Whether the line only leads to files that go with the page."""
    return (
        bool(block.files and look.linked) or re.fullmatch(r"(?:相关)?附件(?:下载|列表)?[：:]?", block.text) is not None
    )
