"""Which article a question is on, by the known questions: logistic regression on its vector, fitted for each index.

Where :mod:`vectorstore.likeness` asks for the one known question that is likest, this weighs all of an article's known
questions against those of all the others and against those that nothing settles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

MANY = 20
"""Known questions of an article, of which one is likely like whatever people ask of it."""

_SHARE = 0.5  # of an index's articles must have so many: among few, one of them looks likely for whatever is asked
_STRENGTH = 0.12  # inverse of the L2 penalty, and
_PRECISE = 3e-4  # how exactly it is fitted: neither more nor twice as much is better on the development questions
_ROUNDS = 500
_LEAST = -10.0  # a log-probability below says no more than this one
_EXPECTED = (-11.24, 12.96)
"""What log-probability to expect of an article by its own cosine x with the question: a + b·x. Least squares over the
candidates of the development questions of the seed corpus."""


class Classified:
    """What is said of one question."""

    def __init__(self, settles: Mapping[str, float], nothing: float) -> None:
        """``settles``: of each article the log-probability that it is what the question is on; ``nothing``: that none
        is."""
        self._settles = settles
        self._nothing = max(nothing, _LEAST)

    def features(self, article: str, cosine: float) -> dict[str, float]:
        """``settles`` and ``nothing``. An article that is not known has no ``nothing``, and as ``settles`` what its
        cosine leads to expect."""
        if article not in self._settles:
            return {"settles": max(_EXPECTED[0] + _EXPECTED[1] * cosine, _LEAST)}
        return {"settles": max(self._settles[article], _LEAST), "nothing": self._nothing}


class Classifier:
    """The fitted weights. Safe to use from several threads."""

    def __init__(self, articles: Sequence[str], classes: Sequence[int], weights: Vectors, bias: Vectors) -> None:
        """``articles`` with the class of each; ``weights`` and ``bias`` have a row for each class, and last one for
        nothing. Articles that are asked about in the same words (editions of one) share a class."""
        if not len(articles) == len(classes) or not max(classes) + 2 == len(weights) == len(bias):
            raise ValueError("classifier does not fit together")
        self.articles, self.classes = list(articles), list(classes)
        self.weights, self.bias = weights, bias

    def to(self, vector: Vectors) -> Classified:
        """What it says of the question with this vector."""
        odds = (self.weights @ vector + self.bias).astype(np.float64)
        found = (odds - np.logaddexp.reduce(odds)).tolist()
        settles = {article: found[each] for article, each in zip(self.articles, self.classes, strict=True)}
        return Classified(settles, found[-1])


def fit(asked: Mapping[str, Vectors], near: Vectors, articles: int) -> Classifier | None:
    """Fitted on the vectors of what is ``asked`` of each article and of what is ``near`` but settled by nothing, for an
    index of so many ``articles``; None where too few of them have :data:`MANY` questions, or nothing is near."""
    from sklearn.linear_model import LogisticRegression

    known = {article: vectors for article, vectors in asked.items() if len(vectors) >= MANY}
    alike = {vectors.tobytes(): vectors for vectors in known.values()}
    if len(known) < _SHARE * articles or len(alike) < 2 or len(near) < MANY:
        return None
    table = np.vstack([*alike.values(), near])
    labels = np.repeat(np.arange(len(alike) + 1), [*map(len, alike.values()), len(near)])
    middle, scale = table.mean(axis=0), table.std(axis=0).mean()
    model = LogisticRegression(C=_STRENGTH, tol=_PRECISE, max_iter=_ROUNDS).fit((table - middle) / scale, labels)
    weights = model.coef_.astype(np.float32) / scale
    number = {key: each for each, key in enumerate(alike)}
    classes = [number[vectors.tobytes()] for vectors in known.values()]
    return Classifier(list(known), classes, weights, model.intercept_.astype(np.float32) - weights @ middle)
