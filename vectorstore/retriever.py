"""Question → articles. Small passages match; the article they stand in is what is returned."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.citation import Citation
from ingest.model import Article, Passage, Regulation, article_id
from vectorstore.addresses import locate
from vectorstore.background import behind
from vectorstore.candidates import Gathering
from vectorstore.counted import Counted, count, searched_text
from vectorstore.editions import Calendar
from vectorstore.evidence import Judge, Reader
from vectorstore.followup import Conversation, Found
from vectorstore.fusion import Ranker, load_ranker
from vectorstore.lexical import Lexical
from vectorstore.outside import outside
from vectorstore.parts import parts
from vectorstore.query import Query, contrast_words, understand
from vectorstore.remembered import Embedder, RememberedQueries
from vectorstore.retrieval import Retrieval, RetrievedArticle, RetrievedPart, ScoredPassage
from vectorstore.spelling import respell
from vectorstore.synonyms import Vocabulary, load
from vectorstore.titles import Titles
from vectorstore.together import Together
from vectorstore.turn import Turn
from vectorstore.typos import Typos
from vectorstore.words import Segmenter, normalise, segmentation
from vectorstore.words import pairs as character_pairs

logger = logging.getLogger("tiaowen.index")

_NEAREST = 200  # passages taken from the vectors
_EACH = 12  # articles taken from each of the three rankings
_OWN, _CONTRAST, _COSINE = 0.3, 0.3, 3.0  # what orders the passages of one article, besides typed coverage
_FOREIGN = 0.3  # what is left of the probability for a question on what is not here (regulation, words), or a vague one
_STRANGE = 0.05  # an article that has less of the question has none of its words that matter,
_NEAR = 0.45  # and must be this near to it in meaning
_SETTLES = 0.9  # unless the article speaks of that regulation and has so much of the question
_VAGUE = 0.15  # a question whose words weigh less than this together (考核) could mean anything
_LIKELY = 24  # passages of one article that are read
_ASIDE = ("annex", "front")


class Searchable(Protocol):
    """What is needed of an opened index."""

    regulations: dict[str, Regulation]
    passages: dict[str, Passage]

    def dense(self, vector: Any, k: int, allowed: frozenset[str] | None = None) -> list[tuple[str, float]]:
        """The nearest passages, of the ``allowed`` regulations only, with their cosines."""

    def counted(self, segmentation: str) -> Counted | None:
        """The words of the passages, None where they were not cut in this way."""


class Retriever:
    """Searches one opened index. Safe to use from several threads."""

    def __init__(
        self,
        index: Searchable,
        embedder: Embedder,
        *,
        vocabulary: Vocabulary | None = None,
        ranker: Ranker | None = None,
    ) -> None:
        self._index = index
        self._turn = Turn()
        self._embedder = RememberedQueries(Together(embedder, self._turn))
        self.vocabulary = vocabulary or load()
        self._segmenter = Segmenter(self.vocabulary)
        self._calendar = Calendar(index.regulations)
        self._passages = list(index.passages.values())
        self._at = {passage.id: position for position, passage in enumerate(self._passages)}
        self._of_article: dict[str, list[Passage]] = {}
        for passage in self._passages:
            self._of_article.setdefault(passage.article_id, []).append(passage)
        counted = index.counted(segmentation(self.vocabulary))
        if counted is None:
            logger.warning("词表在建索引之后改过，正在重新分词；运行 python -m vectorstore build 后启动会快得多。")
            counted = count(map(searched_text, self._passages), self._segmenter)
        self.lexical = Lexical(counted, self._segmenter, self.vocabulary)
        self.titles = Titles(index.regulations.values(), self._segmenter)
        self._reader = Reader(self.lexical)
        self._gathering = Gathering(self._passages)
        self._articles: dict[str, tuple[Regulation, Article]] = {
            article_id(r.id, a.address): (r, a) for r in index.regulations.values() for a in r.articles
        }
        self.ranker = (ranker or load_ranker()).at(len(self._articles))
        self._typos = Typos.of(self.lexical)
        self._conversation = Conversation(self.lexical, self._look)

    def condense(self, question: str, previous: Sequence[str]) -> str:
        """A follow-up as a question that stands on its own; ``previous`` are the questions before it, oldest first."""
        with self._turn.taken():
            return self._conversation.resolve(self._respell(question), [self._respell(turn) for turn in previous])

    def _respell(self, question: str) -> str:
        return self._typos.correct(respell(question))

    def _look(self, questions: Sequence[str]) -> list[Found | None]:
        """What each finds by itself, for telling whether a follow-up needs the question before it."""
        texts = [text for question in questions for text in (question, behind(question)[0]) if text]
        # one batch, remembered by the time each is searched
        self._embedder.queries([understand(text, self.titles, self.lexical).text for text in texts])
        return [self._found(self._retrieve(question, None, None, 1, False)) for question in questions]

    def _found(self, retrieval: Retrieval) -> Found | None:
        if not retrieval.articles:
            return None
        best, query = retrieval.articles[0], retrieval.query
        regulation, article = self._articles[best.article_id]
        at = regulation.articles.index(article)
        return Found(
            best.score,
            best.features.get("typed", 1.0),
            regulation.title,
            article.address,
            regulation.articles[at - 1].address if at else "",
            regulation.articles[at + 1].address if at + 1 < len(regulation.articles) else "",
            article.kind == "article",
            sum(term.weight for term in query.terms),
            max((p.support.coverage for p in best.passages), default=0.0),
            best.features.get("background", 0.0) if query.background else 1.0,
        )

    def retrieve(
        self, question: str, *, as_of: date | None = None, regulations: set[str] | None = None, limit: int = 10
    ) -> Retrieval:
        """The articles that may answer ``question``, best first, at most ``limit``.

        ``as_of`` asks for the law of that day (today's without it), ``regulations`` limits the search to these ids.
        """
        with self._turn.taken():
            return self._retrieve(self._respell(question), as_of, regulations, limit, True)

    def _retrieve(
        self, question: str, as_of: date | None, only: set[str] | None, limit: int, several: bool
    ) -> Retrieval:
        query = understand(question, self.titles, self.lexical)
        if reason := outside(question):
            return Retrieval(question, query, [], self.ranker.threshold, (reason,))
        allowed = self._calendar.in_force(as_of or query.as_of)
        allowed = allowed if only is None else allowed & only
        if query.addresses or query.places:
            found = locate(query, self._index.regulations, allowed, self.titles)
            if found.places or found.missing:
                return self._addressed(query, found.places, found.missing, limit)
        before = understand(turn, self.titles, self.lexical) if (turn := behind(question)[0]) else None
        asked = [understand(part, self.titles, self.lexical) for part in parts(question)] if several else []
        vectors = self._embedder.queries([q.text for q in (query, *asked, *((before,) if before else ()))])
        found_before = self._search(before, vectors[-1], allowed) if before and not before.addresses else []
        focus = found_before[0].regulation_id if found_before else ""
        articles = self._search(query, vectors[0], allowed, focus, limit)
        found_parts: list[RetrievedPart] = []
        for part, vector in zip(asked, vectors[1 : 1 + len(asked)], strict=True):
            if found_parts and found_parts[0].articles:
                part = self._with_outcome(part, found_parts[0].articles[0])
            found_parts.append(RetrievedPart(part, tuple(self._search(part, vector, allowed)[:limit])))
        unknown = () if articles and articles[0].score >= self.ranker.threshold else query.not_here
        return Retrieval(question, query, articles[:limit], self.ranker.threshold, unknown, parts=tuple(found_parts))

    def text(self, identity: str) -> str:
        """The words of the article with this id."""
        regulation, article = self._articles[identity]
        return regulation.text[article.start : article.end]

    def knows(self, word: str) -> bool:
        """Whether the regulations have every part of ``word``."""
        tokens = self.lexical.segmenter.cut(word)
        return bool(tokens) and all(map(self.lexical.known, tokens))

    def _with_outcome(self, query: Query, before: RetrievedArticle) -> Query:
        """A later part of a question, knowing the outcome of the first: 不确定档次, where a 处分 leads to it."""
        passage = before.passages[0].passage
        start, end = passage.spans[-1]
        outcomes = contrast_words(normalise(passage.text[start - end :]), self.vocabulary)
        new = {w for w in outcomes if self.vocabulary.rivals(w) and w not in query.contrasts}
        if len(new) != 1 or query.contrasts & self.vocabulary.rivals(next(iter(new))):
            return query
        return replace(query, background=(*query.background, *self.lexical.terms(next(iter(new)))))

    def _addressed(
        self,
        query: Query,
        places: Sequence[tuple[str, Citation]],
        missing: tuple[str, ...],
        limit: int,
    ) -> Retrieval:
        judge = Judge(query, self.lexical)
        found: list[RetrievedArticle] = []
        for identity in dict.fromkeys(identity for identity, _ in places):
            regulation, article = self._articles[identity]
            passages = self._judged(judge, identity, {})
            found.append(RetrievedArticle(identity, regulation.id, article.address, 1.0, tuple(passages), "address"))
        asked_more = not query.whole and len(found) > 1 and query.terms
        if asked_more:
            found.sort(key=lambda f: -max((p.support.typed for p in f.passages), default=0.0))
        return Retrieval(query.question, query, found[:limit], self.ranker.threshold, missing, tuple(places))

    def _search(
        self, query: Query, vector: NDArray[np.float32], allowed: frozenset[str], focus: str = "", limit: int = 0
    ) -> list[RetrievedArticle]:
        """What was read, best first; up to ``limit`` what is merely near comes after it."""
        if not allowed:
            return []
        every = len(allowed) == len(self._index.regulations)
        near = dict(self._index.dense(vector, max(_NEAREST, 2 * limit), None if every else allowed))
        terms = [*query.terms, *query.background]
        words = self.lexical.words(terms)
        both = self.lexical.pairs(query.text)
        most_words = 2.2 * 5.0 * (sum(t.weight for t in terms) or 1.0)
        most_pairs = 2.2 * 3.0 * max(1, len(character_pairs(query.text)))
        best = self._gathering.best(allowed, near, words, both, _EACH)
        middle = float(np.mean(list(near.values()))) if near else 0.0
        floor = min(near.values(), default=0.0)
        judge = Judge(query, self.lexical)
        before = Judge(Query(query.question, query.text, query.background), self.lexical) if query.background else None
        chosen: list[tuple[str, dict[str, float], list[ScoredPassage]]] = []
        for identity in best.first(_EACH):
            passages = self._judged(judge, identity, near, words)
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
                "background": max((p.support.coverage for p in self._judged(before, identity, {})), default=0.0)
                if before
                else 0.0,
                "focus": float(regulation.id == focus),
                "aside": float(article.kind in _ASIDE),
            }
            chosen.append((identity, features, passages))
        vague = sum(t.weight for t in terms) < _VAGUE
        share = _FOREIGN if (query.foreign or vague) and not query.named else 1.0
        ordered = self.ranker.order([features for _, features, _ in chosen])
        found: list[RetrievedArticle] = []
        for rank, (position, score) in enumerate(ordered):
            identity, features, passages = chosen[position]
            rival = ordered[1 if rank == 0 else 0][1] if len(ordered) > 1 else score
            features["margin"] = score - rival
            regulation, article = self._articles[identity]
            settles = features["typed"] >= _SETTLES and query.foreign_in(regulation, article)
            strange = max(features["typed"], features["background"]) < _STRANGE and features["level"] < _NEAR
            mine = _FOREIGN if strange or query.elsewhere(regulation, article) else share
            probability = self.ranker.probability(features) * (1.0 if settles else mine)
            found.append(
                RetrievedArticle(
                    identity, regulation.id, article.address, probability, tuple(passages), "search", features
                )
            )
        read = {article.article_id for article in found}
        for identity in [i for i in best.dense if i not in read][: max(0, limit - len(found))]:
            regulation, article = self._articles[identity]
            found.append(RetrievedArticle(identity, regulation.id, article.address, 0.0, ()))
        return found

    def _judged(
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
