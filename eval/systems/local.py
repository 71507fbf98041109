"""The retrieval chain in this process as the system under test, with or without its language model."""

from __future__ import annotations

import time
from typing import Any

from app.chain import AskError as RefusedRequest
from app.chain import AskRequest, RegulationChain, Turn
from eval.dataset import Question
from eval.ranking import DEPTH
from eval.run import AskError, Reply, UnreachableError, own_probability
from eval.systems.system import Setup, SystemUnderTest


def chain_system(setup: Setup, mode: str = "extractive") -> SystemUnderTest:
    """The chain over the published index, set up just as the server sets it up. Raises :class:`UnreachableError` where
    it does not answer in this ``mode``, and what opening the index or the model raises."""
    from app.server import ServeError, load_chain

    if mode == "llm" and not setup.settings.has_llm:  # before seconds go into loading
        raise UnreachableError("没有语言模型可用：请在设置里写明 llm_base_url 和 llm_model，或去掉 --system llm。")
    try:
        chain = load_chain(setup.settings)
    except ServeError as error:
        raise UnreachableError(str(error)) from error
    what = "条问，摘录原文" if mode == "extractive" else f"条问，由语言模型 {setup.settings.llm_model} 改写"
    if chain.index.retriever.known_questions:
        what += "，用已知问法"
    if chain.index.retriever.precise:
        what += "，精确模式"
    facts = {"对象": what, "索引": chain.index.build_id, "数据目录": str(setup.settings.data)}
    return SystemUnderTest(ChainAsker(chain, mode), chain.index.build_id, facts, chain.close)


class ChainAsker:
    """Asks a chain directly. The retriever's ranking is fetched by a second call, which is not timed; not where
    ``ranked`` is false."""

    def __init__(self, chain: RegulationChain, mode: str = "extractive", *, ranked: bool = True) -> None:
        self._chain = chain
        self._mode = mode
        self._ranked = ranked

    def ask(self, question: Question) -> Reply:
        """The chain's answer. Raises :class:`AskError` where the chain turns the question away."""
        history = tuple(Turn(asked, told) for asked, told in question.history)
        request = AskRequest(question.question, history=history, as_of=question.as_of, mode=self._mode)
        started = time.perf_counter()
        try:
            answer = self._chain.ask(request)
        except RefusedRequest as error:
            raise AskError(error.message) from error
        elapsed_ms = (time.perf_counter() - started) * 1000
        told = answer.to_dict()
        note = answer.generated.note if answer.generated else answer.internal_note
        if not self._ranked:
            return Reply(told, elapsed_ms, (), note, own_probability(told))
        index = self._chain.index
        retrieval = index.retriever.retrieve(answer.question_used, as_of=question.as_of, regulations=None, limit=DEPTH)
        ranking: tuple[dict[str, Any], ...] = tuple(
            {
                "regulation_id": article.regulation_id,
                "regulation": index.regulations[article.regulation_id].title,
                "article": article.address,
            }
            for article in retrieval.articles
            if article.regulation_id in index.regulations
        )
        return Reply(told, elapsed_ms, ranking, note, own_probability(told))
