"""A line comes whole and in time, or not at all."""

from __future__ import annotations

import threading
import time

import pytest

from app.llm import ModelError
from app.llm.line import Line
from prompts import load
from tests.app.llm.saying import Saying


def line(saying: Saying, context: int = 4096) -> Line:
    return Line(saying.model, load("expand"), max_tokens=64, context=context)


def soon() -> float:
    return time.monotonic() + 30


def test_the_reply_to_the_prompt_with_the_material_between_fences() -> None:
    saying = Saying(" 借阅、续借\n")
    assert line(saying).ask(soon(), question="书能借多久") == "借阅、续借"
    assert line(saying).ask(soon(), question="书能借多久") == "借阅、续借"
    first, second = (prompt.split("\n书能借多久\n") for prompt in saying.prompts)
    fence = first[0].splitlines()[-1]
    assert first[1].startswith(f"{fence}\n") and fence not in "".join(second)


@pytest.mark.parametrize("reply", ["借阅\n续借", "借阅\r续借", "借阅\u2028续借", "", " \n"])
def test_what_is_not_one_line(reply: str) -> None:
    assert line(Saying(reply)).ask(soon(), question="问") == ""


@pytest.mark.parametrize("reply", ["<think>\n\n</think>\n\n借阅", "<think>想\n想</think>借阅", "想\n想</think>借阅"])
def test_thoughts_are_no_part_of_the_line(reply: str) -> None:
    assert line(Saying(reply)).ask(soon(), question="问") == "借阅"
    assert line(Saying("<think>借阅")).ask(soon(), question="问") == ""


@pytest.mark.parametrize("reply", ["", "借阅、续"])
def test_a_model_that_fails(reply: str) -> None:
    assert line(Saying(reply, ModelError("down"))).ask(soon(), question="问") == ""


def test_a_model_that_is_too_slow_is_given_up() -> None:
    saying = Saying(silent=True)
    assert line(saying).ask(time.monotonic() + 0.02, question="问") == ""
    assert saying.closed.is_set()


def test_no_timer_is_left_behind() -> None:
    before = threading.active_count()
    for _ in range(20):
        line(Saying("借阅")).ask(soon(), question="问")
    assert threading.active_count() <= before + 2


def test_once_the_time_is_up_nobody_is_asked() -> None:
    saying = Saying("借阅")
    assert line(saying).ask(time.monotonic() - 1, question="问") == "" and saying.prompts == []


def test_what_the_model_has_no_room_for() -> None:
    saying = Saying("借阅")
    narrow = line(saying, context=1024)
    assert narrow.ask(soon(), question="问" * 1000) == "" and saying.prompts == []
    assert narrow.ask(soon(), question="问" * 100) == "借阅"
