"""Scores → one ranking of articles, and the probability that the first of them answers.

Two small linear models over a handful of meaningful features, kept as readable JSON (``ranker.json``) and fitted by
``python -m vectorstore train``. The first orders articles; the second turns the evidence of one article into a
probability.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

_SMALL, _LARGE = 500, 50_000
"""Articles of a small and of a large index: the more there are to choose from, the less it says that words are shared,
and the more that meaning is. Between the two sizes the weights go from one to the other with the logarithm."""

DEFAULT_FILE = Path(__file__).with_name("ranker.json")

RANKING = ("dense", "words", "pairs", "typed", "missing", "fits", "clash", "named", "background", "focus", "aside")
"""Features that order articles.

dense: cosine of the best passage, less the mean over the question's nearest passages, times ten · words, pairs: BM25 of
the best passage, as a share of what the question could reach · typed, missing, fits, clash: see
``vectorstore.evidence.Support`` · named: 1 for a regulation the question names, −1 for one it does not while naming
another · background: coverage of the words of the question before · focus: 1 for the
regulation that the question before found · aside: 1 for annexes and issuing notices.
"""

ANSWERING = (
    "level",
    "words",
    "pairs",
    "typed",
    "missing",
    "fits",
    "clash",
    "margin",
    "unit",
    "unit_near",
    "background",
)
"""Features of the probability. Besides those above, level: the cosine of the best passage itself · margin: distance of
the ranking score to the next article · unit: 1 where a number with a unit is asked for · unit_near: then, the share of
the question's words that stand in one sentence with such a number."""

KNOWN = ("asked", "unsettled")
"""Two features more of an article with known questions: how much liker they are to the question than its own cosine
leads to expect. asked: the likest that it settles, which orders articles, too (0 without known questions) · unsettled:
the likest that nothing settles (absent without). See ``vectorstore.likeness``."""

CLASSIFIED = ("settles", "worded", "unworded", "nothing")
"""Four features more of an article with many known questions. settles, worded: by what the question means and by how it
is written, the log-probabilities that it is on this article; they order such articles, too · unworded, nothing: that it
is on none. See ``vectorstore.classifier``."""

READING = "reading"
"""One feature more, of an article that was read: the log odds by the cross-encoder; see ``vectorstore.reranking``."""

APART = "apart"
"""Of the article that comes first once several were read: how far apart the search alone had put it and the second."""

ALONE = "alone"
"""Of an article found for a follow-up: ``settles`` and ``worded`` of its own words, without the question before. Not
weighed: it tells whether the second article is what the follow-up goes on to."""

_IN_FAVOUR = 0.5
_FAR = 0.3  # cosine


