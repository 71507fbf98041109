"""The addresses of the pages: HTML out, and every error a Chinese page too."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.responses import HTMLResponse, Response

from app.chain import AskError, RegulationChain
from app.pages.panel import fragment, missing
from app.pages.static import own_files, static_routes
from app.records import find
from app.settings import Settings
from app.ui import render

logger = logging.getLogger("tiaowen.pages")

Provider = Callable[[], RegulationChain]
"""The chain that is serving now; raises :class:`app.chain.AskError` while there is none."""

_FRAGMENT = {"Cache-Control": "no-cache"}


def add_pages(app: FastAPI, provider: Provider, settings: Settings) -> None:
    """The panel's fragments and the static files, below ``settings.root_path``."""
    root = settings.root_path
    app.include_router(static_routes(own_files(root)), prefix=root)
    app.include_router(_panel(provider, root), prefix=root)


class _Fragment(APIRoute):
    """A route whose errors are short pieces of HTML."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except AskError as error:
                return HTMLResponse(render.note(error.message), error.status)
            except Exception:
                identity = request.scope.get("tiaowen.request_id", "-")
                logger.exception("请求 %s 出错", identity)
                message = f"服务内部出错，请稍后再试；如反复出现，请把编号 {identity} 告诉管理员。"
                return HTMLResponse(render.note(message), 500)

        return handle


def _panel(provider: Provider, root: str) -> APIRouter:
    router = APIRouter(route_class=_Fragment)

    @router.get("/panel", include_in_schema=False)
    async def panel(article: str = "") -> Response:
        found = find(provider().index.regulations, article)
        if found is None:
            return HTMLResponse(missing(), 404, _FRAGMENT)
        return HTMLResponse(fragment(*found, root), 200, _FRAGMENT)

    return router
