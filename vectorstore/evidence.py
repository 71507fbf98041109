"""How far an article settles a question: which of the question's words it has, where, and whether it has the kind of
thing that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.model import Passage
from vectorstore.lexical import Lexical, Term
from vectorstore.query import Query, satisfied
from vectorstore.words import normalise, pairs

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")

# What a word is worth by where it stands.
_IN_SENTENCE, _IN_PASSAGE, _IN_CONTEXT, _IN_ARTICLE = 1.0, 0.9, 0.8, 0.6
_SYNONYM = 0.95
_PARTIAL = 0.6  # of a word that no text has, the part whose character pairs do occur


@dataclass(frozen=True, slots=True)
class Piece:
    """Words and character pairs of a stretch of text."""

    text: str
    words: frozenset[str]
    pairs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """One passage, ready to be compared with questions."""

    passage: Passage
    whole: Piece
    context: Piece
    sentences: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """What one passage gives. ``coverage``: the share of the question's words, by weight, that its best sentence has with
    its surroundings, 0 to 1; ``typed``: the same, less where the kind of thing asked for is missing; ``missing``: the
    weight of the heaviest word that is nowhere in the article; ``contrast``: −1 (speaks of a rival) to 1 (of the same);
    ``sentence``: the share its best sentence has by itself."""

    coverage: float = 0.0
    typed: float = 0.0
    fits: float = 0.0
    missing: float = 0.0
    contrast: float = 0.0
    sentence: float = 0.0


class Reader:
    """Reads passages, keeping the last few thousand readings."""

    def __init__(self, lexical: Lexical, *, keep: int = 8192) -> None:
        self._lexical = lexical
        self._read: Callable[[Passage], Reading] = lru_cache(maxsize=keep)(self._reading)

    def article(self, passages: Sequence[Passage]) -> tuple[list[Reading], Piece]:
        """The readings of one article's passages, and all its words together."""
        readings = [self._read(passage) for passage in passages]
        words = frozenset().union(*(r.whole.words for r in readings)) if readings else frozenset()
        both = frozenset().union(*(r.whole.pairs for r in readings)) if readings else frozenset()
        return readings, Piece("", words, both)

    def _reading(self, passage: Passage) -> Reading:
        sentences = tuple(self._piece(match) for match in _SENTENCE.findall(passage.text) if match.strip())
        return Reading(passage, self._piece(passage.text), self._piece(passage.context), sentences)

    def _piece(self, text: str) -> Piece:
        return Piece(normalise(text), frozenset(self._lexical.segmenter.tokens(text)), frozenset(pairs(text)))


class Judge:
    """Compares one question with passages."""

    def __init__(self, query: Query, lexical: Lexical) -> None:
        self._query = query
        self._lexical = lexical
        self._terms = query.terms
        self._total = sum(term.weight for term in query.terms) or 1.0
        self._rivals = {w: lexical.vocabulary.rivals(w) - query.contrasts for w in query.contrasts}

    def support(self, reading: Reading, article: Piece) -> Support:
        """What the passage gives, ``article`` being everything its article has."""
        layers = (
            (article, _IN_ARTICLE),
            (reading.context, _IN_CONTEXT),
            (reading.whole, _IN_PASSAGE),
        )
        base: list[float] = []
        missing = 0.0
        for term in self._terms:
            worth = max(share * self._has(term, piece) for piece, share in layers)
            base.append(worth)
            missing = max(missing, term.weight * (1.0 - min(1.0, worth / _IN_ARTICLE)))
        best = Support(missing=missing, contrast=self._contrast(reading, article))
        for sentence in reading.sentences:
            own = [self._has(term, sentence) for term in self._terms]
            covered = sum(
                term.weight * max(worth, _IN_SENTENCE * has)
                for term, worth, has in zip(self._terms, base, own, strict=True)
            )
            alone = sum(term.weight * has for term, has in zip(self._terms, own, strict=True)) / self._total
            fits = satisfied(self._query, sentence.text)
            coverage = covered / self._total
            typed = coverage * (0.6 + 0.4 * fits) + 0.05 * alone
            if typed > best.typed:
                best = Support(coverage, typed, fits, missing, best.contrast, alone)
        return best

    def _has(self, term: Term, piece: Piece) -> float:
        best = 0.0
        for position, form in enumerate(term.forms):
            share = 1.0 if position == 0 else _SYNONYM
            found = [self._lexical.idf(t) for t in form if t in piece.words]
            if not found:
                continue
            if len(found) == len(form):
                return share
            best = max(best, share * 0.8 * sum(found) / sum(self._lexical.idf(t) for t in form))
        if best < _PARTIAL and len(term.word) > 1 and not self._lexical.known(term.word):
            own = pairs(term.word)
            best = max(best, _PARTIAL * sum(pair in piece.pairs for pair in own) / max(1, len(own)))
        return best

    def _contrast(self, reading: Reading, article: Piece) -> float:
        if not self._rivals:
            return 0.0
        total = 0.0
        for word, rivals in self._rivals.items():
            near, far = reading.whole.words, article.words | reading.context.words
            if word in near:
                total += 1.0
            elif near & rivals:
                total -= 1.0
            elif word in far:
                total += 0.5
            elif far & rivals:
                total -= 0.5
        return total / len(self._rivals)
