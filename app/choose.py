"""Which words of an article answer: its best 项, 款 or sentences, or the article as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.answer import parts
from ingest.citation import Citation
from ingest.citation import label as address_label
from ingest.model import Article, Item, Paragraph, Passage, Regulation, Span
from vectorstore.query import Query
from vectorstore.retrieval import ScoredPassage

SHORT = 150  # an article no longer than this is quoted whole
_MEDIUM = 300  # one no longer than this is too, where no 款 of it clearly fits best
_TIED = 0.25  # scores of two 款 nearer than this
_EQUAL = 0.15  # scores of two 款 nearer than this answer together
_TOGETHER = 400  # if they are no longer than this
_PLAIN = 220  # and so is a paragraph
_LEAD = 160  # of a longer lead-in only the last sentence goes with its item
_GAIN = 0.10  # share of the question that a further sentence must add
_GAIN_SEVERAL = 0.04  # the same where several things are asked for
_DOMINANT = 0.10  # by how much one item must fit better than the next to be the answer alone
_FRONT = ("front", "preamble")
_NOTICE = 400  # a notice no longer than this is quoted whole: its date and its signature stand apart from its matter
_MOST = 4  # sentences of one quotation

_SENTENCE = re.compile(r"[^。！？；]*[。！？；]+[”’」』）》]*|[^。！？；]+$")
_LEANS = re.compile(r"^(?:其中|前款|上述|该|对此|同时|但|此外|其|否则|因此|超过|违反上述|[（(])")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Spans of the canonical text that answer, and their whole address."""

    label: str
    spans: tuple[Span, ...]


def whole(article: Article) -> Chosen:
    """The article as a whole, without its own marker."""
    if not article.paragraphs:
        return Chosen(address_label(article), ((article.start, article.end),))
    return Chosen(address_label(article), ((article.paragraphs[0].start, article.paragraphs[-1].end),))


def at(article: Article, cited: Citation) -> Chosen | None:
    """The place that was asked for; None where the article has no such 款, 项 or 目."""
    if not cited.sublabel:
        return whole(article)
    found = [part for part in parts(article) if part[0] == article.address + cited.sublabel]
    if not found and cited.paragraph is None:  # 第四十四条第六项 where 第一款第（六）项 is printed
        found = [part for part in parts(article) if part[0].endswith(cited.sublabel)]
    if not found:
        return None
    label, start, end = found[0]
    return Chosen(label, _with_lead(article, start, end))


def choose(regulation: Regulation, article: Article, passages: Sequence[ScoredPassage], query: Query) -> Chosen:
    """The part of ``article`` that answers ``query``; ``passages`` are the article's, best first.

    Two 款 that fit about equally well are quoted together, under the address of their article.
    """
    best = _best_part(regulation, article, passages, query)
    own = best.spans[-1]
    there = next((p for p in article.paragraphs if p.start <= own[0] and own[1] <= p.end), None)
    if there is None or len(article.paragraphs) == 1 or best.label == address_label(article):
        return best
    others = [p for p in passages if p.passage.kind != "article" and not _within(p.passage, there)]
    near = [p for p in passages if p.passage.kind != "article" and _within(p.passage, there)]
    if not others or not near or near[0].score - others[0].score > _EQUAL:
        return best
    second = _best_part(regulation, article, others, query)
    spans = tuple(_joined(sorted({*best.spans, *second.spans}), regulation.text))
    together = Chosen(address_label(article), spans)
    return together if _length(together) <= _TOGETHER else best


def _within(passage: Passage, paragraph: Paragraph) -> bool:
    return paragraph.start <= passage.spans[-1][0] and passage.spans[-1][1] <= paragraph.end


def _best_part(regulation: Regulation, article: Article, passages: Sequence[ScoredPassage], query: Query) -> Chosen:
    everything = whole(article)
    if article.kind in _FRONT and _length(everything) <= _NOTICE:
        return everything
    if query.whole or _length(everything) <= SHORT or not passages:
        return everything
    if _length(everything) <= _MEDIUM and _undecided(article, passages):
        return everything
    paragraph, item = _place(article, passages[0].passage)
    if paragraph is None:
        return _best_below(regulation, article, passages, query) or everything
    if item is None and paragraph.items:
        return _listed(article, paragraph)
    if item is not None:
        if _all_items(paragraph, passages, query):
            return _listed(article, paragraph)
        return _one_item(regulation, article, paragraph, item, passages)
    listing = [p for p in article.paragraphs if p.items]
    if "list" in query.wants and len(listing) == 1 and _gap(passages, listing[0], paragraph) < _TIED:
        return _listed(article, listing[0])
    return _sentences(regulation, article, paragraph, passages, query)


def _undecided(article: Article, passages: Sequence[ScoredPassage]) -> bool:
    """Whether two 款 fit about equally well."""
    best = sorted((_best_in(passages, paragraph) for paragraph in article.paragraphs), reverse=True)
    return len(best) > 1 and best[0] - best[1] < _TIED


def _gap(passages: Sequence[ScoredPassage], one: Paragraph, other: Paragraph) -> float:
    return _best_in(passages, other) - _best_in(passages, one)


def _best_in(passages: Sequence[ScoredPassage], paragraph: Paragraph) -> float:
    """The best score of a passage that stands in the paragraph."""
    return max(
        (
            p.score
            for p in passages
            if p.passage.kind != "article"
            and paragraph.start <= p.passage.spans[-1][0]
            and p.passage.spans[-1][1] <= paragraph.end
        ),
        default=-1.0,
    )


def _best_below(
    regulation: Regulation, article: Article, passages: Sequence[ScoredPassage], query: Query
) -> Chosen | None:
    """Where the article as a whole matches best: the best of its parts."""
    below = [p for p in passages if p.passage.label]
    if not below or ("list" in query.wants and len(article.paragraphs) == 1):
        return None
    return _best_part(regulation, article, below, query)


