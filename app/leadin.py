"""What must stand before a span so that it speaks for itself: lead-ins, the head of a table, the place it leans on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answer import parts
from ingest.model import Article, Paragraph, Regulation, Span

_LEAD = 160  # of a longer lead-in only the last sentence goes with its item
_LEANT_ON = 160  # a place that is leant on goes along if it is no longer than this
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]+[”’」』）》]*|[^。！？；]+$")
_LEANS = re.compile(r"^(?:其中|上述|该(?!当)|对此|同时|但|此外|其(?![他它余])|否则|因此|超过|违反上述|[（(])")
_ANNOUNCES = "：:"


def with_lead_in(regulation: Regulation, article: Article, start: int, end: int) -> tuple[Span, ...]:
    """The span ``[start, end)`` of the article after what it cannot be understood without.

    Before an item or a subitem stand the lead-ins above it, before a row the head of its table, before a 款 a 款 that
    announces it by a colon, and before a part that speaks of 前款 or 本条第二项 that place, where it is short.
    """
    text = regulation.text
    spans: list[Span] = []
    for number, paragraph in enumerate(article.paragraphs):
        if not paragraph.start <= start < paragraph.end:
            continue
        spans += _announcing(text, article.paragraphs, number)
        if paragraph.items and start >= paragraph.lead_end:
            spans += _lead(text, paragraph.start, paragraph.lead_end)
            for item in paragraph.items:
                if item.start < start < item.end and item.subitems and start >= item.lead_end:
                    spans += _lead(text, item.start, item.lead_end)
        elif start == paragraph.start and number and _LEANS.match(text[start : start + 4]):
            spans += _before(text, article.paragraphs[number - 1])
    spans += _leant_on(regulation, article, start, end)
    return tuple(joined([*spans, (start, end)], text))


def leaning(text: str, spans: Sequence[Span], own: Span) -> list[Span]:
    """Sentences of the paragraph ``own``, each that begins with 其中 or 但 together with the one before it."""
    found: list[Span] = []
    for start, end in spans:
        begin = start
        if start > own[0] and (_LEANS.match(text[start:end]) or text[start:end].startswith("前款")):
            before = [m.start() for m in _SENTENCE.finditer(text, own[0], start) if m[0].strip()]
            begin = before[-1] if before else start
        found.append((begin, end))
    return found


def joined(spans: Sequence[Span], text: str) -> list[Span]:
    """The spans in order; those that touch or overlap become one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and (start <= found[-1][1] or not text[found[-1][1] : start].strip()):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends; None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _lead(text: str, start: int, end: int) -> list[Span]:
    span = trim(text, start, end)
    if span is None or text[span[1] - 1] in "。；！？":
        return []  # the lead-in is a sentence of its own, and so is the item
    if span[1] - span[0] > _LEAD:
        last = max(text.rfind(sign, span[0], span[1] - 1) for sign in "。；") + 1
        span = trim(text, max(last, span[0]), span[1]) or span
    return [span]


def _announcing(text: str, paragraphs: Sequence[Paragraph], number: int) -> list[Span]:
    """The 款 before, where it ends in a colon and so announces this one (a table, mostly)."""
    if not number:
        return []
    before = paragraphs[number - 1]
    span = trim(text, before.start, before.end)
    if span is None or before.items or text[span[1] - 1] not in _ANNOUNCES or span[1] - span[0] > _LEAD:
        return []
    return [span]


def _before(text: str, paragraph: Paragraph) -> list[Span]:
    """The 款 before, of one with items its lead-in."""
    span = trim(text, paragraph.start, paragraph.lead_end)
    return [span] if span and span[1] - span[0] <= _LEANT_ON else []


def _leant_on(regulation: Regulation, article: Article, start: int, end: int) -> list[Span]:
    """The places of the same article that the span names (前款第二项), where they are short."""
    targets = {
        target
        for each in regulation.references
        if each.article == article.address and start <= each.start < end and not each.title
        for target in each.targets
        if target != article.address
    }
    if not targets:
        return []
    spans: list[Span] = []
    for label, low, high in parts(article):
        if label not in targets or high > start:  # what comes after is no antecedent
            continue
        own = trim(regulation.text, low, high)
        paragraph = next(p for p in article.paragraphs if p.start <= low < p.end)
        if own and own[1] - own[0] > _LEANT_ON and paragraph.items and low == paragraph.start:
            own = trim(regulation.text, paragraph.start, paragraph.lead_end)
        if own and own[1] - own[0] <= _LEANT_ON:
            spans += [*(_lead(regulation.text, paragraph.start, paragraph.lead_end) if paragraph.items else ()), own]
    return spans
