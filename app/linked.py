"""Places that a quotation leads to: what it refers to, what a word in it means, what follows from its outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.answer import Quote, parts
from app.choose import Chosen
from app.leadin import trim, with_lead_in
from app.outcome import governing, outcomes, place_at
from ingest.address import label as address_label
from ingest.model import Article, Regulation

_LONGEST = 600  # a longer place is named by its first part only: nobody reads a page to understand a sentence
_CLAUSES = re.compile(r"[^。；！？\n]+")
_VERB = re.compile(r"(?:被?(?:直接)?(?:确定|评定|认定|评|定)?为|被)$")
_DEFINES = re.compile(r"所称|是指")
_DEFINED = re.compile(
    r"^(?:[^，。；：、]{0,8}所称(?:的)?)?(?P<term>[^，。；：、“”（）]{2,12}?)，?(?:是指|系指|主要指|指|包括)"
)


@dataclass(frozen=True, slots=True)
class Linked:
    """A place with the regulation and the article it stands in."""

    regulation: Regulation
    article: Article
    chosen: Chosen


def linked(cited: Sequence[Quote], regulations: Mapping[str, Regulation]) -> list[Linked]:
    """The places that the quotations lead to and that they do not quote themselves, each once: first what they refer
    to, then definitions, then consequences."""
    found: dict[tuple[str, str], Linked] = {}
    for look in (_references, _definitions, _consequences):
        for quotation in cited:
            regulation = regulations[quotation.regulation_id]
            for link in look(quotation, regulation, regulations):
                found.setdefault((link.regulation.id, link.chosen.label), link)
    return [link for link in found.values() if not any(_quoted(link, quotation) for quotation in cited)]


def _references(quotation: Quote, regulation: Regulation, regulations: Mapping[str, Regulation]) -> Iterator[Linked]:
    """本办法第二十七条, 前款: the places that the quoted words name."""
    for each in regulation.references:
        inside = any(start <= each.start and each.end <= end for start, end in quotation.spans)
        if each.article != quotation.article or not inside or each.problem:
            continue
        other = regulations.get(each.regulation_id or regulation.id)
        for target in each.targets if other else ():
            if other and (link := _at(other, target)):
                yield link


def _definitions(quotation: Quote, regulation: Regulation, _: Mapping[str, Regulation]) -> Iterator[Linked]:
    """本办法所称…，是指…: the 款 that says what a quoted word means."""
    for match in _DEFINES.finditer(regulation.text):
        article, paragraph = place_at(regulation, match.start())
        if article is None or paragraph is None or article.address == quotation.article:
            continue
        own = trim(regulation.text, paragraph.start, paragraph.end)
        stated = _DEFINED.match(regulation.text[own[0] : own[0] + 60]) if own else None
        if own and stated and stated["term"] in quotation.quote:
            yield Linked(regulation, article, Chosen(address_label(article, paragraph), (own,)))


def _consequences(quotation: Quote, regulation: Regulation, _: Mapping[str, Regulation]) -> Iterator[Linked]:
    """What the regulation says of the outcome that the quotation ends with: 不确定档次的，按照下列规定办理…."""
    start, end = quotation.spans[-1]
    found: list[tuple[str, Linked]] = []
    for clause in _CLAUSES.findall(regulation.text[start:end]):
        for outcome in outcomes(clause):
            for article, paragraph, condition in governing(regulation, outcome):
                own = trim(regulation.text, paragraph.start, paragraph.end)
                if own and article.address != quotation.article and own[1] - own[0] <= _LONGEST:
                    one = len(article.paragraphs) == 1
                    label = address_label(article) if one else address_label(article, paragraph)
                    before = condition[: condition.index(outcome)]
                    found.append((before, Linked(regulation, article, Chosen(label, (own,)))))
    # of 年度考核…不合格 and 聘期考核…不合格 only the one that the quotation speaks of
    alone = len({_subject(before) for before, _ in found}) == 1
    yield from (link for before, link in found if alone or _subject(before) in quotation.article_text)


def _subject(before: str) -> str:
    """What an outcome is the outcome of: 年度考核 of 工作人员年度考核被确定为."""
    return _VERB.sub("", before)[-4:]


def _at(regulation: Regulation, target: str) -> Linked | None:
    """The place at an address as references write it; None where it is a chapter or too long to be shown."""
    for article in regulation.articles:
        if not target.startswith(article.address):
            continue
        for label, start, end in parts(article):
            if label != target:
                continue
            if label == article.address and article.paragraphs:
                start = article.paragraphs[0].start
            own = trim(regulation.text, start, end)
            if own is None or own[1] - own[0] > _LONGEST:
                return None
            return Linked(regulation, article, Chosen(label, with_lead_in(regulation, article, *own)))
    return None


def _quoted(link: Linked, quotation: Quote) -> bool:
    """Whether the quotation has the last and own span of the place already, or a part of the article that is meant."""
    start, end = link.chosen.spans[-1]
    if link.regulation.id != quotation.regulation_id or link.article.address != quotation.article:
        return False
    low, high = quotation.spans[-1]
    return (start <= low and high <= end) or any(low <= start and end <= high for low, high in quotation.spans)
