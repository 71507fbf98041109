"""With a real server: pieces stream, limits hold, closing makes it stop writing, places are kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from app.llm import LanguageModel
from tests.app.llm.asking import PROMPT, asked
from tests.app.llm.real import RealModel

pytestmark = pytest.mark.slow

SOON = 30.0  # seconds on a machine that others are using


@pytest.fixture
def model(real_model: RealModel) -> Iterator[LanguageModel]:
    made = LanguageModel(real_model.url, real_model.name, timeout=300, concurrency=2, wait=0.2)
    made.prepare()
    yield made
    made.close()


def until(true: Callable[[], bool]) -> bool:
    """Whether it becomes true soon."""
    end = time.monotonic() + SOON
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_a_reply_comes_in_pieces_up_to_the_limit(model: LanguageModel) -> None:
    outcome = asked(model, max_tokens=12)
    assert outcome.kind == "length" and 2 <= len(outcome.pieces) <= 12


def test_closing_makes_the_server_stop(model: LanguageModel, real_model: RealModel) -> None:
    pieces = model.stream(PROMPT, max_tokens=1500)
    assert next(pieces) and real_model.at_work() == 1
    pieces.close()
    assert until(lambda: real_model.at_work() == 0)


def test_so_does_the_deadline(real_model: RealModel) -> None:
    model = LanguageModel(real_model.url, real_model.name, timeout=3, extra={"ignore_eos": True})
    try:
        assert asked(model, max_tokens=1500).kind == "timeout"
        assert until(lambda: real_model.at_work() == 0)
    finally:
        model.close()


def test_two_at_once_and_a_third_is_told_so(model: LanguageModel, real_model: RealModel) -> None:
    first, second = (model.stream(PROMPT, max_tokens=1500) for _ in range(2))
    assert next(first) and next(second) and real_model.at_work() == 2
    assert asked(model).kind == "busy"
    first.close()
    second.close()
    assert until(lambda: real_model.at_work() == 0)
    assert asked(model, max_tokens=4).pieces