class RankerError(Exception):
    """``ranker.json`` cannot be used; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Linear:
    """``bias`` + Σ ``weights`` · features; a feature without a weight counts nothing."""

    bias: float
    weights: Mapping[str, float]

    def __call__(self, features: Mapping[str, float]) -> float:
        return self.bias + sum(weight * features[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class Ranker:
    """The fitted models. ``ranking`` is for a small index, ``large`` for a large one · ``answering`` is for an article
    that was not read by the cross-encoder, ``read`` for one that was · ``threshold`` is the probability from which an
    article counts as an answer · ``known`` are the models for an index with known questions, ``classified`` those
    for its articles with many; in those ``plain`` are the ones for an article without the feature ``needed``, which has
    none, or not many · ``fitted`` says on what they were fitted and how well they did on questions left out."""

    ranking: Linear
    answering: Linear
    threshold: float
    fitted: Mapping[str, Any] = field(default_factory=dict)
    large: Linear | None = None
    read: Linear | None = None
    known: Ranker | None = None
    classified: Ranker | None = None
    needed: str = ""
    plain: Ranker | None = None

    def at(self, articles: int, *, known: float = 0.0, classified: bool = False) -> Ranker:
        """The models for an index of so many articles, of which this share has ``known`` questions, and some so many
        that they are ``classified``."""
        size = math.log(max(articles, 1) / _SMALL) / math.log(_LARGE / _SMALL)

        def sized(ranking: Linear) -> Linear:
            return _between(ranking, self.large, min(size, 1.0)) if self.large and size > 0.0 else ranking

        found = replace(self, ranking=sized(self.ranking))
        for models, share, needed in (
            (self.known, known, KNOWN[-1]),
            (self.classified, float(classified), CLASSIFIED[-1]),
        ):
            if models and share:
                ranking, plain = sized(_between(self.ranking, models.ranking, share)), found._moved(models.threshold)
                found = replace(models, ranking=ranking, needed=needed, plain=plain)
        return found

    def _moved(self, threshold: float) -> Ranker:
        """The models of the probability, moved so that this threshold turns away what their own does."""
        by = _odds(threshold) - _odds(self.threshold)
        return replace(
            self,
            answering=replace(self.answering, bias=self.answering.bias + by),
            read=self.read and replace(self.read, bias=self.read.bias + by),
            threshold=threshold,
            plain=self.plain and self.plain._moved(threshold),
        )

    def order(self, candidates: Sequence[Mapping[str, float]]) -> list[tuple[int, float]]:
        """(position, score) of the candidates, best first; the scores have no unit."""
        return sorted(enumerate(self._scores(candidates)), key=lambda pair: (-pair[1], pair[0]))

    def _scores(self, candidates: Sequence[Mapping[str, float]]) -> list[float]:
        """Where some lack features, the plain models put the best of the others among them: what is known of these
        says which of them it is, and not that it is none of those of which nothing is known."""
        own = {
            i: self.ranking(features)
            for i, features in enumerate(candidates)
            if self.plain is None or self.ranking.weights.keys() <= features.keys()
        }
        if self.plain is None or len(own) == len(candidates):
            return list(own.values())
        plain = self.plain._scores(candidates)
        up = max(plain[i] for i in own) - max(own.values()) if own else 0.0
        return [own[i] + up if i in own else score for i, score in enumerate(plain)]

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1, that the article with these features answers. What was read against it counts whole;
        what was read for it counts half, and nothing where its meaning is far from the question's: the cross-encoder
        has seen few questions on something else altogether."""
        if self.plain and self.needed not in features:
            return self.plain.probability(features)
        odds = self.answering(features)
        if self.read is None or READING not in features:
            return logistic(odds)
        change = self.read(features) - odds
        share = 1.0 if change < 0.0 else _IN_FAVOUR if features["level"] >= _FAR else 0.0
        return logistic(odds + share * change)

    def to_dict(self) -> dict[str, Any]:
        """The models as ``ranker.json`` holds them."""
        more = {"known": self.known, "classified": self.classified}
        models = {"ranking": self.ranking, "large": self.large, "answering": self.answering, "read": self.read}
        return {
            "fitted": dict(self.fitted),
            **{
                name: {"bias": model.bias, "weights": dict(model.weights)}
                for name, model in models.items()
                if model is not None
            },
            "threshold": self.threshold,
            **{name: models.to_dict() for name, models in more.items() if models},
        }


def load_ranker(path: Path = DEFAULT_FILE) -> Ranker:
    """Read fitted models. Raises :class:`RankerError`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        known = _models(data["known"], KNOWN) if "known" in data else None
        classified = _models(data["classified"], (*KNOWN, *CLASSIFIED)) if "classified" in data else None
        return replace(_models(data, ()), known=known, classified=classified)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RankerError(
            f"排序模型 {path} 读不出来：请恢复原文件，或运行 python -m vectorstore train 重新生成。（{error}）"
        ) from error


def logistic(value: float) -> float:
    """1 / (1 + e^−value), without overflow."""
    if value >= 0:
        return 1.0 / (1.0 + math.exp(-value))
    return math.exp(value) / (1.0 + math.exp(value))


def _between(one: Linear, other: Linear, share: float) -> Linear:
    """``one`` with so much of ``other``; of what known questions say, what only one of them heeds counts whole."""
    names = {**one.weights, **other.weights}
    weights = {
        name: (1.0 - share) * one.weights.get(name, 0.0) + share * other.weights.get(name, 0.0) for name in names
    }
    told = {name for name in (*KNOWN, *CLASSIFIED) if (name in one.weights) != (name in other.weights)}
    whole = {name: names[name] for name in told}
    return Linear((1.0 - share) * one.bias + share * other.bias, weights | whole)


def _odds(probability: float) -> float:
    """The logarithm of the odds; certainty is taken for near certainty."""
    within = min(max(probability, 1e-6), 1.0 - 1e-6)
    return math.log(within / (1.0 - within))


def _models(data: Mapping[str, Any], known: Sequence[str]) -> Ranker:
    ranker = Ranker(
        _linear(data["ranking"], (*RANKING, *known)),
        _linear(data["answering"], (*ANSWERING, *known)),
        data["threshold"],
        data.get("fitted", {}),
        _linear(data["large"], RANKING) if "large" in data else None,
        _linear(data["read"], (*ANSWERING, *known, READING)) if "read" in data else None,
    )
    if not 0.0 <= float(ranker.threshold) <= 1.0:
        raise ValueError(f"threshold {ranker.threshold}")
    return ranker


def _linear(data: Mapping[str, Any], allowed: Sequence[str]) -> Linear:
    weights = {str(name): float(weight) for name, weight in data["weights"].items()}
    if unknown := sorted(set(weights) - set(allowed)):
        raise ValueError(f"unknown features {unknown}")
    return Linear(float(data["bias"]), weights)
