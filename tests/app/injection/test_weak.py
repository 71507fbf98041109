"""A real model that obeys anybody: what it makes of hostile words is nothing that a reader would notice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from langchain_core.prompt_values import PromptValue

from app.chain import Assistant, RegulationChain
from app.llm import LanguageModel
from app.llm.model import Reply
from app.llm.writer import Writer
from prompts import load
from tests.app.injection.attempts import Attempt, attempts
from tests.app.injection.library import Library
from tests.app.injection.outcome import Outcome, holds, reached
from tests.app.llm.real import RealModel

pytestmark = pytest.mark.slow

WEAK = [attempt for attempt in attempts() if attempt.weak]


class Overheard(LanguageModel):
    """Remembers what it was asked."""

    asked: list[str]

    def stream(self, prompt: PromptValue, *, max_tokens: int) -> Reply:
        self.asked.append(prompt.to_string())
        return super().stream(prompt, max_tokens=max_tokens)


@pytest.fixture(scope="module")
def model(real_model: RealModel) -> Iterator[Overheard]:
    made = Overheard(real_model.url, real_model.name, timeout=120, extra={"temperature": 0.8, "seed": 6})
    made.asked = []
    yield made
    made.close()


@pytest.fixture(scope="module")
def chain(library: Library, model: Overheard) -> RegulationChain:
    writer = Writer(model, load("answer"), max_tokens=48, context=2048)
    return library.helped(Assistant(model.name, writer.runnable))


def test_there_is_a_sample() -> None:
    assert len(WEAK) >= 12 and len({attempt.where for attempt in WEAK}) >= 6


@pytest.mark.parametrize("attempt", WEAK, ids=lambda attempt: attempt.id)
def test_it_may_say_what_it_likes(attempt: Attempt, library: Library, chain: RegulationChain, model: Overheard) -> None:
    before = len(model.asked)
    quoted = library.chain.ask(library.request(attempt, "extractive")).to_dict()
    events = list(chain.stream(library.request(attempt, "llm")))
    found = Outcome(quoted, events[-1]["data"], events, model.asked[before:])
    holds(found, attempt)
    assert not found.told["refused"] and reached(found, attempt)
