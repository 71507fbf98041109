"""The sentences of a long plain 款 that answer."""

from __future__ import annotations

from collections.abc import Sequence

from app.leadin import joined, leaning
from ingest.model import Span
from vectorstore.query import Query
from vectorstore.retrieval import ScoredPassage

_GAIN = 0.10  # share of the question that a further sentence must add
_GAIN_SEVERAL = 0.04  # the same where several things are asked for
_NEARLY = 0.30  # a second sentence whose score is less behind may be the one that is meant
_MOST = 4  # sentences of one quotation


def sentences(text: str, own: Span, passages: Sequence[ScoredPassage], query: Query) -> tuple[Span, ...]:
    """The best sentence of the paragraph ``own``, the second where it fits nearly as well, and those that add to them,
    in the order of the text.

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
    fitting = [p for p in inside[:2] if inside[0].score - p.score < _NEARLY]
    taken = [p.passage.spans[-1] for p in fitting]
    covered = [max(each) for each in zip(*(p.support.words for p in fitting), strict=True)] or [0.0] * len(weights)
    rest = inside[len(fitting) :]
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
