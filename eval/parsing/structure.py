"""The structure of a legal text as a list of units that two readings of it can be compared by.

A unit is an address and a digest of its extent: of the source's own characters from the unit's first to its last one.
Both sides of a comparison, the labels (:mod:`eval.parsing.annotation`) and the parser's records
(:func:`parsed_units`), are taken from the same source text in the same way, so that a unit agrees only where it begins
and ends in the same places and stands at the same address.

What a unit's text is:

- 条: from the beginning of its line, with 第X条, to the last line before the next article or heading.
- 款: to the last line before the next 款; the first 款 begins where its article begins, with 第X条, so that neither
  side has to say where a marker ends. Its 项 belong to it.
- 项, 目: from the marker to the last line before the next part of the same or a higher rank.
- heading: its own line. Its address is that of the headings above it and its own: 第二编第三章; 标题 where it has no
  第X章.
- numbered: a part of a text without 条 (一、 （一） 1.), up to the next numbered part of any rank; its address is the
  number as printed, without those above it.

Lines that belong to no article (page furniture, annexes) are left out of every extent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.parsing.origin import Origin, Span
from ingest.address import format_article
from ingest.model import Article, Item, Regulation
from ingest.numeral import format_numeral

Kind = Literal["article", "paragraph", "item", "subitem", "heading", "numbered"]

KIND_NAMES: dict[Kind, str] = {
    "article": "条",
    "paragraph": "款",
    "item": "项",
    "subitem": "目",
    "heading": "编章节标题",
    "numbered": "编号段",
}
"""What a reader sees; 编号段 are the parts of texts without 条."""

_FORM = re.compile(r"[\s#*>|\\\u200b-\u200f\ufeff]+")
_HEADING = re.compile(r"\s*#*\s*第\s*([^\s第]{1,9}?)\s*(分编|编|章|节)(?=[\s\u3000]|$)")
_RANKS = {"编": 1, "分编": 2, "章": 3, "节": 4}
_ENDINGS: tuple[tuple[str, Kind], ...] = (
    ("目", "subitem"),
    ("项", "item"),
    ("款", "paragraph"),
    ("编", "heading"),
    ("章", "heading"),
    ("节", "heading"),
    ("标题", "heading"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of a text. ``digest`` is :func:`digest` of its extent."""

    address: str
    digest: str

    @property
    def kind(self) -> Kind:
        """Which part it is, from its address."""
        if re.search(r"条(?:之[^条]+)?$", self.address):
            return "article"
        return next((kind for ending, kind in _ENDINGS if self.address.endswith(ending)), "numbered")


def digest(text: str) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of the text without white space and Markdown signs (#*>|)."""
    return hashlib.sha256(_FORM.sub("", text).encode()).hexdigest()[:12]


class HeadingPath:
    """The addresses of a text's headings, one after the other: 第二编, 第二编第一章, 第二编第一章第一节 …"""

    def __init__(self) -> None:
        self._above: dict[int, str] = {}

    def address(self, line: str) -> str:
        """The address of the heading that this line opens; 标题 where it prints no 第X编, 章 or 节."""
        found = _HEADING.match(line)
        if found is None:
            return "标题"
        rank = _RANKS[found[2]]
        self._above = {r: text for r, text in self._above.items() if r < rank} | {rank: f"第{found[1]}{found[2]}"}
        return "".join(text for _, text in sorted(self._above.items()))


def article_address(number: int, inserted: int = 0) -> str:
    """第四十四条, 第二十条之一."""
    return format_article(number, inserted)


def paragraph_address(article: str, number: int) -> str:
    """The 款 is always named, also where the article has only one."""
    return f"{article}第{format_numeral(number)}款"


def item_address(paragraph: str, number: int) -> str:
    """第四十四条第一款第（六）项."""
    return f"{paragraph}第（{format_numeral(number)}）项"


def subitem_address(item: str, number: int) -> str:
    """第四十四条第一款第（六）项第2目."""
    return f"{item}第{number}目"


def parsed_units(source: str, regulations: Iterable[Regulation], removed: Sequence[Span]) -> list[Unit]:
    """The units of what the parser made of ``source``, by way of the segments that lead back to it.

    ``removed`` are the source spans that it left out: they stand inside an extent without being part of it.
    """
    units: list[Unit] = []
    for regulation in regulations:
        origin = Origin(source, regulation.sources[0].segments, removed)
        path = HeadingPath()
        counted = any(article.kind == "article" for article in regulation.articles)
        if counted:
            units += [Unit(path.address(h.title), _taken(origin, h.start, h.end)) for h in regulation.headings]
        for article in regulation.articles:
            # An annex's articles have no number of the regulation's.
            if article.kind == "article" and article.number is not None:
                units += _article(article, origin)
        units += _numbered(regulation, origin, headings=not counted)
    return units


def _taken(origin: Origin, start: int, end: int) -> str:
    return digest(origin.text(start, end))


def _article(article: Article, origin: Origin) -> Iterator[Unit]:
    address = article_address(article.number or 0, article.inserted)
    yield Unit(address, _taken(origin, article.start, article.end))
    for paragraph in article.paragraphs:
        below = paragraph_address(address, paragraph.number)
        start = article.start if paragraph.number == 1 else paragraph.start
        yield Unit(below, _taken(origin, start, paragraph.end))
        for item in paragraph.items:
            if item.name:  # the rows of a table
                continue
            itself = item_address(below, item.number)
            yield Unit(itself, _taken(origin, item.start, item.end))
            for subitem in item.subitems:
                yield Unit(subitem_address(itself, subitem.number), _taken(origin, subitem.start, subitem.end))


def _numbered(regulation: Regulation, origin: Origin, *, headings: bool) -> Iterator[Unit]:
    """The numbered parts of a text without 条, each up to the next one."""
    opened: list[tuple[int, int, str]] = []
    for article in regulation.articles:
        if article.kind not in ("section", "point"):
            continue
        opened.append((article.start, article.end, _marker(regulation.text[article.start : article.end])))
        for item in (item for paragraph in article.paragraphs for item in paragraph.items if not item.name):
            opened += [(item.start, item.end, _marker(item.marker)), *_subitems(item)]
    if headings:
        begun = {start for start, _, _ in opened}
        opened += [(h.start, h.end, _marker(h.title)) for h in regulation.headings if h.start not in begun]
    opened.sort()
    ends = [start for start, _, _ in opened[1:]]
    for index, (start, end, address) in enumerate(opened):
        if address:
            yield Unit(address, _taken(origin, start, min([end, *ends[index : index + 1]])))


def _subitems(item: Item) -> list[tuple[int, int, str]]:
    return [(subitem.start, subitem.end, _marker(subitem.marker)) for subitem in item.subitems]


_MARKER = re.compile(r"\s*([（(]?)\s*([0-9０-９]{1,3}|[一二三四五六七八九十百]{1,5})\s*([）)、.．])")


def _marker(text: str) -> str:
    found = _MARKER.match(text)
    return printed(found[1] + found[2] + found[3]) if found else ""


def printed(marker: str) -> str:
    """A printed number in one way of writing: 一, （一）, 1., （1）."""
    number = re.sub(r"[^0-9一二三四五六七八九十百]", "", marker.translate(_NARROW))
    if re.search(r"[）)]", marker):
        return f"（{number}）"
    return f"{number}." if number.isdigit() else number


_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
