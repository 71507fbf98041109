"""The sentences of a long plain 款 that answer."""

from __future__ import annotations

from collections.abc import Sequence

from app.leadin import joined, leaning
from ingest.model import Span
from vectorstore.query import Query
from vectorstore.retrieval import ScoredPassage

_GAIN = 0.10  # share of the question that a further sentence must add
_GAIN_SEVERAL = 0.04  # the same where several things are asked for
_MOST = 4  # sentences of one quotation


def sentences(text: str, own: Span, passages: Sequence[ScoredPassage], query: Query) -> tuple[Span, ...]:
    """The best sentence of the paragraph ``own`` and those that add to it, in the order of the text.

    ``passages`` are best first, of them those of sentences in the paragraph count; the whole where there are none.
    """
    inside = [
        p
        for p in passages
        if own[0] <= p.passage.spans[-1][0] and p.passage.spans[-1][1] <= own[1] and p.passage.spans[-1] != own
    ]
    if not inside:
        return (own,)
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
    return tuple(joined(leaning(text, sorted(set(taken)), own), text))
