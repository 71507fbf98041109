"""How far an article settles a question: which of the question's words it has, where, and whether it has the kind of
thing that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.model import Passage
from vectorstore.counted import sentences
from vectorstore.lexical import Lexical, Term
from vectorstore.query import Query, satisfied
from vectorstore.words import normalise, pairs

# What a word is worth by where it stands.
_IN_SENTENCE, _IN_PASSAGE, _IN_CONTEXT, _IN_ARTICLE = 1.0, 0.9, 0.8, 0.6
_SYNONYM = 0.95
_PARTIAL = 0.6  # of a word that no text has, the part whose character pairs do occur


class Piece:
    """A stretch of text: its ``words``, its text normalised and its character pairs; the latter two are seldom needed
    and worked out when they are. ``parts`` are the pieces it consists of, none for a sentence."""

    __slots__ = ("_pairs", "_parts", "_raw", "_text", "words")

    def __init__(self, raw: str, words: frozenset[str], parts: Sequence[Piece] = ()) -> None:
        self.words = words
        self._raw = raw
        self._parts = parts
        self._text: str | None = None
        self._pairs: frozenset[str] | None = None

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = normalise(self._raw)
        return self._text

    @property
    def pairs(self) -> frozenset[str]:
        if self._pairs is None:
            inner = [part.pairs for part in self._parts]
            self._pairs = frozenset().union(*inner) if inner else frozenset(pairs(self._raw))
        return self._pairs


@dataclass(frozen=True, slots=True)
class Reading:
    """One passage, ready to be compared with questions."""

    passage: Passage
    whole: Piece
    own: Piece
    context: Piece
    sentences: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """What one passage gives to a question.

    ``coverage``: the share of the question's words, by weight, that its best sentence has with its surroundings, 0 to 1
    · ``typed``: the same, less where the kind of thing asked for is missing · ``fits``: how much of that kind it has ·
    ``missing``: the weight of the heaviest word that is nowhere in the article · ``contrast``: −1 (speaks of a rival)
    to 1 (of the same) · ``clash``: below 0 where it speaks of a rival of any word · ``own``: the share that stands in
    the passage without its lead-in · ``near``: the share that stands in one sentence with the kind of thing asked for ·
    ``words``: of each of the question's terms, how much stands in the passage.
    """

    coverage: float = 0.0
    typed: float = 0.0
    fits: float = 0.0
    missing: float = 0.0
    contrast: float = 0.0
    own: float = 0.0
    words: tuple[float, ...] = ()
    clash: float = 0.0
    near: float = 0.0


class Reader:
    """Reads passages, keeping the last few thousand readings. What the index has counted is not cut again."""

    def __init__(self, lexical: Lexical, *, keep: int = 4096) -> None:
        self._lexical = lexical
        self._read: Callable[[Passage], Reading] = lru_cache(maxsize=keep)(self._reading)
        self._whole: Callable[[tuple[Passage, ...]], tuple[list[Reading], Piece]] = lru_cache(maxsize=keep)(
            self._article
        )
        # A sentence stands in several passages: the article, its 款, the sentence itself.
        self._sentence: Callable[[str], Piece] = lru_cache(maxsize=4 * keep)(self._sentence_anew)

    def article(self, passages: Sequence[Passage]) -> tuple[list[Reading], Piece]:
        """The readings of one article's passages, and all its words together. Not to be changed: they are kept."""
        return self._whole(tuple(passages))

    def _article(self, passages: tuple[Passage, ...]) -> tuple[list[Reading], Piece]:
        readings = [self._read(passage) for passage in passages]
        return readings, _together("", [reading.whole for reading in readings])

    def _reading(self, passage: Passage) -> Reading:
        start, end = passage.spans[-1]
        own = passage.text[start - end :] if len(passage.spans) > 1 else passage.text
        parts = tuple(self._sentence(sentence) for sentence in sentences(passage.text))
        whole = self._piece(passage.text)
        return Reading(
            passage,
            whole,
            whole if own == passage.text else self._piece(own),
            self._piece(passage.context),
            parts,
        )

    def _piece(self, text: str) -> Piece:
        found = [self._sentence(sentence) for sentence in sentences(text)]
        return found[0] if len(found) == 1 else _together(text, found)

    def _sentence_anew(self, sentence: str) -> Piece:
        return Piece(sentence, self._lexical.words_in(sentence))


def _together(raw: str, parts: Sequence[Piece]) -> Piece:
    return Piece(raw, frozenset().union(*(part.words for part in parts)), parts)


