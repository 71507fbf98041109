"""One half of our search alone, as a system: our passages, found by vector or by words, and nothing else.

It has no threshold, so it answers every question for which it finds anything at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from app.answer import Quote, answered, quote, refusal
from eval.dataset import Question
from eval.ranking import DEPTH
from eval.retrieval.systems import Half, nearest, of_articles
from eval.run import Reply
from eval.systems.system import Setup, SystemUnderTest
from ingest.model import Passage, Regulation
from vectorstore.index import Index

Nearest = Callable[[str], list[tuple[Passage, float]]]


def half_system(half: Half, setup: Setup) -> SystemUnderTest:
    """The published index searched by this half alone. Raises what opening the index or the model raises."""
    from vectorstore.embedding import load_embedder
    from vectorstore.index import open_index
    from vectorstore.own_words import vocabulary_of
    from vectorstore.retriever import Retriever

    embedder = load_embedder(setup.settings.model, setup.settings.data)
    if half == "dense":
        embedder.load()  # opening takes as long as it takes; a question must not
    index = open_index(setup.settings.data, embedder)
    retriever = Retriever(index, embedder, vocabulary=vocabulary_of(setup.settings.data))
    search = nearest(half, index, retriever, DEPTH)
    what = {"dense": "本项目的条文和索引，只用向量", "bm25": "本项目的条文和索引，只用词（BM25）"}[half]
    facts = {"对象": f"{what}，不拒答", "索引": index.build_id, "数据目录": str(setup.settings.data)}
    return SystemUnderTest(HalfAsker(index, search), index.build_id, facts, index.close)


def asked_text(question: Question) -> str:
    """What a search without any understanding of follow-ups is asked: the question before, then the question."""
    return " ".join([*(asked for asked, _ in question.history[-1:]), question.question])


class HalfAsker:
    """Answers with the best passage of the first article, quoted at its address."""

    def __init__(self, index: Index, search: Nearest) -> None:
        self._index = index
        self._search = search

    def ask(self, question: Question) -> Reply:
        """The answer; it refuses only where nothing was found."""
        text = asked_text(question)
        started = time.perf_counter()
        found = [passage for passage, _ in of_articles(self._search(text), DEPTH)]
        answer = answered(text, [self._quote(found[0])]) if found else refusal(text)
        elapsed_ms = (time.perf_counter() - started) * 1000
        ranking = tuple(
            {
                "regulation_id": passage.regulation_id,
                "regulation": self._index.regulations[passage.regulation_id].title,
                "article": _address(passage),
            }
            for passage in found
        )
        return Reply(answer.to_dict(), elapsed_ms, ranking)

    def _quote(self, passage: Passage) -> Quote:
        regulation: Regulation = self._index.regulations[passage.regulation_id]
        article = regulation.article(_address(passage))
        assert article is not None  # passages are made of articles
        # the score of a citation is a probability, which this system does not have
        return quote(regulation, article, passage.spans, article.address + passage.label, 0.0, 1)


def _address(passage: Passage) -> str:
    return passage.article_id.removeprefix(f"{passage.regulation_id}#")
