"""What is searched: each article whole, and each of its parts with the words it needs to be understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from ingest.address import sublabel
from ingest.model import Article, Item, Paragraph, Passage, Regulation, Span, article_id

WHOLE = "全条"
WHOLE_EMBEDDED = 600
EMBEDDED = 400
"""An article of more than 600 characters is embedded by its first 400: one vector says little about more than that,
and what follows has passages of its own."""
SPLIT = 200
"""The parts of an article have vectors of their own only where it is longer than one vector says enough about, in
characters; all passages are found by their words in any case. Measured from 0 to 400 (docs/evaluation.md): up to 200
nothing is lost and a third of the vectors saved, at 400 the distances tell less well when to refuse."""
LONG = 180
"""A plain paragraph longer than this, in characters, is also searched sentence by sentence."""
SHORTEST_SENTENCE = 12

# A sentence ends after 。！？ and the quotes or brackets that close with it; a very long one also after ；
_CLOSING = "”’」』）》"
_SENTENCE = re.compile(rf"[^。！？]*(?:[。！？]+[{_CLOSING}]*|$)")
_CLAUSE = re.compile(rf"[^；]*(?:；[{_CLOSING}]*|$)")

Kind = Literal["article", "paragraph", "item", "subitem"]


def passages(regulation: Regulation) -> list[Passage]:
    """The passages of every article, in the order of the text; their ids are unique in the regulation.

    The spans of a passage are whole and in order, however long; only ``text`` of a whole article is cut for embedding.
    """
    made: list[Passage] = []
    used: set[str] = set()
    for article in regulation.articles:
        found = list(_of_article(regulation, article))
        short = bool(found) and found[0].spans[0][1] - found[0].spans[0][0] <= SPLIT
        for place, passage in enumerate(found):
            # Two parts with one printed address (a number printed twice) stay apart.
            identifier, copy = passage.id, 1
            while identifier in used:
                copy += 1
                identifier = f"{passage.id}~{copy}"
            used.add(identifier)
            part = short and place > 0
            changed = copy > 1 or part
            made.append(replace(passage, id=identifier, embedded=not part) if changed else passage)
    return made


def _of_article(regulation: Regulation, article: Article) -> Iterator[Passage]:
    if article.kind == "closing":  # who signed and when: no answer to anything the text regulates
        return
    parts = article.paragraphs
    if len(parts) != 1 or parts[0].items:
        whole = _trim(regulation.text, (article.start, article.end))
        if whole:
            yield _passage(regulation, article, "", "article", (whole,))
    for paragraph in parts:
        if paragraph.items:
            yield from _of_items(regulation, article, paragraph)
        else:
            yield from _plain(regulation, article, paragraph)


def _plain(regulation: Regulation, article: Article, paragraph: Paragraph) -> Iterator[Passage]:
    span = _trim(regulation.text, (paragraph.start, paragraph.end))
    if span is None:
        return
    name = sublabel(article, paragraph)
    yield _passage(regulation, article, name, "paragraph", (span,))
    found = _sentences(regulation.text, span)
    if span[1] - span[0] > LONG and len(found) > 1:
        for number, sentence in enumerate(found, start=1):
            yield _passage(regulation, article, name, "paragraph", (sentence,), suffix=f"/s{number}")


def _of_items(regulation: Regulation, article: Article, paragraph: Paragraph) -> Iterator[Passage]:
    lead = _trim(regulation.text, (paragraph.start, paragraph.lead_end))
    for item in paragraph.items:
        span = _trim(regulation.text, (item.start, item.end))
        if span is None:
            continue
        name = sublabel(article, paragraph, item)
        yield _passage(regulation, article, name, "item", _spans(lead, span))
        yield from _of_subitems(regulation, article, paragraph, item, lead)
    # What stands between lead-in and items belongs to them; what follows the last item is a paragraph of its own.


def _of_subitems(
    regulation: Regulation, article: Article, paragraph: Paragraph, item: Item, lead: Span | None
) -> Iterator[Passage]:
    item_lead = _trim(regulation.text, (item.start, item.lead_end))
    for subitem in item.subitems:
        if span := _trim(regulation.text, (subitem.start, subitem.end)):
            name = sublabel(article, paragraph, item, subitem)
            yield _passage(regulation, article, name, "subitem", _spans(lead, item_lead, span))


def _passage(
    regulation: Regulation,
    article: Article,
    name: str,
    kind: Kind,
    spans: tuple[Span, ...],
    *,
    suffix: str = "",
) -> Passage:
    owner = article_id(regulation.id, article.address)
    text = "\n".join(regulation.text[start:end] for start, end in spans)
    return Passage(
        id=f"{owner}/{name or WHOLE}{suffix}",
        regulation_id=regulation.id,
        article_id=owner,
        label=name,
        kind=kind,
        spans=spans,
        context=" ".join(part for part in (regulation.title, *article.path, article.title) if part),
        text=text[:EMBEDDED] if kind == "article" and len(text) > WHOLE_EMBEDDED else text,
    )


def _spans(*spans: Span | None) -> tuple[Span, ...]:
    return tuple(span for span in spans if span is not None)


def _trim(text: str, span: Span) -> Span | None:
    """The span without white space at its ends, None where nothing remains."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _sentences(text: str, span: Span) -> list[Span]:
    """The sentences of the span; one too short to mean anything alone goes with the one before it."""
    found: list[Span] = []
    for sentence in _split(text, span, _SENTENCE):
        found.extend(_split(text, sentence, _CLAUSE) if sentence[1] - sentence[0] > LONG else [sentence])
    return found


def _split(text: str, span: Span, pattern: re.Pattern[str]) -> list[Span]:
    found: list[Span] = []
    for match in pattern.finditer(text, *span):
        part = _trim(text, match.span())
        if part is None:
            continue
        if found and part[1] - part[0] < SHORTEST_SENTENCE:
            found[-1] = (found[-1][0], part[1])
        else:
            found.append(part)
    return found
