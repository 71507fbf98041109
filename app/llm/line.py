"""A line from a language model, and only if it comes soon: what helps the search must not hold it up."""

from __future__ import annotations

import logging
import threading
import time

from langchain_core.prompts import ChatPromptTemplate

from app.claims.thinking import FORGET, Thinking
from app.llm.errors import ModelError
from app.llm.model import LanguageModel
from prompts import Prompt, fence

logger = logging.getLogger("tiaowen.llm")


class Line:
    """Asks ``model`` with one prompt for at most ``max_tokens``. ``context`` bounds the tokens of prompt and reply
    together. Safe to use from several threads."""

    def __init__(self, model: LanguageModel, prompt: Prompt, *, max_tokens: int, context: int) -> None:
        self._model = model
        self._name = prompt.name
        self._prompt = ChatPromptTemplate.from_messages([("human", prompt.template)])
        self._max_tokens = max_tokens
        self._room = context - max_tokens - len(prompt.template)

    def ask(self, until: float, **material: str) -> str:
        """The model's reply to the prompt with ``material`` in it, without what it thought aloud; empty where none came
        whole, in one line, before the moment ``until`` (s, ``time.monotonic``), or the model has no room for so much.
        """
        left = until - time.monotonic()
        if left <= 0 or sum(map(len, material.values())) > self._room:
            return ""
        late = threading.Event()
        try:
            with self._model.stream(
                self._prompt.invoke({"fence": fence(), **material}), max_tokens=self._max_tokens
            ) as pieces:

                def give_up() -> None:
                    late.set()
                    pieces.close()  # a model that is only too slow for this is not held to have failed

                timer = threading.Timer(left, give_up)
                timer.start()
                try:
                    reply = _spoken("".join(pieces))
                finally:
                    timer.cancel()
        except ModelError as error:
            logger.debug("提示词 %s：%s", self._name, error.detail)
            return ""
        if late.is_set() or len(reply.splitlines()) != 1:
            logger.debug("提示词 %s：%s", self._name, "没有及时答完" if late.is_set() else "应答不是一行")
            return ""
        return reply


def _spoken(text: str) -> str:
    thinking = Thinking()
    return "".join((*thinking.visible(text), *thinking.rest())).rpartition(FORGET)[2].strip()
