"""The retrieval chain in this process as the system under test."""

from __future__ import annotations

import time
from typing import Any

from app.chain import AskError as RefusedRequest
from app.chain import AskRequest, RegulationChain, Turn
from eval.dataset import Question
from eval.run import AskError, Reply, own_probability


class ChainAsker:
    """Asks a chain directly. The retriever's ranking is fetched by a second call, which is not timed."""

    def __init__(self, chain: RegulationChain) -> None:
        self._chain = chain

    def ask(self, question: Question) -> Reply:
        """The chain's answer. Raises :class:`AskError` where the chain turns the question away."""
        history = tuple(Turn(asked, told) for asked, told in question.history)
        request = AskRequest(question.question, history=history, as_of=question.as_of)
        started = time.perf_counter()
        try:
            answer = self._chain.ask(request)
        except RefusedRequest as error:
            raise AskError(error.message) from error
        elapsed_ms = (time.perf_counter() - started) * 1000
        index = self._chain.index
        retrieval = index.retriever.retrieve(answer.question_used, as_of=question.as_of, regulations=None)
        ranking: tuple[dict[str, Any], ...] = tuple(
            {
                "regulation_id": article.regulation_id,
                "regulation": index.regulations[article.regulation_id].title,
                "article": article.address,
            }
            for article in retrieval.articles
            if article.regulation_id in index.regulations
        )
        told = answer.to_dict()
        return Reply(told, elapsed_ms, ranking, answer.internal_note, own_probability(told))
