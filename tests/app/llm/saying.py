"""A language model that says what a test wants, without a server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, Self, cast

from langchain_core.prompt_values import PromptValue

from app.llm import LanguageModel, ModelError


class Saying:
    """Says ``reply`` to everything, in pieces of three characters, then ``fault`` if given; a ``silent`` one says
    nothing until it is given up. ``prompts`` are what it was asked."""

    name = "某模型"

    def __init__(self, reply: str = "", fault: ModelError | None = None, *, silent: bool = False) -> None:
        self.reply = reply
        self.fault = fault
        self.silent = silent
        self.prompts: list[str] = []
        self.closed = threading.Event()

    def stream(self, prompt: PromptValue, *, max_tokens: int) -> _Pieces:
        """As the real one."""
        self.prompts.append(prompt.to_string())
        if self.fault is not None and not self.reply:
            raise self.fault
        return _Pieces(self)

    def close(self) -> None:
        """As the real one."""

    @property
    def model(self) -> LanguageModel:
        """Itself, for what wants the real one."""
        return cast("LanguageModel", self)


class _Pieces(Iterator[str]):
    def __init__(self, saying: Saying) -> None:
        self._saying = saying
        self._left = saying.reply

    def __next__(self) -> str:
        if self._saying.silent:
            assert self._saying.closed.wait(30)
            raise StopIteration
        if not self._left:
            if self._saying.fault is not None:
                raise self._saying.fault
            raise StopIteration
        piece, self._left = self._left[:3], self._left[3:]
        return piece

    def close(self) -> None:
        self._saying.closed.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()
