"""Words that name a place from where they stand: 前款, 前两项, 前条, 本条, 本款, 本章."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.address import Citation
from ingest.model import Article, Paragraph, Regulation
from ingest.numeral import format_numeral, parse_numeral

WORD = re.compile(
    r"前(?P<many>[一二两三四五六七八九十]{0,2})(?P<before>款(?!项)|条(?![件例款])|项(?!目)|章(?!程)|节|编(?!制))"
    r"|本(?P<own>款(?!项)|条(?![件例款])|项(?!目)|章(?!程)|节(?![能约省水目假])|编(?!制))"
)
_HEADING = re.compile(r"第(.+?)(分编|编|章|节)")
_ANNEX = re.compile(r"附[件表录图]\d*")
_PART = re.compile(r"第[^分]{1,4}编")
_NO_PLACE = Citation()


@dataclass(frozen=True, slots=True)
class Meant:
    """From ``first`` to ``last``; ``problem`` says in Chinese why there is no such place."""

    first: Citation
    last: Citation | None = None
    problem: str = ""


def own(article: Article) -> Citation:
    """The citation of an article as a whole."""
    if article.kind == "article" and article.number is not None:
        return Citation(article=article.number, inserted=article.inserted)
    return Citation(address=article.address)


class Here:
    """The article at ``index`` of the regulation, as the words in its text see it."""

    def __init__(self, regulation: Regulation, index: int) -> None:
        self._regulation, self._index = regulation, index
        self.article = regulation.articles[index]
        annex = _ANNEX.match(self.article.address) if self.article.kind == "article" else None
        self.annex = annex[0] if annex else ""
        """The annex the article belongs to, where that has articles of its own."""

    @cached_property
    def citation(self) -> Citation:
        """The article as a whole."""
        return own(self.article)

    @cached_property
    def _starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.article.paragraphs]

    def paragraph(self, at: int) -> Paragraph | None:
        """The 款 that holds the offset; None in the article's heading."""
        place = bisect_right(self._starts, at)
        return self.article.paragraphs[place - 1] if place else None

    def meant(self, word: re.Match[str], at: int) -> Meant | None:
        """What the word at the offset names; None where that is the whole text (本编 in a file that is one part)."""
        many = parse_numeral(word["many"]) if word["many"] else 1
        unit = word["own"] or word["before"]
        if unit in "章节编":
            return self._heading(unit, many if word["before"] else 0)
        if word["own"]:
            return Meant(self.inside(at, unit))
        if unit == "条":
            return self._articles_before(many)
        return self._paragraphs_before(at, many) if unit == "款" else self._items_before(at, many)

    def inside(self, at: int, unit: str) -> Citation:
        """The article, or the 款 or 项 of it that holds the offset."""
        paragraph = self.paragraph(at)
        if unit == "条" or paragraph is None:
            return self.citation
        cited = replace(self.citation, paragraph=paragraph.number)
        if unit == "项":
            item = next((each for each in reversed(paragraph.items) if each.start <= at), None)
            cited = replace(cited, item=item.number if item else None)
        return cited

    def in_annex(self, cited: Citation) -> Citation:
        """第三条 as seen from an annex with articles of its own: the annex's, where it has such a one."""
        if not self.annex or cited.article is None:
            return cited
        address = self.annex + cited.article_address
        known = self._regulation.article(address) is not None
        return replace(cited, article=None, inserted=0, address=address) if known else cited

    def has(self, cited: Citation) -> bool:
        """Whether the article has such a 款 or 项 at all; 目 are not looked for."""
        if cited.paragraph is not None:
            return cited.paragraph <= len(self.article.paragraphs)
        lists = (paragraph.items for paragraph in self.article.paragraphs)
        return cited.item is None or any(item.number == cited.item for items in lists for item in items)

    def base(self, cited: Citation, at: int) -> Citation:
        """What an address at the offset leaves out when it names only 款, 项 or 目."""
        if cited.paragraph is not None:
            return self.citation
        if cited.item is None:
            return self.inside(at, "项")
        above = self.list_above(at)
        return replace(self.citation, paragraph=above.number) if above else self.citation

    def list_above(self, at: int) -> Paragraph | None:
        """The 款 whose items 第一项 means: that of the offset, or else the last one before it that has any."""
        paragraph = self.paragraph(at)
        number = paragraph.number if paragraph else 0
        return next((each for each in reversed(self.article.paragraphs[:number]) if each.items), None)

    def _articles_before(self, many: int) -> Meant:
        articles, first = self._regulation.articles, self._index - many
        if first < 0 or articles[first].kind != self.article.kind:
            return Meant(_NO_PLACE, problem=f"{self.article.address}之前没有{_counted(many, '条')}")
        last = articles[self._index - 1]
        return Meant(own(articles[first]), own(last) if many > 1 else None)

    def _paragraphs_before(self, at: int, many: int) -> Meant:
        paragraph = self.paragraph(at)
        number = paragraph.number if paragraph else 1
        if number <= many:
            above = self.article.address + (f"第{format_numeral(number)}款" if number > 1 else "")
            return Meant(_NO_PLACE, problem=f"{above}之前没有{_counted(many, '款')}")
        first = replace(self.citation, paragraph=number - many)
        return Meant(first, replace(first, paragraph=number - 1) if many > 1 else None)

    def _items_before(self, at: int, many: int) -> Meant | None:
        paragraph = self.list_above(at)
        if paragraph is None:
            # 对前三项污染物征收: no 项 is meant where there is none.
            return Meant(_NO_PLACE, problem=f"{self.article.address}没有项，看不出前项指什么") if many == 1 else None
        inside = next((each for each in reversed(paragraph.items) if each.start <= at < each.end), None)
        cited = replace(self.citation, paragraph=paragraph.number)
        if inside is None:
            # Below the list: 前两项 are its first two, 前项 its last.
            first, last = (1, many) if many > 1 else (len(paragraph.items), len(paragraph.items))
        else:
            first, last = inside.number - many, inside.number - 1
        if first < 1 or last > len(paragraph.items):
            return Meant(_NO_PLACE, problem=f"{self.article.address}这里之前没有{_counted(many, '项')}")
        return Meant(replace(cited, item=first), replace(cited, item=last) if last > first else None)

    def _heading(self, unit: str, back: int) -> Meant | None:
        for heading in reversed(self.article.path):
            found = _HEADING.match(heading)
            if found and found[2] == unit:
                number = parse_numeral(found[1]) - back
                if number > 0:
                    return Meant(Citation(chapter=f"第{format_numeral(number)}{unit}"))
        if unit == "编" and not any(_PART.match(each.title) for each in self._regulation.headings):
            return None
        word = "前" if back else "本"
        return Meant(_NO_PLACE, problem=f"看不出“{word}{unit}”指哪一{unit}")


def _counted(many: int, unit: str) -> str:
    return unit if many == 1 else f"{'两' if many == 2 else format_numeral(many)}{unit}"
