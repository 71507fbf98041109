"""An address → the parts of a regulation that it names, or in Chinese what does not exist."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import takewhile

from ingest.address import Citation, label
from ingest.model import Article, Item, Paragraph, Regulation
from ingest.numeral import format_numeral

_UNIT = re.compile(r"第.+?(?:分编|编|章|节)|[总分]则")


class AbsentError(Exception):
    """No such place; the message says in Chinese what is missing: 没有第九十九条, 第五条没有第四款."""


class Places:
    """The addressable parts of one regulation."""

    def __init__(self, regulation: Regulation) -> None:
        self._articles = regulation.articles
        self._at = {article.address: index for index, article in enumerate(regulation.articles)}

    def shares_with(self, other: Places) -> bool:
        """Whether both have an article of the same number; two parts of one code do not."""
        return self is other or any(a.kind == "article" and a.address in other._at for a in self._articles)

    def find(self, first: Citation, last: Citation | None = None, near: Article | None = None) -> tuple[str, ...]:
        """The labels of what is cited: one, or all from ``first`` to ``last``.

        A chapter's label is the headings that lead to it, joined by a space. ``near`` is the article that cites:
        第二章 is the one of its own 编. Raises AbsentError where there is no such place.
        """
        if last is None:
            return (self._one(first, near),)
        if first.chapter and first.article is None and last.chapter:
            return self._between(
                self._headings, " ".join(self._heading(first, near)), " ".join(self._heading(last, near))
            )
        article, end = self._article(first), self._article(last)
        if article is not end:
            addresses = tuple(each.address for each in self._articles)
            return self._between(addresses, article.address, end.address)
        if last.item is not None:
            paragraph = self._list(article, first)
            low, high = self._item(article, paragraph, first), self._item(article, paragraph, last)
            return tuple(label(article, paragraph, i) for i in paragraph.items if low.number <= i.number <= high.number)
        if last.paragraph is not None:
            one, other = self._paragraph(article, first), self._paragraph(article, last)
            return tuple(label(article, p) for p in article.paragraphs if one.number <= p.number <= other.number)
        return (self._one(first, near),)

    def _one(self, cited: Citation, near: Article | None) -> str:
        if cited.chapter and cited.article is None:
            return " ".join(self._heading(cited, near))
        article = self._article(cited)
        if cited.item is None and cited.paragraph is None:
            return label(article)
        if cited.item is None:
            return label(article, self._paragraph(article, cited))
        paragraph = self._list(article, cited)
        item = self._item(article, paragraph, cited)
        if cited.subitem is None:
            return label(article, paragraph, item)
        subitem = next((each for each in item.subitems if each.number == cited.subitem), None)
        if subitem is None:
            raise AbsentError(f"{label(article, paragraph, item)}没有第{cited.subitem}目")
        return label(article, paragraph, item, subitem)

    def _article(self, cited: Citation) -> Article:
        for address in self._addresses(cited):
            if (index := self._at.get(address)) is not None:
                return self._articles[index]
        raise AbsentError(f"没有{cited.article_address}")

    def _addresses(self, cited: Citation) -> tuple[str, ...]:
        """The address as printed, and in a text without 条 what 第三条 and 第三点 may mean there."""
        printed = cited.article_address
        if self._counts_in_articles or cited.inserted:
            return (printed,)
        number = cited.article or (int(printed) if printed.isdigit() else 0)
        return (printed, format_numeral(number), str(number), f"（{format_numeral(number)}）") if number else (printed,)

    @cached_property
    def _counts_in_articles(self) -> bool:
        return any(article.kind == "article" for article in self._articles)

    def _paragraph(self, article: Article, cited: Citation) -> Paragraph:
        number = cited.paragraph or 1
        if number > len(article.paragraphs):
            raise AbsentError(f"{article.address}没有第{format_numeral(number)}款")
        return article.paragraphs[number - 1]

    def _list(self, article: Article, cited: Citation) -> Paragraph:
        """The 款 that has the item; where the citation names none, the first that does."""
        if cited.paragraph is not None:
            return self._paragraph(article, cited)
        lists = [each for each in article.paragraphs if each.items]
        having = [each for each in lists if any(item.number == cited.item for item in each.items)]
        if not having:
            raise AbsentError(f"{article.address}没有第（{format_numeral(cited.item or 0)}）项")
        return having[0]

    def _item(self, article: Article, paragraph: Paragraph, cited: Citation) -> Item:
        item = next((each for each in paragraph.items if each.number == cited.item), None)
        if item is None:
            raise AbsentError(f"{label(article, paragraph)}没有第（{format_numeral(cited.item or 0)}）项")
        return item

    @cached_property
    def _paths(self) -> dict[tuple[str, ...], None]:
        return {article.path[:depth]: None for article in self._articles for depth in range(1, len(article.path) + 1)}

    @cached_property
    def _headings(self) -> tuple[str, ...]:
        return tuple(" ".join(path) for path in self._paths)

    def _heading(self, cited: Citation, near: Article | None) -> tuple[str, ...]:
        units = _UNIT.findall(cited.chapter)
        fitting = [path for path in self._paths if _leads(path, units)]
        if not fitting:
            raise AbsentError(f"没有{cited.chapter}")
        own = near.path if near else ()
        return max(fitting, key=lambda path: _shared(path, own))

    def _between(self, labels: tuple[str, ...], first: str, last: str) -> tuple[str, ...]:
        start, end = labels.index(first), labels.index(last)
        depth = first.count(" ")
        return tuple(each for each in labels[start : end + 1] if each.count(" ") <= depth or each == last)


def _leads(path: tuple[str, ...], units: list[str]) -> bool:
    """Whether the path ends with the last unit and names the others above it."""
    if not path[-1].startswith(units[-1]):
        return False
    above = iter(path[:-1])
    return all(any(heading.startswith(unit) or heading.endswith(unit) for heading in above) for unit in units[:-1])


def _shared(path: tuple[str, ...], own: tuple[str, ...]) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(path, own, strict=False))))
