"""Which article a question is on, by the known questions: logistic regression, fitted for each index.

Where :mod:`vectorstore.likeness` asks for the one known question that is likest, this weighs all of an article's known
questions against those of all the others and against those that nothing settles: by what they mean (their vectors), and
once more by how they are written (their characters).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.characters import Characters

Vectors = NDArray[np.float32]

MANY = 20
"""Known questions of an article, of which one is likely like whatever people ask of it."""

_MOST = 15_000_000  # questions times articles: the fit keeps some fifteen times as many numbers in memory, here 0.9 GB
_STRENGTH, _WRITTEN_STRENGTH = 0.12, 10.0  # inverse of the L2 penalty, and
_PRECISE = 3e-4  # how exactly it is fitted: neither more nor twice as much is better on the development questions
_ROUNDS = 500
_LEAST = -10.0  # a log-probability below says no more than this one


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions with their vectors (unit length), a row each."""

    texts: tuple[str, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted model: ``weights`` has a column for each class, and last one for nothing, as has ``bias``."""

    weights: NDArray[Any]
    bias: Vectors

    def of(
        self, vector: Vectors, closed: Sequence[int], places: NDArray[np.int64] | slice = slice(None)
    ) -> list[float]:
        """The log-probabilities of the classes; ``vector`` is what the features at ``places`` are, the others are 0.
        What the ``closed`` classes would have counts as nothing."""
        odds = (vector @ self.weights[places].astype(np.float32, copy=False) + self.bias).astype(np.float64)
        logs = odds - np.logaddexp.reduce(odds)
        logs[-1] = np.logaddexp.reduce(logs[[*closed, -1]])
        found: list[float] = np.maximum(logs, _LEAST).tolist()
        return found


class Classified:
    """What is said of one question."""

    def __init__(self, classes: Mapping[str, int], meant: Sequence[float], written: Sequence[float]) -> None:
        """The log-probabilities, by what it means and by how it is written, that each of the classes is what the
        question is on, and last that none is; ``classes`` of the articles."""
        self._classes = classes
        self._meant, self._written = meant, written

    def features(self, article: str) -> dict[str, float]:
        """``settles`` and ``nothing`` by what the question means, ``worded`` and ``unworded`` by how it is written. An
        article without many known questions has none of them."""
        if article not in self._classes:
            return {}
        number = self._classes[article]
        return {
            "settles": self._meant[number],
            "nothing": self._meant[-1],
            "worded": self._written[number],
            "unworded": self._written[-1],
        }


class Classifier:
    """The fitted models. Safe to use from several threads."""

    def __init__(
        self,
        articles: Sequence[str],
        classes: Sequence[int],
        meant: Fitted,
        written: Fitted,
        characters: Characters,
    ) -> None:
        """``articles`` with the class of each; ``written`` has a row for each of the ``characters``. Articles that are
        asked about in the same words (editions of one) share a class."""
        count = max(classes) + 2
        together = len(articles) == len(classes) and len(written.weights) == len(characters.grams)
        shapes = {shape for model in (meant, written) for shape in (model.weights.shape[1:], model.bias.shape)}
        if not together or shapes != {(count,)}:
            raise ValueError("classifier does not fit together")
        self.articles, self.classes = list(articles), list(classes)
        self.meant, self.written, self.characters = meant, written, characters
        self._classes = dict(zip(articles, classes, strict=True))

    def to(self, texts: Sequence[str], vector: Vectors, allowed: Callable[[str], bool] | None = None) -> Classified:
        """What it says of the question that is put in the ways ``texts``; ``vector`` is the mean of theirs. Where only
        some articles (by id) are ``allowed``, a question on another is one that nothing settles."""
        closed: list[int] = []
        if allowed is not None:
            closed = sorted(set(self.classes) - {each for article, each in self._classes.items() if allowed(article)})
        found = [self.characters.vector(text) for text in texts]
        places = np.concatenate([each for each, _ in found])
        values = np.concatenate([each for _, each in found])
        weighted = (values / len(texts)).astype(np.float32)
        return Classified(self._classes, self.meant.of(vector, closed), self.written.of(weighted, closed, places))


def fit(asked: Mapping[str, Questions], near: Questions) -> Classifier | None:
    """Fitted on what is ``asked`` of each article and what is ``near`` but settled by nothing; None where too few have
    :data:`MANY` questions, nothing is near, no three share a character, or there are too many to compute with."""
    known = {article: questions for article, questions in asked.items() if len(questions.texts) >= MANY}
    alike = {questions.texts: questions for questions in known.values()}
    every = [*alike.values(), near]
    texts = [text for questions in every for text in questions.texts]
    if len(alike) < 2 or len(near.texts) < MANY or len(texts) * len(every) > _MOST:
        return None
    characters = Characters.of(texts)
    if not characters.grams:
        return None
    labels = np.repeat(np.arange(len(every)), [len(questions.texts) for questions in every])
    table = np.vstack([questions.vectors for questions in every])
    middle, scale = table.mean(axis=0), table.std(axis=0).mean()
    weights, bias = _fitted((table - middle) / scale, labels, _STRENGTH)
    written = Fitted(*_fitted(characters.table(texts), labels, _WRITTEN_STRENGTH))
    number = {key: each for each, key in enumerate(alike)}
    classes = [number[questions.texts] for questions in known.values()]
    meant = Fitted(weights / scale, bias - (middle / scale) @ weights)
    return Classifier(list(known), classes, meant, written, characters)


def _fitted(table: Any, labels: NDArray[np.int64], strength: float) -> tuple[Vectors, Vectors]:
    """Weights (features, classes) and bias."""
    from sklearn.linear_model import LogisticRegression

    # as good as the default solver, three times as fast, and with a fifth of its memory
    model = LogisticRegression(C=strength, tol=_PRECISE, max_iter=_ROUNDS, solver="newton-cg").fit(table, labels)
    return np.ascontiguousarray(model.coef_.T, np.float32), model.intercept_.astype(np.float32)
