"""Which words of an article answer: its best 项, 款 or sentences, several of them where they fit equally well, or the
article as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.answer import parts
from app.companions import deciding, followed, speaking_of
from app.leadin import trim, with_lead_in
from app.sentences import sentences
from ingest.citation import Citation
from ingest.citation import label as address_label
from ingest.model import Article, Item, Paragraph, Regulation, Span, Subitem
from vectorstore.amounts import fit, stated
from vectorstore.lexical import Term
from vectorstore.query import Query
from vectorstore.retrieval import ScoredPassage
from vectorstore.words import normalise

_AMOUNT = 0.35  # what an amount within the limits of a part adds to its score, or one outside takes from it
_BACKGROUND = 0.5  # what the words of the question before add, where this one is a follow-up
_ITEMS = 0.30  # items whose scores differ by less may each be the one that is meant
_SUBITEMS = 0.06  # the same of a subitem and its item, and of subitems
_SEVERAL = 0.10  # by how much one item must stand out to be the answer alone where several things are asked for
_GAIN = 0.10  # share of the question that an item must add to the best one to be quoted beside it
_PARAGRAPHS = 0.40  # 款 whose scores differ by less may each be the one that is meant
_NEARLY = 0.80  # and so are nearer ones than this while both are short
_BRIEF = 120  # characters of a short 款
_LIST = 260  # a list no longer than this is quoted whole where none of its items stands out
_LONG_LIST = 800  # nor one this long where three or more items fit equally well; of a longer one the best are quoted
_TIED = 2  # so many beside the best
_TOGETHER = 420  # 款 that are quoted together are no longer than this
_PLAIN = 220  # a plain paragraph no longer than this is quoted whole
_NOTICE = 400  # a notice no longer than this is quoted whole: its date and its signature stand apart from its matter
_JOINED = re.compile(r"[^，。？]{2}(?:[和与及、]|以及|还有)[^，。？]{2}")
_FRONT = ("front", "preamble")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Spans of the canonical text that answer, and their whole address."""

    label: str
    spans: tuple[Span, ...]

    @property
    def length(self) -> int:
        """How many characters are quoted."""
        return sum(end - start for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class _Unit:
    """An item, or a paragraph without items, with its passages, best first.

    ``amount`` tells whether an amount of the question falls within its limits (1) or outside them (−1).
    """

    paragraph: Paragraph
    item: Item | None
    score: float
    amount: int
    passages: tuple[ScoredPassage, ...]

    @property
    def typed(self) -> float:
        return max(p.support.typed for p in self.passages)

    @property
    def words(self) -> tuple[float, ...]:
        return self.passages[0].support.words


def whole(article: Article) -> Chosen:
    """The article as a whole, without its own marker."""
    if not article.paragraphs:
        return Chosen(address_label(article), ((article.start, article.end),))
    return Chosen(address_label(article), ((article.paragraphs[0].start, article.paragraphs[-1].end),))


def at(regulation: Regulation, article: Article, cited: Citation) -> Chosen | None:
    """The place that was asked for; None where the article has no such 款, 项 or 目."""
    if not cited.sublabel:
        return whole(article)
    found = [part for part in parts(article) if part[0] == article.address + cited.sublabel]
    if not found and cited.paragraph is None:  # 第四十四条第六项 where 第一款第（六）项 is printed
        found = [part for part in parts(article) if part[0].endswith(cited.sublabel)]
    if not found:
        return None
    label, start, end = found[0]
    return Chosen(label, with_lead_in(regulation, article, start, end))


def choose(
    regulation: Regulation, article: Article, passages: Sequence[ScoredPassage], query: Query
) -> tuple[Chosen, ...]:
    """The parts of ``article`` that answer ``query``, best first; ``passages`` are the article's, best first.

    Mostly one. 款 that fit about equally well are each quoted at their own address.
    """
    everything = whole(article)
    units = _units(regulation, article, passages, query)
    if query.whole or not units or (article.kind in _FRONT and everything.length <= _NOTICE):
        return (everything,)
    several = bool(query.wants & {"list", "compare"})
    best = units[0]
    found = _answering(regulation, article, best, units, query)
    for other in units[1:]:
        if other.paragraph is best.paragraph or _within(other, found):
            continue
        brief = max(_size(best), _size(other)) <= _BRIEF
        if best.score - other.score >= (_NEARLY if brief or several else _PARAGRAPHS):
            break
        more = _answering(regulation, article, other, units, query)
        if sum(chosen.length for chosen in (*found, *more)) > _TOGETHER:
            break
        found = (*found, *more)
        if not several:
            break
    return found


def _units(regulation: Regulation, article: Article, passages: Sequence[ScoredPassage], query: Query) -> list[_Unit]:
    """The smallest parts that can be quoted, best first."""
    amounts = stated(query.text)
    gathered: dict[tuple[int, int], _Unit] = {}
    for scored in passages:
        if scored.passage.kind == "article":
            continue
        start, end = scored.passage.spans[-1]
        paragraph = next((p for p in article.paragraphs if p.start <= start and end <= p.end), None)
        if paragraph is None:
            continue
        item = next((i for i in paragraph.items if i.start <= start and end <= i.end), None)
        own = regulation.text[start:end]
        amount = fit(amounts, own) if amounts else 0
        score = scored.score + _AMOUNT * amount
        if item is not None:  # between items of a list the question before tells, between 款 it misleads
            score += _BACKGROUND * _said(query.background, own)
        key = (paragraph.start, item.start if item else -1)
        known = gathered.get(key)
        if known is None:
            gathered[key] = _Unit(paragraph, item, score, amount, (scored,))
        else:
            amount = max(known.amount, amount)
            passages_of = (*known.passages, scored)
            gathered[key] = replace(known, score=max(known.score, score), amount=amount, passages=passages_of)
    return sorted(gathered.values(), key=lambda unit: -unit.score)


def _answering(
    regulation: Regulation, article: Article, unit: _Unit, units: Sequence[_Unit], query: Query
) -> tuple[Chosen, ...]:
    """What to quote of the paragraph that ``unit`` stands in."""
    if unit.item is None:
        listing = _listing(article, unit, units, query) if unit is units[0] else None
        return (_listed(article, listing),) if listing else (_plain(regulation, article, unit, query),)
    rivals = [u for u in units if u.paragraph is unit.paragraph and u is not unit]
    tied = [u for u in rivals if unit.score - u.score < _ITEMS or _better_words(u, unit)]
    if "list" in query.wants:
        leads = unit.typed - max((u.typed for u in rivals), default=0.0)
        if leads < _SEVERAL:
            return (_listed(article, unit.paragraph),)
    tied += _adding(unit, [u for u in rivals if u not in tied], query)
    length = unit.paragraph.end - unit.paragraph.start
    if tied and "list" not in query.wants and length <= (_LIST if len(tied) == 1 else _LONG_LIST):
        return (_listed(article, unit.paragraph),)
    beside = [
        *deciding(regulation, article, unit.paragraph, query.question),
        *(speaking_of(regulation, article, unit.paragraph, unit.item) if not tied else ()),
    ]
    more = (_whole_paragraph(regulation, article, p) for p in beside)
    return (*(_one_item(regulation, article, u, query) for u in (unit, *tied[:_TIED])), *more)


def _adding(unit: _Unit, rivals: Sequence[_Unit], query: Query) -> list[_Unit]:
    """The items that have words of the question which ``unit`` has not: 工资 and 任职年限 stand in two of them."""
    if not _JOINED.search(query.question):
        return []
    weights = [term.weight for term in query.terms]
    total = sum(weights) or 1.0
    covered = unit.words
    found: list[_Unit] = []
    for rival in rivals:
        gain = sum(w * max(0.0, h - c) for w, h, c in zip(weights, rival.words, covered, strict=False)) / total
        if gain >= _GAIN:
            found.append(rival)
            covered = tuple(map(max, covered, rival.words))
    return found


def _better_words(unit: _Unit, chosen: _Unit) -> bool:
    """Whether ``unit`` has lost to ``chosen`` only by the amount that the question states, not being about any."""
    return chosen.amount == 1 and unit.amount == 0 and unit.score > chosen.score - _AMOUNT


def _listing(article: Article, unit: _Unit, units: Sequence[_Unit], query: Query) -> Paragraph | None:
    """The one list of the article, where a list is asked for and it fits about as well as the plain ``unit``."""
    listing = [p for p in article.paragraphs if p.items]
    if "list" not in query.wants or len(listing) != 1:
        return None
    scores = [u.score for u in units if u.paragraph is listing[0]]
    return listing[0] if scores and unit.score - max(scores) < _NEARLY else None


def _whole_paragraph(regulation: Regulation, article: Article, paragraph: Paragraph) -> Chosen:
    own = trim(regulation.text, paragraph.start, paragraph.end) or (paragraph.start, paragraph.end)
    return Chosen(address_label(article, paragraph), (own,))


def _listed(article: Article, paragraph: Paragraph) -> Chosen:
    one = len(article.paragraphs) == 1
    return Chosen(
        address_label(article) if one else address_label(article, paragraph), ((paragraph.start, paragraph.end),)
    )


def _one_item(regulation: Regulation, article: Article, unit: _Unit, query: Query) -> Chosen:
    paragraph, item = unit.paragraph, unit.item
    assert item is not None
    subitem = _subitem(item, unit.passages, query)
    place = subitem or item
    label = address_label(article, paragraph, item, subitem) if subitem else address_label(article, paragraph, item)
    return Chosen(label, with_lead_in(regulation, article, place.start, place.end))


def _subitem(item: Item, passages: Sequence[ScoredPassage], query: Query) -> Subitem | None:
    """The subitem that fits about as well as the item as a whole, and better than the other ones. One with a name
    (责任单位, 完成时限) says nothing to a question that asks for neither."""
    scores = [
        (p.score, next((s for s in item.subitems if s.start <= p.passage.spans[-1][0] < s.end), None))
        for p in passages
        if p.passage.kind == "subitem"
    ]
    if not scores:
        return None
    best, subitem = scores[0]
    if subitem and subitem.name and not query.wants & {"who", "when"}:
        return None
    if passages[0].score - best >= _SUBITEMS:
        return None
    return subitem if len(scores) == 1 or best - scores[1][0] >= _SUBITEMS else None


def _plain(regulation: Regulation, article: Article, unit: _Unit, query: Query) -> Chosen:
    """A plain paragraph: whole where it is short, else its best sentences."""
    paragraph = unit.paragraph
    one = len(article.paragraphs) == 1
    label = address_label(article) if one else address_label(article, paragraph)
    own = trim(regulation.text, paragraph.start, followed(regulation, article, paragraph))
    own = own or (paragraph.start, paragraph.end)
    if own[1] > paragraph.end:
        return Chosen(label, (own,))
    if own[1] - own[0] <= _PLAIN:
        return Chosen(label, with_lead_in(regulation, article, *own))
    return Chosen(label, sentences(regulation.text, own, unit.passages, query))


def _said(terms: Sequence[Term], text: str) -> float:
    """The share of the words, by weight, that the text has."""
    plain = normalise(text) if terms else ""
    total = sum(term.weight for term in terms) or 1.0
    return sum(t.weight for t in terms if any(all(token in plain for token in f) for f in t.forms)) / total


def _within(unit: _Unit, found: Sequence[Chosen]) -> bool:
    """Whether the unit is quoted already."""
    place = unit.item or unit.paragraph
    return any(low <= place.start < high for chosen in found for low, high in chosen.spans)


def _size(unit: _Unit) -> int:
    place = unit.item or unit.paragraph
    return place.end - place.start