def _place(article: Article, passage: Passage) -> tuple[Paragraph | None, Item | None]:
    start, end = passage.spans[-1]
    if passage.kind == "article":
        return None, None
    for paragraph in article.paragraphs:
        if paragraph.start <= start and end <= paragraph.end:
            return paragraph, next((i for i in paragraph.items if i.start <= start and end <= i.end), None)
    return None, None


def _all_items(paragraph: Paragraph, passages: Sequence[ScoredPassage], query: Query) -> bool:
    """Whether the items together are the answer: none stands out, and several are asked for or they are short."""
    best: dict[int, float] = {}
    for scored in passages:
        start, end = scored.passage.spans[-1]
        item = next((i for i in paragraph.items if i.start <= start and end <= i.end), None)
        if item is not None:
            best[item.number] = max(best.get(item.number, 0.0), scored.support.typed)
    ranked = sorted(best.values(), reverse=True)
    lead = ranked[0] - ranked[1] if len(ranked) > 1 else 1.0
    if "list" in query.wants or paragraph.end - paragraph.start <= _TOGETHER:
        return lead < _DOMINANT
    return lead < 0.005 and "quantity" not in query.wants


def _listed(article: Article, paragraph: Paragraph) -> Chosen:
    one = len(article.paragraphs) == 1
    return Chosen(
        address_label(article) if one else address_label(article, paragraph), ((paragraph.start, paragraph.end),)
    )


def _one_item(
    regulation: Regulation,
    article: Article,
    paragraph: Paragraph,
    item: Item,
    passages: Sequence[ScoredPassage],
) -> Chosen:
    start, end = item.start, item.end
    label = address_label(article, paragraph, item)
    best = passages[0].passage
    if item.subitems and best.kind == "subitem" and end - start > _PLAIN:
        within = next(s for s in item.subitems if s.start <= best.spans[-1][0] < s.end)
        start, end = within.start, within.end
        label = address_label(article, paragraph, item, within)
    return Chosen(label, _with_lead(article, start, end, regulation.text))


def _with_lead(article: Article, start: int, end: int, text: str | None = None) -> tuple[Span, ...]:
    """The span with the lead-ins above it, where it does not speak for itself."""
    spans: list[Span] = []
    for paragraph in article.paragraphs:
        if not paragraph.start <= start < paragraph.end:
            continue
        if paragraph.items and start >= paragraph.lead_end:
            spans += _lead(paragraph.start, paragraph.lead_end, text)
            for item in paragraph.items:
                if item.start < start < item.end and item.subitems and start >= item.lead_end:
                    spans += _lead(item.start, item.lead_end, text)
    return (*spans, (start, end))


def _lead(start: int, end: int, text: str | None) -> list[Span]:
    if text is None:
        return [(start, end)] if end > start else []
    span = _trim(text, start, end)
    if span is None or text[span[1] - 1] in "。；！？":
        return []  # the lead-in is a sentence of its own, and so is the item
    if span[1] - span[0] > _LEAD:
        last = max(text.rfind(sign, span[0], span[1] - 1) for sign in "。；") + 1
        span = _trim(text, max(last, span[0]), span[1]) or span
    return [span]


def _sentences(
    regulation: Regulation, article: Article, paragraph: Paragraph, passages: Sequence[ScoredPassage], query: Query
) -> Chosen:
    """A plain paragraph: whole where it is short, else its best sentences in the order of the text."""
    one = len(article.paragraphs) == 1
    label = address_label(article) if one else address_label(article, paragraph)
    own = _trim(regulation.text, paragraph.start, paragraph.end) or (paragraph.start, paragraph.end)
    if own[1] - own[0] <= _PLAIN:
        return Chosen(label, (own,))
    inside = [
        p
        for p in passages
        if own[0] <= p.passage.spans[-1][0] and p.passage.spans[-1][1] <= own[1] and p.passage.spans[-1] != own
    ]
    if not inside:
        return Chosen(label, (own,))
    weights = [term.weight for term in query.terms]
    total = sum(weights) or 1.0
    taken = [inside[0].passage.spans[-1]]
    covered = list(inside[0].support.words or [0.0] * len(weights))
    rest = inside[1:]
    least = _GAIN_SEVERAL if query.wants & {"list", "compare"} else _GAIN
    while rest and len(taken) < _MOST:
        gains = [
            sum(w * max(0.0, h - c) for w, h, c in zip(weights, p.support.words, covered, strict=False)) / total
            for p in rest
        ]
        best = max(range(len(rest)), key=lambda i: gains[i])
        if gains[best] < least:
            break
        taken.append(rest[best].passage.spans[-1])
        covered = [max(a, b) for a, b in zip(covered, rest[best].support.words, strict=False)]
        del rest[best]
    spans = _joined(_leaning(regulation.text, sorted(set(taken)), own), regulation.text)
    return Chosen(label, tuple(spans))


def _leaning(text: str, spans: Sequence[Span], own: Span) -> list[Span]:
    """The sentences, each that begins with 其中 or 前款 together with the one before it."""
    found: list[Span] = []
    for start, end in spans:
        begin = start
        if _LEANS.match(text[start:end]) and start > own[0]:
            before = [m.start() for m in _SENTENCE.finditer(text, own[0], start) if m[0].strip()]
            begin = before[-1] if before else start
        found.append((begin, end))
    return found


def _joined(spans: Sequence[Span], text: str) -> list[Span]:
    """Spans that touch or overlap become one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and (start <= found[-1][1] or not text[found[-1][1] : start].strip()):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _length(chosen: Chosen) -> int:
    return sum(end - start for start, end in chosen.spans)
