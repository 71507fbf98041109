"""One reply of the model, from the first try to its end, as a coroutine that can be cancelled at any moment."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from langchain_core.prompt_values import PromptValue

from app.llm.connection import unconnected
from app.llm.errors import ModelError

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

CHARACTERS_A_TOKEN = 8
"""More than a token of any usual model is long on average: whoever sends more does not keep to ``max_tokens``."""

_CHUNKS_A_TOKEN = 2  # a chunk brings a token at least; chunks of nothing cost memory too
_SPARE_CHUNKS = 100
_LONGEST_WAIT = 10.0  # seconds an endpoint may ask for before another try
_AFTERWARDS = 1.0  # seconds for the connection to end in good order once the model has finished
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: a reply to ``prompt`` before the moment ``deadline`` of the monotonic clock, in at most
    ``1 + len(pauses)`` tries with these pauses (s) between them."""

    prompt: PromptValue
    max_tokens: int
    deadline: float
    pauses: Sequence[float]


class Exchange:
    """Fetches one reply. Afterwards ``fault`` is None where the model finished in good order; ``complete`` is False
    where the exchange was cancelled."""

    def __init__(self, chat: ChatOpenAI, order: Order, give: Callable[[str], None]) -> None:
        self._chat = chat
        self._order = order
        self._give = give
        self._left = order.max_tokens * CHARACTERS_A_TOKEN
        self._begun = False
        self._finish: str | None = None
        self.fault: ModelError | None = ModelError("down", "请求没有完成")
        self.complete = False

    async def run(self) -> None:
        """Hand every piece to ``give`` as it comes. Raises nothing but cancellation."""
        try:
            async with asyncio.timeout_at(self._order.deadline) as limit:
                self.fault = await self._tried(limit)
        except TimeoutError:
            # what the model had to say is there already if only the end of the connection was missing
            self.fault = _ended(self._finish) if self._finish else ModelError("timeout", "没有在规定时间内答完")
        self.complete = True

    async def _tried(self, limit: asyncio.Timeout) -> ModelError | None:
        for pause in (*self._order.pauses, None):
            fault = await self._once(limit)
            if fault is None or not fault.passing or self._begun or pause is None:
                break
            seconds = pause * random.uniform(0.75, 1.25) if fault.wait is None else fault.wait
            if seconds > min(_LONGEST_WAIT, self._order.deadline - asyncio.get_running_loop().time()):
                break
            await asyncio.sleep(seconds)
        return fault

    async def _once(self, limit: asyncio.Timeout) -> ModelError | None:
        from openai import APIConnectionError, APIError

        try:
            await self._read(limit)
        except ModelError as fault:
            return fault
        except APIConnectionError as error:
            why = unconnected(error)
            return ModelError("cut", "连接在应答中途断开") if self._begun and why.kind == "down" else why
        except APIError:
            return ModelError("cut" if self._begun else "down", "接口在应答中报告了错误")
        except UnicodeDecodeError:
            return ModelError("malformed", "应答不是 UTF-8 编码")
        except Exception as error:  # langchain and the client raise all sorts of errors for what is no completion
            return ModelError("malformed", f"应答不是对话补全的格式（{type(error).__name__}）")
        return _ended(self._finish)

    async def _read(self, limit: asyncio.Timeout) -> None:
        order = self._order
        # Ollama and older servers know only this name of the limit; langchain would write max_completion_tokens
        body = {"max_tokens": order.max_tokens, **(self._chat.extra_body or {})}
        chunks = order.max_tokens * _CHUNKS_A_TOKEN + _SPARE_CHUNKS
        async with aclosing(self._chat.astream(order.prompt, extra_body=body)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                chunks -= 1
                if self._finish:
                    continue
                self._hand_on(piece.text)
                if self._left <= 0 or chunks <= 0:
                    raise ModelError("length", "接口没有遵守字数限制")
                self._finish = piece.response_metadata.get("finish_reason")
                if self._finish:
                    limit.reschedule(min(order.deadline, asyncio.get_running_loop().time() + _AFTERWARDS))

    def _hand_on(self, text: str) -> None:
        text = _SURROGATES.sub("\ufffd", text[: self._left])  # half a character could not be sent to anybody
        if text:
            self._left -= len(text)
            self._begun = True
            self._give(text)


def _ended(reason: str | None) -> ModelError | None:
    """What the way in which the model finished means; None where it said all it had to say."""
    if reason == "stop":
        return None
    if reason is None:
        return ModelError("cut", "应答没有结尾")
    if reason == "length":
        return ModelError("length", "应答达到了字数限制")
    if reason == "content_filter":
        return ModelError("length", "应答被接口的内容过滤中止")
    return ModelError("malformed", "模型没有作答，而是要求调用工具")
