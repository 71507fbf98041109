"""The addresses of embedding, below the public prefix."""

from __future__ import annotations

import logging

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from app.access import visitor
from app.chain import HangUp
from app.embed.colour import parse, theme
from app.embed.script import widget_script
from app.embed.shell import Shell
from app.embed.turn import TurnIn, lines
from app.flowing import flowing
from app.pages.static import file_response, own_files, static_file
from app.settings import Settings
from app.ui import Examples
from app.ui.session import Provider

logger = logging.getLogger("tiaowen.embed")

_CHECKED = {"Cache-Control": "no-cache"}  # kept, but asked about each time: an update gets through at once


def add_embed(app: FastAPI, provider: Provider, settings: Settings, offered: Examples) -> None:
    """The embedded page, its turns and the widget's script, below ``settings.root_path``.

    ``offered`` are the examples, worked out once for this page and the chat page.
    """
    root = settings.root_path
    app.include_router(_loaded(settings), prefix=root)
    app.include_router(_asking(provider, settings, offered), prefix=f"{root}/embed")


def _loaded(settings: Settings) -> APIRouter:
    """What anybody may load: it holds nothing of the regulations and nothing of a visitor."""
    router = APIRouter()
    shell = Shell(settings, own_files(settings.root_path))
    script = static_file("widget.js", widget_script(settings.title).encode("utf-8"))

    @router.api_route("/widget.js", methods=["GET", "HEAD"], include_in_schema=False)
    async def widget(request: Request) -> Response:
        return file_response(script, request)

    @router.api_route("/embed", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(title: str = "", color: str = "", theme: str = "", compact: str = "", mode: str = "") -> Response:
        return HTMLResponse(shell.page(title, color, theme, compact, mode), 200, _CHECKED)

    @router.get("/embed/colours.css", include_in_schema=False)
    async def colours(color: str = "") -> Response:
        chosen = parse(color)
        return Response(theme(chosen) if chosen else "", 200, _CHECKED, "text/css; charset=utf-8")

    return router


def _asking(provider: Provider, settings: Settings, offered: Examples) -> APIRouter:
    """What only those may use who may ask."""
    router = APIRouter()

    @router.post("/start", include_in_schema=False)
    def start() -> Response:
        """What the empty page offers. Not in its HTML: that is for everybody, the corpus may not be."""
        chain = provider()
        try:
            questions = [example.question for example in offered.of(chain)]
        except Exception:  # a page without examples is still a page
            logger.exception("示例问题没有生成")
            questions = []
        return JSONResponse({"examples": questions})

    # a plain function: the framework runs it in its thread pool, the chain limits how many search at once
    @router.post("/turn", include_in_schema=False)
    def turn(body: TurnIn, request: Request) -> Response:
        who = visitor(request.scope).name
        unbuffered = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        hang_up = HangUp()
        views = lines(provider, body, who, feedback=settings.feedback, hang_up=hang_up)
        return StreamingResponse(flowing(views, hang_up), 200, unbuffered, "application/x-ndjson")

    return router
