"""A chat model behind an OpenAI-compatible endpoint: bounded in time, length and number, whatever the endpoint does."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any

from langchain_core.prompt_values import PromptValue
from pydantic import SecretStr

from app.llm.background import Background, ClosedError
from app.llm.breaker import Breaker, Permit
from app.llm.endpoint import chat_model, http_client
from app.llm.errors import ModelError
from app.llm.exchange import Exchange, Order
from app.slots import Slots

if TYPE_CHECKING:
    import httpx2
    from langchain_openai import ChatOpenAI

logger = logging.getLogger("tiaowen.llm")

_WAIT = 2.0  # seconds for a place; whoever waits longer is better served by the quotations
_PAUSES = (0.5, 1.0)  # seconds before the second and the third try
_GRACE = 1.0  # seconds after the deadline for the background thread to say so itself
_ABOUT_THE_QUESTION = {400, 413, 422}  # statuses that say nothing about the next question

_Pieces = SimpleQueue[str | ModelError | None]


class Reply(Iterator[str]):
    """The pieces of a reply as they come. Ends with :class:`~app.llm.errors.ModelError` where the reply is not whole:
    pieces given out before that stay given out, and what follows their last full sentence is unfinished.

    :meth:`close` cancels the request at the endpoint; it may be called from any thread and more than once.
    """

    def __init__(self, pieces: _Pieces, deadline: float, cancel: Callable[[], None]) -> None:
        self._pieces = pieces
        self._deadline = deadline
        self._cancel = cancel
        self._over = False

    def __next__(self) -> str:
        if self._over:
            raise StopIteration
        try:
            piece = self._pieces.get(timeout=max(0.0, self._deadline - time.monotonic()) + _GRACE)
        except Empty:
            self.close()
            raise ModelError("timeout", "没有在规定时间内答完") from None
        if self._over:  # closed meanwhile: what the cancelled request left behind is nobody's any more
            raise StopIteration
        if isinstance(piece, str):
            return piece
        self._over = True
        if piece is None:
            raise StopIteration
        raise piece

    def close(self) -> None:
        """Give up the rest: the connection to the endpoint is closed, and whoever waits for a piece gets the end."""
        if not self._over:
            self._over = True
            self._cancel()
            self._pieces.put(None)

    def __enter__(self) -> Reply:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


class LanguageModel:
    """One a process; safe to use from several threads; holds nothing of an index. ``name`` is the model's.

    ``timeout`` (s) is for a whole reply with all its tries; ``concurrency`` is how many requests may be at the endpoint
    at once, each waiting at most ``wait`` seconds for its place; ``pauses`` (s) come between the tries; ``extra`` is
    added to the body of each request.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        key: SecretStr | None = None,
        *,
        timeout: float = 60.0,
        concurrency: int = 2,
        extra: Mapping[str, Any] | None = None,
        breaker: Breaker | None = None,
        wait: float = _WAIT,
        pauses: Sequence[float] = _PAUSES,
    ) -> None:
        self.name = model
        self._base_url = base_url
        self._key = key
        self._extra = dict(extra or {})
        self._timeout = timeout
        self._wait = wait
        self._pauses = tuple(pauses)
        self._slots = Slots(concurrency)
        self._breaker = breaker or Breaker()
        self._background = Background("tiaowen-llm")
        self._lock = threading.Lock()
        self._http: httpx2.AsyncClient | None = None
        self._chat: ChatOpenAI | None = None

    def is_left_alone(self) -> bool:
        """Whether the endpoint is not asked for a while, because it kept failing."""
        return self._breaker.is_open

    def prepare(self) -> None:
        """Load the libraries, which takes seconds, so that the first question need not. Connects to nothing."""
        self._prepared()

    def stream(self, prompt: PromptValue, *, max_tokens: int) -> Reply:
        """Ask; the request is under way when this returns.

        Raises :class:`~app.llm.errors.ModelError` at once while the endpoint is left alone (``down``), soon where no
        place is free (``busy``); iterating raises the others.
        """
        permit = self._breaker.enter()
        if permit is None:
            raise ModelError("down", "接口连续失败，暂不询问")
        try:
            chat = self._prepared()
            deadline = time.monotonic() + self._timeout
            if not self._slots.take(min(self._wait, self._timeout)):
                raise ModelError("busy", "同时进行的提问太多")
        except BaseException:
            permit.released()
            raise
        pieces: _Pieces = SimpleQueue()
        exchange = Exchange(chat, Order(prompt, max_tokens, deadline, self._pauses), pieces.put)

        def ended() -> None:
            self._slots.give_back()
            _learn(permit, exchange)
            pieces.put(exchange.fault)

        try:
            cancel = self._background.start(exchange.run(), ended)
        except ClosedError:
            self._slots.give_back()
            permit.released()
            raise ModelError("down", "服务正在停止") from None
        return Reply(pieces, deadline, cancel)

    def complete(self, prompt: PromptValue, *, max_tokens: int) -> str:
        """The whole reply; :class:`~app.llm.errors.ModelError` where it is not whole."""
        with self.stream(prompt, max_tokens=max_tokens) as pieces:
            return "".join(pieces)

    def close(self) -> None:
        """Cancel what is under way and end the background thread; what is asked afterwards is ``down``."""

        async def disconnect() -> None:
            if self._http is not None:
                await self._http.aclose()

        self._background.close(disconnect)

    def _prepared(self) -> ChatOpenAI:
        with self._lock:
            if self._chat is None:
                self._http = http_client(self._base_url, self._timeout)
                self._chat = chat_model(self._base_url, self.name, self._key, self._extra, self._http)
            return self._chat


def _learn(permit: Permit, exchange: Exchange) -> None:
    """Tell the breaker what an exchange says about the endpoint."""
    fault = exchange.fault
    if not exchange.complete:
        permit.released()
    elif fault is None or fault.kind == "length":
        permit.succeeded()
    else:
        logger.info("语言模型没有给出完整的应答：%s。", fault.detail)
        if fault.status in _ABOUT_THE_QUESTION:
            permit.released()
        else:
            permit.failed(fault.detail)
