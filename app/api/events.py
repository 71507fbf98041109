"""The steps of an answer as server-sent events."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from app.chain import AskError, Event
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


def written(event: Event) -> str:
    """An event on the wire."""
    return f"event: {event['event']}\ndata: {compact(event['data'])}\n\n"


def compact(data: Any) -> str:
    """JSON on one line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
