"""Addresses in regulations, written out and compared; :mod:`ingest.citation` reads them from text.

A :class:`Citation` is what someone wrote (《办法》第四十四条第一款第（六）项, 44条6项, 第13点). :func:`label` and
:func:`sublabel` print the address of a parsed part, so that every stage prints the same one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ingest.documents.titles import quoted
from ingest.model import Article, Item, Paragraph, Subitem
from ingest.numeral import format_numeral

# Units without numbers of their own (issuing notice, annex …) are counted in 段; everywhere else the word is 款.
_COUNTED_IN_SEGMENTS = ("annex", "front", "preamble", "paragraph", "closing")
UNNUMBERED = (
    r"(?:附[件表录图]\d*|题注|印发通知|发布说明|落款|结尾|序言|前言|[总分附罚通]则|第\d+段|[\u4e00-\u9fff\d（）、]{0,30}引言)"
    r"(?:（重复\d+）)?"
)
"""The addresses of such units."""
_UNNUMBERED = re.compile(UNNUMBERED)


Level = Literal["article", "paragraph", "item", "subitem"]


@dataclass(frozen=True, slots=True)
class Citation:
    """An address. ``regulation`` is the title as written, None where none is; ``article``/``inserted`` are 44 and 1 for
    第四十四条之一; ``address`` is the printed address in texts without 条 (13, 二（六）, 问题三, 第3段, 附件1).

    ``name`` and ``subname`` are the printed names of the item and the subitem where those are not called 第（N）项 and
    第N目 (工作措施1, （1）). ``chapter`` was named before the article (第三章 in 第3章第5条); it is context only, since
    articles are counted through. With neither article nor address (第三款) the citation is relative to its context.
    """

    regulation: str | None = None
    article: int | None = None
    inserted: int = 0
    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None
    address: str = ""
    name: str = ""
    subname: str = ""
    chapter: str = ""

    @property
    def article_address(self) -> str:
        """The address of the unit shown whole (第四十四条, 13), empty for a relative citation."""
        if self.article is None:
            return self.address
        return format_article(self.article, self.inserted)

    @property
    def sublabel(self) -> str:
        """The address below the article, empty for the article as a whole."""
        parts: list[str] = []
        if self.paragraph is not None:
            in_segments = self.article is None and _UNNUMBERED.fullmatch(self.address)
            parts.append(f"第{self.paragraph}段" if in_segments else f"第{format_numeral(self.paragraph)}款")
        if self.name or self.item is not None:
            parts.append(self.name or f"第（{format_numeral(self.item or 0)}）项")
        if self.subname or self.subitem is not None:
            parts.append(self.subname or f"第{self.subitem}目")
        return "".join(parts)

    @property
    def id(self) -> str:
        """``<regulation>#<article>/<label below it>``, built as the ids of passages are."""
        return f"{self.regulation or ''}#{self.article_address}/{self.sublabel or '全条'}"

    def format(self) -> str:
        """The citation as it is printed: 《办法》第四十四条第一款第（六）项."""
        title = f"《{self.regulation}》" if self.regulation else ""
        return title + self.chapter + self.article_address + self.sublabel

    @property
    def is_relative(self) -> bool:
        """Whether only the context tells what 第三款 is part of."""
        return self.article is None and not self.address and not self.chapter

    @property
    def lowest(self) -> Level | None:
        """The lowest part it names, None for an address that is no article (13, 附件1) and names nothing below."""
        if self.subitem is not None:
            return "subitem"
        if self.item is not None:
            return "item"
        if self.paragraph is not None:
            return "paragraph"
        return "article" if self.article is not None else None

    def with_number(self, level: Level, number: int | None) -> Citation:
        """The next member of an enumeration: the same with another number at this level."""
        if level == "article":
            return replace(self, article=number, inserted=0)
        if level == "paragraph":
            return replace(self, paragraph=number)
        return replace(self, item=number) if level == "item" else replace(self, subitem=number)

    def joined_to(self, before: Citation) -> Citation:
        """The same with what it leaves out taken from the citation before it in an enumeration."""
        if self.regulation:
            return self
        if self.article is not None or self.address:
            return replace(self, regulation=before.regulation) if before.regulation else self
        paragraph, item, name = self.paragraph, self.item, self.name
        if paragraph is None:
            paragraph = before.paragraph
            if item is None:
                item, name = before.item, before.name
        return Citation(
            before.regulation,
            before.article,
            before.inserted,
            paragraph,
            item,
            self.subitem,
            before.address,
            name,
            self.subname,
            before.chapter,
        )

    def contains(self, other: Citation) -> bool:
        """Whether ``other`` is this place or inside it. A citation without title fits any regulation; 第四十四条第一款
        does not contain 第四十四条第（六）项, because that does not say in which 款 it stands."""
        if self.regulation and other.regulation and self.regulation != other.regulation:
            return False
        if (self.article, self.inserted, self.address) != (other.article, other.inserted, other.address):
            return False
        own = (self.paragraph, self.item, self.subitem, self.name or None, self.subname or None)
        its = (other.paragraph, other.item, other.subitem, other.name or None, other.subname or None)
        return all(mine is None or mine == theirs for mine, theirs in zip(own, its, strict=True))


