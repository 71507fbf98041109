"""Routes that answer in HTML, also where something goes wrong: never JSON, a stack trace or a blank page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import HTMLResponse, Response

from app.chain import AskError
from app.error_body import internal
from app.errors import identity

logger = logging.getLogger("tiaowen.pages")

Shown = Callable[[int, str], str]
"""``(status, message) → HTML``: how a fault looks on these routes."""


def telling(shown: Shown) -> type[APIRoute]:
    """A kind of route whose faults look as ``shown`` says."""

    class Telling(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handler = super().get_route_handler()

            async def handle(request: Request) -> Response:
                try:
                    return await handler(request)
                except AskError as error:
                    headers = {"Retry-After": "5"} if error.status == 503 else None
                    return HTMLResponse(shown(error.status, error.message), error.status, headers)
                except Exception:
                    logger.exception("请求 %s 出错", identity(request))
                    _, message = internal(identity(request))
                    return HTMLResponse(shown(500, message), 500)

            return handle

    return Telling
