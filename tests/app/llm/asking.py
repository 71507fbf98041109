"""A question to a language model, and what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from langchain_core.prompt_values import StringPromptValue

from app.llm import LanguageModel, ModelError

PROMPT = StringPromptValue(text="借期多久？")


@dataclass(frozen=True)
class Outcome:
    """The pieces given out, the fault after them, how long it took (s)."""

    pieces: tuple[str, ...]
    fault: ModelError | None
    seconds: float

    @property
    def text(self) -> str:
        """The pieces together."""
        return "".join(self.pieces)

    @property
    def kind(self) -> str:
        """The kind of the fault; ``ok`` without one."""
        return self.fault.kind if self.fault else "ok"


def asked(model: LanguageModel, max_tokens: int = 100) -> Outcome:
    """Ask ``model`` and read its reply to the end."""
    pieces: list[str] = []
    fault = None
    began = time.monotonic()
    try:
        with model.stream(PROMPT, max_tokens=max_tokens) as reply:
            pieces.extend(reply)
    except ModelError as error:
        fault = error
    return Outcome(tuple(pieces), fault, time.monotonic() - began)
