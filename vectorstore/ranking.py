"""Query → articles, best first: what is near in meaning, has the words or was asked for so; judged and ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.model import Article, Passage, Regulation
from vectorstore.background import behind
from vectorstore.candidates import Gathering
from vectorstore.counted import Counted
from vectorstore.evidence import Judge, Reader
from vectorstore.fusion import ALONE, Ranker
from vectorstore.lexical import Lexical
from vectorstore.likeness import Likeness
from vectorstore.query import Query
from vectorstore.remembered import Embedder
from vectorstore.retrieval import RetrievedArticle, ScoredPassage
from vectorstore.words import pairs as character_pairs

_NEAREST = 200  # passages taken from the vectors
_EACH = 12  # articles taken from each of the rankings
_LIKEST = 5  # and those that settle the known questions likest to it
_OWN, _CONTRAST, _COSINE = 0.3, 0.3, 3.0  # what orders the passages of one article, besides typed coverage
_FOREIGN = 0.3  # what is left of the probability for a question on what is not here (regulation, words), or a vague one
_STRANGE = 0.05  # an article that has less of the question has none of its words that matter,
_NEAR = 0.45  # and must be this near to it in meaning,
_CERTAIN = -3.0  # or the known questions leave no doubt: the log-probability that nothing settles it is below
_SETTLES = 0.9  # unless the article speaks of that regulation and has so much of the question
_VAGUE = 0.15  # a question whose words weigh less than this together (考核) could mean anything
_LIKELY = 24  # passages of one article that are read
_ASIDE = ("annex", "front")
_KEPT = 32  # searches: a follow-up is searched for what it means, and then again for its answer


class Searchable(Protocol):
    """What is needed of an opened index."""

    regulations: dict[str, Regulation]
    passages: dict[str, Passage]
    known: Likeness

    def dense(self, vector: Any, k: int, allowed: frozenset[str] | None = None) -> list[tuple[str, float]]:
        """The nearest passages, of the ``allowed`` regulations only, with their cosines."""

    def counted(self, segmentation: str) -> Counted | None:
        """The words of the passages, None where they were not cut in this way."""


class Ranking:
    """Ranks the articles of one opened index. To be used by one thread at a time."""

    def __init__(
        self,
        index: Searchable,
        embedder: Embedder,
        lexical: Lexical,
        ranker: Ranker,
        articles: Mapping[str, tuple[Regulation, Article]],
    ) -> None:
        """``articles`` are the records by id; ``embedder`` should remember the queries it is asked again."""
        self._index = index
        self._embedder = embedder
        self._lexical = lexical
        self._ranker = ranker
        self._articles = articles
        passages = list(index.passages.values())
        self._at = {passage.id: position for position, passage in enumerate(passages)}
        self._of_article: dict[str, list[Passage]] = {}
        for passage in passages:
            self._of_article.setdefault(passage.article_id, []).append(passage)
        self._reader = Reader(lexical)
        self._gathering = Gathering(passages)
        self._searched = lru_cache(maxsize=_KEPT)(self._search)

    def texts(self, query: Query) -> list[str]:
        """What a query is compared in. Known questions are in people's own words, and so it is compared with them in
        both its own and the official ones."""
        return list(dict.fromkeys((query.text, query.said or query.text) if self._index.known else (query.text,)))

    def embedded(self, query: Query) -> list[str]:
        """All that is embedded of a query: also a follow-up by itself, for what the known questions say of that."""
        return [*self.texts(query), *self._alone(query)]

    def _alone(self, query: Query) -> list[str]:
        before, own = behind(query.question)
        return [own] if before and self._index.known.classifier else []

    def search(self, query: Query, allowed: frozenset[str], focus: str = "", limit: int = 0) -> list[RetrievedArticle]:
        """What was read, best first; up to ``limit`` what is merely near comes after it.

        ``allowed`` are ids of regulations · ``focus`` is that of the one that the question before found.
        """
        if not allowed:
            return []
        found, near = self._searched(query, allowed, focus, max(_NEAREST, 2 * limit))
        read = {article.article_id for article in found}
        more = [identity for identity in near if identity not in read][: max(0, limit - len(found))]
        return [*found, *(self._merely_near(identity) for identity in more)]

    def _merely_near(self, identity: str) -> RetrievedArticle:
        regulation, article = self._articles[identity]
        return RetrievedArticle(identity, regulation.id, article.address, 0.0, ())

    def _search(
        self, query: Query, allowed: frozenset[str], focus: str, k: int
    ) -> tuple[Sequence[RetrievedArticle], Sequence[str]]:
        """What was read, best first, and the ids of the articles of the ``k`` nearest passages, nearest first."""

        def within(identity: str) -> bool:
            return self._articles[identity][0].id in allowed

        every = len(allowed) == len(self._index.regulations)
        known = self._index.known
        texts = self.texts(query)
        vectors = self._embedder.queries(texts)
        near = dict(self._index.dense(vectors[0], k, None if every else allowed))
        terms = [*query.terms, *query.background]
        words = self._lexical.words(terms)
        both = self._lexical.pairs(query.text)
        most_words = 2.2 * 5.0 * (sum(t.weight for t in terms) or 1.0)
        most_pairs = 2.2 * 3.0 * max(1, len(character_pairs(query.text)))
        best = self._gathering.best(allowed, near, words, both, _EACH)
        middle = float(np.mean(list(near.values()))) if near else 0.0
        floor = min(near.values(), default=0.0)
        judge = Judge(query, self._lexical)
        before = Judge(Query(query.question, query.text, query.background), self._lexical) if query.background else None
        asked = known.to(texts, vectors, within)
        likest = asked.first(_LIKEST, within)
        alone = self._alone(query)
        by_itself = (
            known.classifier.to(alone, self._embedder.queries(alone)[0], within) if known.classifier and alone else None
        )
        chosen: list[tuple[str, dict[str, float], list[ScoredPassage]]] = []
        for identity in dict.fromkeys((*best.first(_EACH), *likest)):
            passages = self.judged(judge, identity, near, words)
            top = passages[0].support
            regulation, article = self._articles[identity]
            cosine = best.dense.get(identity, floor)
            features = {
                "dense": 10.0 * (cosine - middle),
                "level": cosine,
                "words": best.words.get(identity, 0.0) / most_words,
                "pairs": best.pairs.get(identity, 0.0) / most_pairs,
                "typed": max(p.support.typed for p in passages),
                "missing": top.missing,
                "fits": top.fits,
                "clash": top.clash,
                "unit": float(bool(query.units)),
                "unit_near": max(p.support.near for p in passages) if query.units else 0.0,
                "named": query.naming(regulation.id),
                "background": max((p.support.coverage for p in self.judged(before, identity, {})), default=0.0)
                if before
                else 0.0,
                "focus": float(regulation.id == focus),
                "aside": float(article.kind in _ASIDE),
                **asked.features(identity, cosine),
            }
            if by_itself and (own := by_itself.features(identity)):
                features[ALONE] = own["settles"] + own["worded"]
            chosen.append((identity, features, passages))
        vague = sum(t.weight for t in terms) < _VAGUE
        share = _FOREIGN if (query.foreign or vague) and not query.named else 1.0
        ordered = self._ranker.order([features for _, features, _ in chosen])
        found: list[RetrievedArticle] = []
        for rank, (position, score) in enumerate(ordered):
            identity, features, passages = chosen[position]
            rival = ordered[1 if rank == 0 else 0][1] if len(ordered) > 1 else score
            features["margin"] = score - rival
            regulation, article = self._articles[identity]
            settles = features["typed"] >= _SETTLES and query.foreign_in(regulation, article)
            far = identity not in best.dense or features["level"] < _NEAR
            strange = far and max(features["typed"], features["background"]) < _STRANGE
            strange = strange and features.get("nothing", 0.0) > _CERTAIN
            mine = _FOREIGN if strange or query.elsewhere(regulation, article) else share
            features["share"] = 1.0 if settles else mine
            probability = self._ranker.probability(features) * features["share"]
            found.append(
                RetrievedArticle(
                    identity, regulation.id, article.address, probability, tuple(passages), "search", features
                )
            )
        return tuple(found), tuple(best.dense)

    def judged(
        self, judge: Judge, identity: str, near: Mapping[str, float], words: NDArray[np.float32] | None = None
    ) -> list[ScoredPassage]:
        """The article's passages, best first; of a very long article only the likeliest."""
        passages = self._of_article.get(identity, [])
        floor = min(near.values(), default=0.0)
        article = near.get(passages[0].id, floor) if passages else floor
        if len(passages) > _LIKELY:
            passages = sorted(passages, key=lambda p: -self._likely(p, near, words))[:_LIKELY]
        readings, whole = self._reader.article(passages)
        around = judge.surroundings(whole, readings[0].context) if readings else []
        scored: list[ScoredPassage] = []
        for reading in readings:
            support = judge.support(reading, whole, around)
            # A part without a vector of its own has its article's.
            cosine = near.get(reading.passage.id, floor if reading.passage.embedded else article)
            score = support.typed + _OWN * support.own + _CONTRAST * support.contrast + _COSINE * cosine
            scored.append(ScoredPassage(reading.passage, score, support))
        return sorted(scored, key=lambda p: -p.score)

    def _likely(self, passage: Passage, near: Mapping[str, float], words: NDArray[np.float32] | None) -> float:
        counted = float(words[self._at[passage.id]]) if words is not None else 0.0
        return counted + 20.0 * near.get(passage.id, 0.0)
