"""BM25 over Chinese words and over character pairs, with the institution's synonyms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
from numpy.typing import NDArray

from vectorstore.synonyms import Vocabulary
from vectorstore.words import FUNCTION_WORDS, Segmenter, asks, pairs

Scores = NDArray[np.float32]

_SYNONYM_SHARE = 0.9  # a synonym is a little weaker evidence than the word itself
_SINGLE_SHARE = 0.35  # one character says little: 涨, 借, 签
_ASKING_SHARE = 0.3  # 几年一届 wants a number near 任期, but 任期 is hardly what it is about
_NUMBER_SHARE = 0.3  # a number of the question is often the asker's own case, not the text's limit


@dataclass(frozen=True, slots=True)
class Term:
    """One content word of a question.

    ``forms`` are what may stand for it in a text, each a tuple of tokens: the word itself, then its official words.
    ``weight`` is how much it says, 0 to 1.
    """

    word: str
    forms: tuple[tuple[str, ...], ...]
    weight: float


class Lexical:
    """The word statistics of an index. ``texts`` are the passages as they are searched, context included."""

    def __init__(self, texts: Sequence[str], segmenter: Segmenter, vocabulary: Vocabulary) -> None:
        self.segmenter = segmenter
        self.vocabulary = vocabulary
        self.size = len(texts)
        words = [segmenter.tokens(text) for text in texts]
        self._words = _Field(words)
        self._pairs = _Field([pairs(text) for text in texts])
        counts: dict[str, int] = {}
        for document in words:
            for token in set(document):
                counts[token] = counts.get(token, 0) + 1
        self._counts = counts

    def idf(self, token: str) -> float:
        """Inverse document frequency, 0 to 1; 1 for a token that no passage has."""
        most = np.log(1.0 + (self.size + 0.5) / 0.5)
        found = self._counts.get(token, 0)
        return float(np.log(1.0 + (self.size - found + 0.5) / (found + 0.5)) / most)

    def frequent(self, least: int = 2) -> list[str]:
        """The tokens that at least so many passages have."""
        return [token for token, count in self._counts.items() if count >= least]

    def known(self, token: str) -> bool:
        """Whether any passage has the token."""
        return token in self._counts

    def terms(self, text: str) -> list[Term]:
        """The content words of ``text``, each once."""
        found: dict[str, Term] = {}
        for word in self.segmenter.cut(text):
            if word in found or word in FUNCTION_WORDS:
                continue
            official = self.vocabulary.official(word)
            if asks(word) and not official:
                continue
            forms = tuple(dict.fromkeys(((word,), *(tuple(self.segmenter.cut(o)) for o in official))))
            best = max((self.idf(t) for form in forms for t in form if self.known(t)), default=1.0)
            weight = (self.idf(word) if self.known(word) or not official else best) * self.segmenter.rarity(word)
            if len(word) == 1 and not word.isdigit():
                weight *= _SINGLE_SHARE
            if word[0].isdigit():
                weight *= _NUMBER_SHARE
            if asks(word):
                weight *= _ASKING_SHARE
            found[word] = Term(word, forms, weight)
        return list(found.values())

    def words(self, terms: Sequence[Term]) -> Scores:
        """BM25 of every passage over words: a term counts with the best of its forms."""
        total = np.zeros(self.size, np.float32)
        for term in terms:
            total += self._best_form(term)
        return total

    def pairs(self, text: str) -> Scores:
        """BM25 of every passage over character pairs of the normalised text."""
        return self._pairs.scores([p for p in pairs(text) if p not in FUNCTION_WORDS])

    def _best_form(self, term: Term) -> Scores:
        best = self._words.scores(list(term.forms[0]))
        if not self.known(term.word):
            inner = self.segmenter.inside(term.word)
            if inner:
                best = np.maximum(best, self._words.scores(inner) / len(inner))
        for form in term.forms[1:]:
            best = np.maximum(best, _SYNONYM_SHARE * self._words.scores(list(form)))
        return best


class _Field:
    """One inverted index. bm25s scores eagerly, so that a query is a sum of stored columns."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._size = len(documents)
        self._index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        self._known: frozenset[str] = frozenset()
        if any(documents):
            self._index.index([list(d) for d in documents], show_progress=False)
            self._known = frozenset(token for document in documents for token in document)

    def scores(self, tokens: Sequence[str]) -> Scores:
        known = [token for token in tokens if token in self._known]
        if not known:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._index.get_scores(known), np.float32)
