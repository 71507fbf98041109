"""A chat model behind an OpenAI-compatible endpoint: bounded in time, length and number, whatever the endpoint does."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Any

from langchain_core.prompt_values import PromptValue


class Reply(Iterator[str]):
    """The pieces of a reply as they come. Ends with :class:`~app.llm.errors.ModelError` where the reply is not whole:
    pieces given out before that stay given out, and what is after the last full sentence of them is unfinished.

    :meth:`close` cancels the request at the endpoint; it may be called from any thread and more than once.
    """

    def __next__(self) -> str:
        raise NotImplementedError

    def close(self) -> None:
        """Give up the rest: the connection to the endpoint is closed, waiting for a piece ends."""
        raise NotImplementedError

    def __enter__(self) -> Reply:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class LanguageModel:
    """One a process; safe to use from several threads; holds nothing of an index. ``name`` is the model's.

    ``timeout`` (s) is for a whole reply with its tries and waiting; ``concurrency`` is how many requests may be at the
    endpoint at once; ``extra`` is added to the body of each.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        key: str | None = None,
        *,
        timeout: float = 60.0,
        concurrency: int = 2,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.name = model

    def stream(self, prompt: PromptValue, *, max_tokens: int) -> Reply:
        """Ask. Raises :class:`~app.llm.errors.ModelError` at once for ``down`` and ``busy``, else while iterating."""
        raise NotImplementedError

    def complete(self, prompt: PromptValue, *, max_tokens: int) -> str:
        """The whole reply; :class:`~app.llm.errors.ModelError` where it is not whole."""
        with self.stream(prompt, max_tokens=max_tokens) as pieces:
            return "".join(pieces)

    def close(self) -> None:
        """Cancel what is under way and end the background thread; what is asked afterwards is ``down``."""
