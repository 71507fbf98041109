"""Question → articles. Small passages match; the article they stand in is what is returned."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ingest.citation import Citation
from ingest.model import Article, Regulation, article_id
from vectorstore.addresses import locate
from vectorstore.background import behind
from vectorstore.counted import count, searched_text
from vectorstore.editions import Calendar
from vectorstore.evidence import Judge
from vectorstore.followup import Conversation, Found
from vectorstore.fusion import Ranker, load_ranker
from vectorstore.lexical import Lexical
from vectorstore.outside import outside
from vectorstore.parts import parts
from vectorstore.query import Query, contrast_words, understand
from vectorstore.ranking import Ranking, Searchable
from vectorstore.remembered import Embedder, RememberedQueries
from vectorstore.reranking import Reranking, Scorer
from vectorstore.retrieval import Retrieval, RetrievedArticle, RetrievedPart
from vectorstore.spelling import respell
from vectorstore.synonyms import Vocabulary, load
from vectorstore.titles import Titles
from vectorstore.together import Together
from vectorstore.turn import Turn
from vectorstore.typos import Typos
from vectorstore.words import Segmenter, normalise, segmentation

logger = logging.getLogger("tiaowen.index")


class Retriever:
    """Searches one opened index. Safe to use from several threads."""

    def __init__(
        self,
        index: Searchable,
        embedder: Embedder,
        *,
        vocabulary: Vocabulary | None = None,
        ranker: Ranker | None = None,
        cross_encoder: Scorer | None = None,
    ) -> None:
        """``cross_encoder`` takes a second look at doubtful searches; without it the first look decides."""
        self._index = index
        self._turn = Turn()
        self._embedder = RememberedQueries(Together(embedder, self._turn))
        self.vocabulary = vocabulary or load()
        self._segmenter = Segmenter(self.vocabulary)
        self._calendar = Calendar(index.regulations)
        counted = index.counted(segmentation(self.vocabulary))
        if counted is None:
            logger.warning("词表在建索引之后改过，正在重新分词；运行 python -m vectorstore build 后启动会快得多。")
            counted = count(map(searched_text, index.passages.values()), self._segmenter)
        self.lexical = Lexical(counted, self._segmenter, self.vocabulary)
        self.titles = Titles(index.regulations.values(), self._segmenter)
        self._articles: dict[str, tuple[Regulation, Article]] = {
            article_id(r.id, a.address): (r, a) for r in index.regulations.values() for a in r.articles
        }
        size = max(len(self._articles), 1)
        self.ranker = (ranker or load_ranker()).at(
            size,
            known=len(index.known.articles) / size,
            classified=index.known.classifier is not None,
        )
        self._ranking = Ranking(index, self._embedder, self.lexical, self.ranker, self._articles)
        self._reranking = (
            Reranking(cross_encoder, self.ranker, len(self._articles)) if cross_encoder and self.ranker.read else None
        )
        self._typos = Typos.of(self.lexical)
        self._conversation = Conversation(self.lexical, self._look)

    @property
    def known_questions(self) -> bool:
        """Whether the index has known questions (``vectorstore.known_questions``)."""
        return bool(self._index.known)

    @property
    def precise(self) -> bool:
        """Whether doubtful searches get a second look."""
        return self._reranking is not None

    def condense(self, question: str, previous: Sequence[str]) -> str:
        """A follow-up as a question that stands on its own; ``previous`` are the questions before it, oldest first."""
        with self._turn.taken():
            return self._conversation.resolve(self._respell(question), [self._respell(turn) for turn in previous])

    def _respell(self, question: str) -> str:
        return self._typos.correct(respell(question))

    def _look(self, questions: Sequence[str]) -> list[Found | None]:
        """What each finds by itself, for telling whether a follow-up needs the question before it."""
        asked = [understand(question, self.titles, self.lexical) for question in questions]
        before = [understand(turn, self.titles, self.lexical) for q in questions if (turn := behind(q)[0])]
        # one batch, remembered by the time each is searched
        self._embed([*asked, *(replace(query, said="") for query in before)])
        return [self._found(self._retrieve(question, None, None, 1, False)) for question in questions]

    def _embed(self, queries: Sequence[Query]) -> None:
        self._embedder.queries([text for query in queries for text in self._ranking.embedded(query)])

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

    def _retrieve(self, question: str, as_of: date | None, only: set[str] | None, limit: int, final: bool) -> Retrieval:
        # a search that is not final only tells what a follow-up is about: it is neither taken apart nor read again
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
        if before:  # it only tells which regulation is spoken of: one way of putting it is enough
            before = replace(before, said="")
        asked = [understand(part, self.titles, self.lexical) for part in parts(question)] if final else []
        # one batch, remembered by the time each is searched
        self._embed([query, *asked, *((before,) if before else ())])
        found_before = self._ranking.search(before, allowed) if before and not before.addresses else []
        focus = found_before[0].regulation_id if found_before else ""
        articles = self._searched(query, allowed, focus, limit, final)
        found_parts: list[RetrievedPart] = []
        for part in asked:
            if found_parts and found_parts[0].articles:
                part = self._with_outcome(part, found_parts[0].articles[0])
            found_parts.append(RetrievedPart(part, tuple(self._searched(part, allowed, "", 0, True)[:limit])))
        unknown = () if articles and articles[0].score >= self.ranker.threshold else query.not_here
        return Retrieval(question, query, articles[:limit], self.ranker.threshold, unknown, parts=tuple(found_parts))

    def _searched(
        self, query: Query, allowed: frozenset[str], focus: str, limit: int, final: bool
    ) -> list[RetrievedArticle]:
        found = self._ranking.search(query, allowed, focus, limit)
        return self._reranking.settle(query.text, found) if self._reranking and final else found

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
            passages = self._ranking.judged(judge, identity, {})
            found.append(RetrievedArticle(identity, regulation.id, article.address, 1.0, tuple(passages), "address"))
        asked_more = not query.whole and len(found) > 1 and query.terms
        if asked_more:
            found.sort(key=lambda f: -max((p.support.typed for p in f.passages), default=0.0))
        return Retrieval(query.question, query, found[:limit], self.ranker.threshold, missing, tuple(places))
