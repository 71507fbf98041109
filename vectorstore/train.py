"""Fits the weights of ``ranker.json`` on question sets, and says how well they do on questions left out."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.editions.align import fold
from ingest.model import Regulation, article_id
from vectorstore.editions import in_force
from vectorstore.errors import VectorstoreError
from vectorstore.fusion import ANSWERING, CLASSIFIED, KNOWN, RANKING, READING, Linear, Ranker
from vectorstore.reranking import Reach, Reranking, settled
from vectorstore.retrieval import Retrieval, RetrievedArticle
from vectorstore.retriever import Retriever

_STRENGTH = 0.3  # inverse of the L2 penalty: there are some five hundred questions, not thousands
_FOLDS = 5
_REPEATS = 3
_HARDEST = 15  # wrong articles that each right one is compared with
_REFUSALS = 0.96  # share of the questions without an answer that the threshold turns away: more where that costs less
_FALSE_REFUSALS = (0.01, 0.03)  # than the first of these shares of the others, fewer where more than the second
_LEAST_SCALE = 0.03  # a feature that is nearly always 0 gets no giant weight
_CANDIDATES = 40
_REACH = Reach.of(0)  # the questions are on small indexes
_FIRST = 6  # of them are read: what is close to the first by any weights is among these, nearly always

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Names:
    """The features that are weighed: of the order, and of the probability."""

    ranking: tuple[str, ...]
    answering: tuple[str, ...]


PLAIN = Names(RANKING, ANSWERING)
ASKED = Names((*RANKING, KNOWN[0]), (*ANSWERING, *KNOWN))
"""Where there are known questions,"""
LEARNED = Names((*ASKED.ranking, *CLASSIFIED[:2]), (*ASKED.answering, CLASSIFIED[0], *CLASSIFIED[2:]))
"""and where there are many."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question: the candidates' features, and which of them are right (none for a question without an answer).

    ``read``: what the cross-encoder says of the first few; empty without one · ``refusing``: whether it teaches when to
    refuse, too, or only how to rank. A set without unanswerable questions would teach never to refuse · ``known``:
    whether its index has known questions.
    """

    candidates: tuple[Features, ...]
    right: tuple[bool, ...]
    answerable: bool
    refusing: bool = True
    read: tuple[float, ...] = ()
    known: bool = False

    def having(self, feature: str) -> Example:
        """It with the candidates that have this feature."""
        kept = [i for i, features in enumerate(self.candidates) if feature in features]
        candidates, right = tuple(self.candidates[i] for i in kept), tuple(self.right[i] for i in kept)
        read = tuple(self.read[i] for i in kept if i < len(self.read))
        return Example(candidates, right, self.answerable, self.refusing, read, self.known)


def examples(
    questions: Path, retriever: Retriever, regulations: Mapping[str, Regulation], reranking: Reranking | None = None
) -> list[Example]:
    """What the retriever sees of each question of a set, and ``reranking`` reads; questions answered by an address are
    left out."""
    found: list[Example] = []
    for line in questions.read_text(encoding="utf-8").splitlines():
        record = json.loads(line) if line.strip() else {}
        if "question" not in record:
            continue
        day = date.fromisoformat(record["as_of"]) if record.get("as_of") else None
        asked = retriever.condense(record["question"], [turn["question"] for turn in record.get("history", [])])
        retrieval = retriever.retrieve(asked, as_of=day, limit=_CANDIDATES)
        articles = _read(retrieval)
        if not articles or any(article.route != "search" for article in articles):
            continue
        current = [regulations[i] for i in in_force(regulations, day)]
        gold = {
            article_id(regulation.id, article.address)
            for place in record["gold"]
            for regulation in _meant(place["regulation"], current)
            for article in regulation.articles
            if fold(article.address) == fold(place["article"])
        }
        right = tuple(article.article_id in gold for article in articles)
        read = reranking.read(retrieval.query.text, articles[:_FIRST]) if reranking else []
        features = tuple(a.features for a in articles)
        answerable = not record["unanswerable"]
        found.append(Example(features, right, answerable, read=tuple(read), known=retriever.known_questions))
    return found


def _read(found: Retrieval) -> list[RetrievedArticle]:
    """The articles that were read, not merely near: only these have features."""
    return [article for article in found.articles if article.passages]


def ranking_examples(asked: Sequence[tuple[str, Collection[str]]], retriever: Retriever) -> list[Example]:
    """The same of questions given with the ids of the articles that settle them; they teach ranking only."""
    found: list[Example] = []
    for question, gold in asked:
        articles = _read(retriever.retrieve(question, limit=_CANDIDATES))
        right = tuple(article.article_id in gold for article in articles)
        if any(right) and all(article.route == "search" for article in articles):
            found.append(Example(tuple(a.features for a in articles), right, True, refusing=False))
    return found


def _meant(title: str, regulations: Sequence[Regulation]) -> list[Regulation]:
    """The regulations of this title; one that ends in … stands for the only title that begins so."""
    known = [(regulation, fold(name)) for regulation in regulations for name in (regulation.title, *regulation.aliases)]
    if not title.endswith("…"):
        return [regulation for regulation, name in known if name == fold(title)]
    start = fold(title.rstrip("…"))
    fits = [(regulation, name) for regulation, name in known if name.startswith(start)]
    return [regulation for regulation, _ in fits] if len({name for _, name in fits}) == 1 else []


def fit(found: Sequence[Example]) -> Ranker:
    """The models fitted on these examples; those that teach ranking only teach that of a large index, those of indexes
    with known questions, and with many, also other models, for such indexes.

    Raises ``VectorstoreError`` where there are too few to learn from.
    """
    own = [example for example in found if example.refusing]
    if not _enough(own):
        raise VectorstoreError(
            "few_questions", "题目太少：至少要有 5 道有答案和 5 道没有答案的题，请补充题集后再训练。"
        )
    ranker = _fit(own, PLAIN)
    if len(found) > len(own):
        fitted = {**ranker.fitted, "large_questions": len(found) - len(own)}
        ranker = replace(ranker, large=_fit_ranking(found, RANKING), fitted=fitted)
    if _enough(known := [example for example in own if example.known]):
        ranker = replace(ranker, known=_fit(known, ASKED, ranker))
    if _enough(classified := [left for example in known if (left := example.having(CLASSIFIED[-1])).candidates]):
        ranker = replace(ranker, classified=_fit(classified, LEARNED, ranker.known))
    return ranker


def _enough(found: Sequence[Example]) -> bool:
    return min(sum(e.answerable for e in found), sum(not e.answerable for e in found)) >= _FOLDS


def _fit(found: Sequence[Example], names: Names, plain: Ranker | None = None) -> Ranker:
    fast = cross_validate([replace(example, read=()) for example in found], names, plain)
    fitted: dict[str, Any] = {"questions": len(found), **fast}
    if any(example.read for example in found):
        fitted["precise"] = cross_validate(found, names, plain)
    ranker = _fit_answering(found, _fit_ranking(found, names.ranking), names.answering)
    return replace(ranker, threshold=fast["threshold"], fitted=fitted, **_judging(names, plain))


def _judging(names: Names, plain: Ranker | None) -> dict[str, Any]:
    """The models ``plain`` judge an article that lacks the last of the features."""
    return {"plain": plain, "needed": names.answering[-1]} if plain else {}


def cross_validate(found: Sequence[Example], names: Names = PLAIN, plain: Ranker | None = None) -> dict[str, float]:
    """Success@1, the share of questions that are read, and the threshold with its refusal rates; each question judged
    by models that did not see it. The precise mode is judged where the examples were read, the fast one where they were
    not; ``plain`` judges articles without (many) known questions."""
    from sklearn.model_selection import KFold

    chances = np.zeros(len(found))
    hits: list[bool] = []
    were_read: list[bool] = []
    for seed in range(_REPEATS):
        for train, test in KFold(_FOLDS, shuffle=True, random_state=seed).split(np.arange(len(found))):
            seen = [found[i] for i in train]
            ranker = _fit_answering(seen, _fit_ranking(seen, names.ranking), names.answering)
            ranker = replace(ranker, **_judging(names, plain))
            for i in test:
                features, is_right = _settled(found[i], ranker)
                chances[i] += ranker.probability(features) * features.get("share", 1.0) / _REPEATS
                were_read.append(READING in features)
                if any(found[i].right):
                    hits.append(is_right)
    answerable = np.array([e.answerable for e in found])
    threshold = _threshold(chances[answerable], chances[~answerable])
    return {
        "success_at_1": round(float(np.mean(hits)), 3),
        "refusal": round(float(np.mean(chances[~answerable] < threshold)), 3),
        "false_refusal": round(float(np.mean(chances[answerable] < threshold)), 3),
        "read": round(float(np.mean(were_read)), 3),
        "threshold": round(threshold, 3),
    }


def _threshold(answerable: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    """Where enough of the questions without an answer are refused, within what refusing others may cost."""
    return float(np.clip(np.quantile(others, _REFUSALS), *np.quantile(answerable, _FALSE_REFUSALS)))


def _fit_ranking(found: Sequence[Example], names: Sequence[str]) -> Linear:
    """Pairwise logistic regression: each right article against the wrong ones of its question."""
    rows: list[list[float]] = []
    shares: list[float] = []
    for example in found:
        right = [f for f, good in zip(example.candidates, example.right, strict=True) if good][:2]
        wrong = [f for f, good in zip(example.candidates, example.right, strict=True) if not good][:_HARDEST]
        for good in right:
            for bad in wrong:
                rows.append([good[name] - bad[name] for name in names])
                shares.append(10.0 / (len(right) * len(wrong)))
    differences = np.array(rows)
    scale = np.maximum(differences.std(axis=0), _LEAST_SCALE)
    weights = _logistic(
        np.vstack([differences, -differences]) / scale,
        np.r_[np.ones(len(rows)), np.zeros(len(rows))],
        np.r_[shares, shares],
        intercept=False,
    )[0]
    return Linear(0.0, _rounded(names, weights / scale))


def _fit_answering(found: Sequence[Example], ranking: Linear, answering: Sequence[str]) -> Ranker:
    """Logistic regression on the first article of each question: right, or of a question without an answer. Where the
    first articles were read, another one that knows what was read."""

    def fitted(firsts: Sequence[tuple[dict[str, float], bool]], names: Sequence[str]) -> Linear:
        kept = [
            (features, example.answerable)
            for example, (features, is_right) in zip(found, firsts, strict=True)
            if (is_right or not example.answerable) and all(name in features for name in names)
        ]
        table = np.array([[features[name] for name in names] for features, _ in kept])
        mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-9
        weights, bias = _logistic((table - mean) / scale, np.array([float(a) for _, a in kept]), None, intercept=True)
        return Linear(round(float(bias - (weights * mean / scale).sum()), 4), _rounded(names, weights / scale))

    unread = [_first(example, ranking) for example in found]
    ranker = Ranker(ranking, fitted(unread, answering), 0.5)
    if not any(example.read for example in found):
        return ranker
    read = [_first(example, ranking, 0.5) for example in found]
    return replace(ranker, read=fitted(read, (*answering, READING)))


def _settled(example: Example, ranker: Ranker) -> tuple[dict[str, float], bool]:
    """The first article as a search leaves it (see ``vectorstore.reranking``)."""
    features, _ = _first(example, ranker.ranking)
    return _first(example, ranker.ranking, ranker.probability(features))


def _first(example: Example, ranking: Linear, chance: float = 0.0) -> tuple[dict[str, float], bool]:
    """The features of the best article, with its margin, and whether it is right; read as by this ``chance`` that it
    answers."""
    scored = sorted(((ranking(f), -i) for i, f in enumerate(example.candidates)), reverse=True)
    places = [-place for _, place in scored]
    behind = [scored[0][0] - score for score, _ in scored]
    close = places[: _REACH.count(chance, behind)]
    known = [example.read[place] for place in takewhile(lambda place: _readable(example, place), close)]
    best, margin = 0, behind[1] if len(behind) > 1 else 0.0
    if len(known) > 1:
        order, margins = settled(behind, known)
        best, margin = order[0], margins[0]
    features = {**example.candidates[places[best]], "margin": margin}
    return features | ({READING: known[best]} if known else {}), example.right[places[best]]


def _readable(example: Example, place: int) -> bool:
    return place < len(example.read) and example.candidates[place].get("share", 1.0) == 1.0


def _logistic(
    table: NDArray[np.float64], labels: NDArray[np.float64], shares: Any, *, intercept: bool
) -> tuple[NDArray[np.float64], float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_STRENGTH, fit_intercept=intercept, max_iter=3000)
    model.fit(table, labels, sample_weight=shares)
    return np.asarray(model.coef_[0]), float(model.intercept_[0]) if intercept else 0.0


def _rounded(names: Sequence[str], weights: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def write(ranker: Ranker, path: Path) -> None:
    """Write the models where ``vectorstore.fusion.load_ranker`` reads them."""
    path.write_text(json.dumps(ranker.to_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