@lru_cache(maxsize=4096)
def format_article(number: int, inserted: int = 0) -> str:
    """44, 1 → 第四十四条之一."""
    return f"第{format_numeral(number)}条" + (f"之{format_numeral(inserted)}" if inserted else "")


def label(
    article: Article, paragraph: Paragraph | None = None, item: Item | None = None, subitem: Subitem | None = None
) -> str:
    """The printed address of a part, from its article downwards: 第四十四条第一款第（六）项, 问题三工作措施1."""
    return article.address + sublabel(article, paragraph, item, subitem)


def reference(title: str, address: str) -> str:
    """Title and label as they are written for people: a mark inside the title becomes 〈〉, and the bare number of a
    point, which would read as a quantity, 第17点."""
    return quoted(title) + spoken(address)


def spoken(address: str) -> str:
    """A label as it is read: 17 → 第17点, 17（2） → 第17点（2）; every other label stays as it is."""
    return re.sub(r"^\d+", lambda number: f"第{number.group()}点", address)


def sublabel(
    article: Article, paragraph: Paragraph | None = None, item: Item | None = None, subitem: Subitem | None = None
) -> str:
    """The printed address below the article, empty for the article itself.

    The 款 is named only where the article has several, and not before an item whose name no other 款 of it has.
    """
    parts: list[str] = []
    if paragraph is not None and len(article.paragraphs) > 1 and not (item and _is_unique(article, item)):
        in_segments = article.kind in _COUNTED_IN_SEGMENTS
        parts.append(f"第{paragraph.number}段" if in_segments else f"第{format_numeral(paragraph.number)}款")
    if item is not None:
        parts.append(item.name or _item_name(article, item, article.address + "".join(parts)))
    if subitem is not None:
        parts.append(subitem.name or f"第{subitem.number}目")
    return "".join(parts)


def _is_unique(article: Article, item: Item) -> bool:
    """Whether the item's name says which it is in the whole article; two tables both have a 第1行."""
    return bool(item.name) and sum(each.name == item.name for p in article.paragraphs for each in p.items) == 1


def _item_name(article: Article, item: Item, after: str) -> str:
    """第（六）项, or in texts without 条 the item's marker as printed: （六）, 6."""
    marker = "" if article.kind == "article" else _printed_marker(item.marker)
    # 1. after 13 or 附件 would read as one number with it.
    if marker and not (marker[0].isdigit() and (after[-1].isdigit() or after[-1] in "件表录")):
        return marker
    return f"第（{format_numeral(item.number)}）项"


def _printed_marker(marker: str) -> str:
    """（1） for (1), 1. for 1．or 1、; anything else as printed."""
    found = re.fullmatch(r"([（(]?)\s*(\d{1,4}|[零〇一二三四五六七八九十百]{1,6})\s*([）)．.、]?)", marker.strip())
    if found is None:
        return marker.strip()
    return f"（{found[2]}）" if found[1] or found[3] in ("）", ")") else f"{found[2]}."
