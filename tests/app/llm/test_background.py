"""A loop in a thread: work begins, ends, and is told so however it ends."""

from __future__ import annotations

import asyncio
import threading

import pytest

from app.llm.background import Background, ClosedError

SOON = 5.0


async def nothing() -> None:
    """Nothing is left to do."""


def test_work_runs_and_its_end_is_told() -> None:
    loop, done, where = Background("test-loop"), threading.Event(), []

    async def work() -> None:
        where.append(threading.current_thread().name)

    loop.start(work(), done.set)
    assert done.wait(SOON) and where == ["test-loop"]
    loop.close(nothing)


def test_what_is_cancelled_before_its_first_step_is_told_too() -> None:
    loop = Background("test-loop")
    for _ in range(100):
        done = threading.Event()
        loop.start(asyncio.sleep(60), done.set)()
        assert done.wait(SOON)
    loop.close(nothing)


def test_cancelling_what_is_over_does_nothing() -> None:
    loop, done = Background("test-loop"), threading.Event()
    cancel = loop.start(nothing(), done.set)
    assert done.wait(SOON)
    cancel()
    loop.close(nothing)
    cancel()


def test_closing_ends_everything_and_then_what_was_asked_for_last() -> None:
    loop, told = Background("test-loop"), []

    async def last() -> None:
        told.append("last")

    for name in ("first", "second"):
        loop.start(asyncio.sleep(60), lambda name=name: told.append(name))
    loop.close(last)
    assert sorted(told[:2]) == ["first", "second"] and told[2] == "last"
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("test-loop")]
    loop.close(last)
    assert len(told) == 3


def test_afterwards_nothing_begins() -> None:
    loop = Background("test-loop")
    loop.close(nothing)
    with pytest.raises(ClosedError):
        loop.start(nothing(), lambda: None)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("test-loop")]
