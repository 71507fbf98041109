"""The steps of an answer as server-sent events."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any

import anyio.to_thread

from app.chain import AskError, Event, HangUp
from app.error_body import internal

logger = logging.getLogger("tiaowen.api")


def sent(lines: Iterable[str], fault: Callable[[int, str, str], str], identity: str) -> Iterator[str]:
    """``lines`` as they come. The status line is long gone, so an error becomes the last of them.

    ``fault(status, code, message)`` writes it; ``identity`` is the id of the request, for the log and the reader.
    """
    try:
        yield from lines
    except AskError as error:
        yield fault(error.status, error.code, error.message)
    except Exception:
        logger.exception("请求 %s 出错", identity)
        yield fault(500, *internal(identity))


async def flowing(lines: Iterator[str], hang_up: HangUp) -> AsyncIterator[str]:
    """``lines``, each waited for in a thread. A reader who goes away is not waited for: ``hang_up`` is called at once,
    and the thread ends when what it waits for has been given up."""
    try:
        while (line := await anyio.to_thread.run_sync(next, lines, None, abandon_on_cancel=True)) is not None:
            yield line
    finally:
        hang_up()


def written(event: Event) -> str:
    """An event on the wire."""
    return f"event: {event['event']}\ndata: {compact(event['data'])}\n\n"


def compact(data: Any) -> str:
    """JSON on one line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
