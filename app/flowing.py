"""What comes bit by bit from a thread, for a reader who may go away in the midst of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TypeVar

import anyio.to_thread

from app.chain import HangUp

Item = TypeVar("Item")


async def flowing(items: Iterator[Item], hang_up: HangUp) -> AsyncIterator[Item]:
    """``items``, each waited for in a thread. A reader who goes away is not waited for: ``hang_up`` is called at once,
    and the thread ends when what it waits for has been given up."""
    try:
        while (item := await anyio.to_thread.run_sync(next, items, None, abandon_on_cancel=True)) is not None:
            yield item
    finally:
        hang_up()
