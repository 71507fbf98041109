"""Other parts of an article that an answer from it needs: what a colon announces, what speaks of the very item, what
decides between several items that apply at once."""

from __future__ import annotations

import re

from ingest.address import label as address_label
from ingest.model import Article, Item, Paragraph, Regulation

_FOLLOWS = 420  # what a colon announces is quoted up to this many characters, the colon's 款 included
_UNFINISHED = 200  # so is a broken-off line of a flattened table up to the end of its sentence
_END = "。；！？"
_AT_ONCE = re.compile(
    r"既[^，。？]{1,16}又|又[^，。？]{1,10}又|同时|(?:两|几|多)[种项样个][^，。？]{0,6}都|两[种样头边][处罚都]|叠加|一并"
)
_CONCURRENCE = re.compile(
    r"(?:[两二数多]|几)[项种个][^，。；]{0,2}以上|同时(?:受|有|具有|具备|符合|存在|适用)|合并(?:处|执行|计)|(?:影响|处分|处理|处罚)?(?:最|较|更)重|择(?:重|优|高)"
)


def followed(regulation: Regulation, article: Article, paragraph: Paragraph) -> int:
    """Where a quotation of the plain ``paragraph`` ends: after what its colon announces, or in a flattened table after
    the sentence that goes on in the next line; mostly its own end."""
    text, end = regulation.text, paragraph.end
    last = text[paragraph.start : paragraph.end].rstrip()[-1:]
    announces = last in "：:"
    broken = article.kind == "annex" and last not in _END + "：:】"
    if not announces and not broken:
        return end
    most = paragraph.start + (_FOLLOWS if announces else _UNFINISHED)
    for following in article.paragraphs[paragraph.number :]:
        if following.end > most:
            break
        end = following.end
        if broken and text[paragraph.start : end].rstrip()[-1:] in _END:
            return end
    return end if announces else paragraph.end


def speaking_of(regulation: Regulation, article: Article, paragraph: Paragraph, item: Item) -> list[Paragraph]:
    """The later 款 of the article that name just this item: 前款第二项规定的人员…."""
    place = address_label(article, paragraph, item)
    starts = [
        each.start
        for each in regulation.references
        if each.article == article.address and not each.title and place in each.targets
    ]
    return [
        later
        for later in article.paragraphs
        if later.start >= paragraph.end and not later.items and any(later.start <= s < later.end for s in starts)
    ]


def deciding(regulation: Regulation, article: Article, listing: Paragraph, question: str) -> list[Paragraph]:
    """The 款 after a list that says what holds where several of its items apply at once, if that is asked."""
    if not _AT_ONCE.search(question):
        return []
    later = [p for p in article.paragraphs if p.start >= listing.end and not p.items]
    return [p for p in later if _CONCURRENCE.search(regulation.text[p.start : p.end])][:1]
