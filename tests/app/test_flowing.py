from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from app.chain import HangUp
from app.flowing import flowing


def test_everything_comes_in_order_and_the_end_is_a_hang_up_too() -> None:
    hang_up = HangUp()

    async def read() -> list[str]:
        return [item async for item in flowing(iter("甲乙丙"), hang_up)]

    assert asyncio.run(read()) == ["甲", "乙", "丙"]
    assert hang_up.gone


def test_what_goes_wrong_in_the_thread_goes_wrong_here() -> None:
    def broken() -> Iterator[str]:
        yield "甲"
        raise ValueError("乙")

    async def read() -> None:
        async for _ in flowing(broken(), HangUp()):
            pass

    with pytest.raises(ValueError, match="乙"):
        asyncio.run(read())


def test_a_reader_who_goes_away_is_not_waited_for() -> None:
    hang_up, waiting, given_up = HangUp(), threading.Event(), threading.Event()

    class Awaited:
        def close(self) -> None:
            given_up.set()

    def silent() -> Iterator[str]:
        with hang_up.ends(Awaited()):
            waiting.set()
            assert given_up.wait(30)
        yield "too late"

    async def leave() -> None:
        reading = asyncio.create_task(anext(flowing(silent(), hang_up)))  # type: ignore[arg-type]
        while not waiting.is_set():
            await asyncio.sleep(0.001)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading

    asyncio.run(leave())
    assert hang_up.gone and given_up.is_set()