class Judge:
    """Compares one question with passages."""

    def __init__(self, query: Query, lexical: Lexical) -> None:
        self._query = query
        self._words = [_Word(term, lexical) for term in query.terms]
        self._weights = [word.weight for word in self._words]
        self._total = sum(self._weights) or 1.0
        vocabulary = lexical.vocabulary
        # A piece stands in several passages: a sentence in its 款 and its article, headings above all of a chapter.
        self._found: dict[Piece, tuple[float, ...]] = {}
        self._given: dict[Piece, float] = {}
        self._rivals = {w: vocabulary.rivals(w) - query.contrasts for w in query.contrasts}

    def surroundings(self, article: Piece, context: Piece) -> list[float]:
        """What each of the question's words is worth anywhere in the article or in the headings above it."""
        inside, above = self._found_in(article), self._found_in(context)
        return [max(_IN_ARTICLE * i, _IN_CONTEXT * a) for i, a in zip(inside, above, strict=True)]

    def support(self, reading: Reading, article: Piece, around: Sequence[float]) -> Support:
        """What the passage gives; ``around`` is :meth:`surroundings` of its article."""
        weights, total = self._weights, self._total
        here = self._found_in(reading.whole)
        base = [max(far, _IN_PASSAGE * own) for own, far in zip(here, around, strict=True)]
        missing = max((w * (1.0 - min(1.0, b / _IN_ARTICLE)) for w, b in zip(weights, base, strict=True)), default=0.0)
        contrast, clash = self._contrast(reading, article)
        together = 0.8 * self._satisfied(reading.whole)
        alone = self._share(self._found_in(reading.own))
        around_it = self._share(base)
        coverage = best = fits = near = 0.0
        for sentence in reading.sentences:
            own = self._found_in(sentence)
            itself = self._share(own)
            # Most sentences have none of the words, and are worth what stands around them.
            covered = (
                sum(w * max(b, o) for w, b, o in zip(weights, base, own, strict=True)) / total if itself else around_it
            )
            given = self._satisfied(sentence)
            fit = max(given, together)
            near = max(near, itself * given)
            typed = covered * (0.6 + 0.4 * fit) + 0.05 * itself
            if typed > best:
                coverage, best, fits = covered, typed, fit
        return Support(coverage, best, fits, missing, contrast, alone, here, clash, near)

    def _share(self, found: Sequence[float]) -> float:
        return sum(w * f for w, f in zip(self._weights, found, strict=True)) / self._total

    def _found_in(self, piece: Piece) -> tuple[float, ...]:
        """How much of each word the piece has by itself."""
        found = self._found.get(piece)
        if found is None:
            found = self._found[piece] = tuple(word.found(piece) for word in self._words)
        return found

    def _satisfied(self, piece: Piece) -> float:
        """How much the piece has of the kind of thing asked for."""
        given = self._given.get(piece)
        if given is None:
            given = self._given[piece] = satisfied(self._query, piece.text)
        return given

    def _contrast(self, reading: Reading, article: Piece) -> tuple[float, float]:
        """(mean, least) over the question's contrast words."""
        if not self._rivals:
            return 0.0, 0.0
        found: list[float] = []
        for word, rivals in self._rivals.items():
            near = reading.whole.words
            if word in near:
                found.append(1.0)
            elif near & rivals:
                found.append(-1.0)
            elif word in article.words or word in reading.context.words:
                found.append(0.5)
            elif rivals & article.words or rivals & reading.context.words:
                found.append(-0.5)
        return sum(found) / len(self._rivals), min([0.0, *found])


class _Word:
    """One term of the question, ready to be looked for."""

    def __init__(self, term: Term, lexical: Lexical) -> None:
        self.weight = term.weight
        self._forms: list[tuple[float, list[tuple[str, float]]]] = []
        for position, form in enumerate(term.forms):
            share = 1.0 if position == 0 else _SYNONYM
            whole = sum(lexical.idf(token) for token in form) or 1.0
            self._forms.append((share, [(token, lexical.idf(token) / whole) for token in form]))
        self._tokens = frozenset(token for form in term.forms for token in form)
        unknown = len(term.word) > 1 and not lexical.known(term.word)
        self._pairs = pairs(term.word) if unknown else []

    def found(self, piece: Piece) -> float:
        """How much of the word the piece has, 0 to 1."""
        best = 0.0
        words = piece.words
        for share, form in () if self._tokens.isdisjoint(words) else self._forms:
            if len(form) == 1:
                if form[0][0] in words and share > best:
                    best = share
            else:
                part = sum(worth for token, worth in form if token in words)
                part = share if part > 0.999 else share * 0.8 * part
                if part > best:
                    best = part
        if self._pairs and best < _PARTIAL:
            best = max(best, _PARTIAL * sum(pair in piece.pairs for pair in self._pairs) / len(self._pairs))
        return best
