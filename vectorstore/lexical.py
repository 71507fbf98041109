"""BM25 over Chinese words and over character pairs, with the institution's synonyms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vectorstore.counted import Counted
from vectorstore.postings import Scores
from vectorstore.synonyms import Vocabulary
from vectorstore.words import FUNCTION_WORDS, Segmenter, asks, pairs

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
    """The word statistics of an index, asked with the institution's vocabulary. ``counted`` are the words of the
    passages as they are searched, context included, cut by a segmenter with the same vocabulary as ``segmenter``'s."""

    def __init__(self, counted: Counted, segmenter: Segmenter, vocabulary: Vocabulary) -> None:
        self.segmenter = segmenter
        self.vocabulary = vocabulary
        self.size = counted.size
        self._counted = counted

    def idf(self, token: str) -> float:
        """Inverse document frequency, 0 to 1; 1 for a token that no passage has."""
        most = np.log(1.0 + (self.size + 0.5) / 0.5)
        found = self._counted.words.having(token)
        return float(np.log(1.0 + (self.size - found + 0.5) / (found + 0.5)) / most)

    def frequent(self, least: int = 2) -> list[str]:
        """The tokens that at least so many passages have."""
        return self._counted.words.frequent(least)

    def known(self, token: str) -> bool:
        """Whether any passage has the token."""
        return self._counted.words.having(token) > 0

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
        return self._counted.pairs.scores([p for p in pairs(text) if p not in FUNCTION_WORDS])

    def words_in(self, sentence: str) -> frozenset[str]:
        """The words of one sentence (of ``vectorstore.counted.sentences``), and the words inside them."""
        known = self._counted.tokens_of(sentence)
        return frozenset(self.segmenter.tokens(sentence)) if known is None else known

    def _best_form(self, term: Term) -> Scores:
        best = self._counted.words.scores(list(term.forms[0]))
        if not self.known(term.word):
            inner = self.segmenter.inside(term.word)
            if inner:
                best = np.maximum(best, self._counted.words.scores(inner) / len(inner))
        for form in term.forms[1:]:
            best = np.maximum(best, _SYNONYM_SHARE * self._counted.words.scores(list(form)))
        return best
