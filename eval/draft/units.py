"""Regulation → the sentences that questions are made of, each with its address, its lead-in and its topic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.draft.model import Unit
from ingest.address import sublabel
from ingest.model import Article, Item, Paragraph, Regulation, Subitem

_KINDS = frozenset({"article", "section", "point", "problem"})  # paragraphs without a number are mostly news
_SENTENCE = re.compile(r"[^。！？；\n]+")
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百〇零\d]+(?:分编|编|章|节)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])\s*"
)
_SAYS_NOTHING = re.compile(
    r"总则|附则|其他|相关事宜|一般规定|总体要求|意义|指导思想|基本原则|组织领导|保障措施|附带事项|罚则|法律责任"
)
_TOPIC = 9  # characters; longer headings are sentences
_BEFORE_LIST = re.compile(
    r"(?:有|按照|按|应当|应|可以|必须|包括|主要|达到|因|具备|符合|履行|的职责|是|为|，|下列|以下)"
)


def units(regulation: Regulation) -> Iterator[Unit]:
    """Every sentence of the articles that lay down rules; notices, signatures, annexes and lead-ins are left out."""
    for article in regulation.articles:
        if article.kind in _KINDS:
            yield from _of_article(regulation, article)


def topic(article: Article) -> str:
    """What the article is about, by its own title or the nearest heading; empty where they say nothing."""
    for heading in (article.title, *reversed(article.path)):
        words = re.sub(r"[（(][^（）()]*[）)]", "", _NUMBERED.sub("", heading)).strip()
        if 2 <= len(words) <= _TOPIC and not _SAYS_NOTHING.search(words):
            return words
    return ""


def _of_article(regulation: Regulation, article: Article) -> Iterator[Unit]:
    about = topic(article)
    for paragraph in article.paragraphs:
        label = sublabel(article, paragraph)
        texts = tuple(_body(regulation, article, item) for item in paragraph.items)
        if article.kind != "problem":  # what is wrong now is described there; the rules are the measures below
            yield from _sentences(_body(regulation, article, paragraph), regulation, article, label, about, items=texts)
        lead = _last(_body(regulation, article, paragraph))
        for item, text in zip(paragraph.items, texts, strict=True):
            below = sublabel(article, paragraph, item)
            listed = _subject(lead) or about
            parts = tuple(_body(regulation, article, part) for part in item.subitems)
            yield from _sentences(text, regulation, article, below, listed, lead=lead, items=parts)
            for part, words in zip(item.subitems, parts, strict=True):
                deeper = sublabel(article, paragraph, item, part)
                yield from _sentences(words, regulation, article, deeper, listed, lead=_last(text))


def _body(regulation: Regulation, article: Article, part: Paragraph | Item | Subitem) -> str:
    """The part's own words: without its marker, its article's title and the parts below it."""
    text = regulation.text[part.start : part.end if isinstance(part, Subitem) else part.lead_end]
    if isinstance(part, Item | Subitem):
        text = text.removeprefix(part.marker)
    elif article.kind != "article":
        text = _NUMBERED.sub("", text.lstrip())
    if article.title and text.lstrip().startswith(article.title):
        text = text.lstrip().removeprefix(article.title).lstrip("。： \n")
    return text.strip().lstrip("：:")


def _sentences(
    text: str,
    regulation: Regulation,
    article: Article,
    label: str,
    about: str,
    lead: str = "",
    items: tuple[str, ...] = (),
) -> Iterator[Unit]:
    found = [
        sentence.strip() for sentence in _SENTENCE.findall(text) if len(sentence.strip()) > 4 and "|" not in sentence
    ]
    for number, sentence in enumerate(found):
        announces = items if number == len(found) - 1 and sentence.endswith(("：", ":")) else ()
        yield Unit(sentence.rstrip("；;：: "), regulation, article, label, lead, announces, about)


def _last(text: str) -> str:
    """The sentence of a lead-in that announces its items, empty where there is none."""
    return found[-1].strip().rstrip("：:") if (found := _SENTENCE.findall(text)) and text.endswith(("：", ":")) else ""


def _subject(lead: str) -> str:
    """What a lead-in speaks of: 请假 in 请假按照下列权限审批."""
    before = _BEFORE_LIST.split(lead, maxsplit=1)[0].strip()
    return before if 2 <= len(before) <= _TOPIC and before != lead and before[-1] not in "的分和与在对" else ""
