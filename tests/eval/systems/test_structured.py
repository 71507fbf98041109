from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from eval.dataset import Question
from eval.gold import Catalogue
from eval.retrieval.systems import nearest, of_articles, ranker
from eval.systems.structured import HalfAsker, asked_text
from ingest.model import Passage, Regulation
from ingest.passages import passages


@pytest.fixture
def found(regulations: dict[str, Regulation]) -> list[Passage]:
    return passages(regulations["new"])


def asker(regulations: dict[str, Regulation], search: Callable[[str], list[tuple[Passage, float]]]) -> HalfAsker:
    index: Any = SimpleNamespace(regulations=regulations)
    return HalfAsker(index, search)


def test_the_best_passage_is_quoted_at_its_address(
    regulations: dict[str, Regulation], catalogue: Catalogue, found: list[Passage]
) -> None:
    assert any(passage.label for passage in found)
    for passage in found:
        reply = asker(regulations, lambda question, passage=passage: [(passage, 3.0)]).ask(  # type: ignore[misc]
            Question("q", "停借", "direct")
        )
        (citation,) = reply.answer["citations"]
        assert catalogue.verbatim(citation) and catalogue.placed(citation)
        assert citation["label"].endswith(passage.label)
        assert (reply.answer["refused"], reply.confidence) == (False, None)


def test_articles_are_ranked_by_their_best_passage(regulations: dict[str, Regulation], found: list[Passage]) -> None:
    last = found[-1]
    reply = asker(regulations, lambda question: [(last, 3.0), (found[0], 2.0), (last, 1.0)]).ask(
        Question("q", "停借", "direct")
    )
    assert [place["article"] for place in reply.ranking] == ["第二条", "第一条"]


def test_it_refuses_only_where_nothing_is_found(regulations: dict[str, Regulation]) -> None:
    reply = asker(regulations, lambda question: []).ask(Question("q", "停借", "direct"))
    assert (reply.answer["refused"], reply.answer["citations"], reply.ranking) == (True, [], ())


def test_a_follow_up_is_searched_with_the_question_before_it() -> None:
    history = (("能借几本", "五本"), ("弄坏了呢", "停借"))
    assert asked_text(Question("q", "停多久", "followup", history=history)) == "弄坏了呢 停多久"
    assert asked_text(Question("q", "停多久", "direct")) == "停多久"


def test_each_half_ranks_by_itself(found: list[Passage]) -> None:
    scores = {passage.id: float(at) for at, passage in enumerate(found)}  # the first has no word of the question
    lexical = SimpleNamespace(terms=lambda text: text, words=lambda terms: np.array(list(scores.values())))
    embedder = SimpleNamespace(queries=lambda texts: np.zeros((1, 2)))
    near = [(passage.id, 0.5) for passage in found]
    index: Any = SimpleNamespace(
        passages={passage.id: passage for passage in found}, embedder=embedder, dense=lambda vector, k: near[:k]
    )
    retriever: Any = SimpleNamespace(lexical=lexical)
    by_words = nearest("bm25", index, retriever, 10)("停借")
    assert [passage.id for passage, _ in by_words] == [passage.id for passage in reversed(found)][:-1]
    by_vector = nearest("dense", index, retriever, 10)("停借")
    assert [passage.id for passage, _ in by_vector] == [passage.id for passage in found]
    assert [passage.article_id for passage, _ in of_articles(by_vector, 10)] == ["new#第一条", "new#第二条"]
    assert ranker("dense", index, retriever, 1)("停借") == [("new#第一条", 0.5)]
