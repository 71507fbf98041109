"""A guard around a small application that says what reached it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from app.access import visitor
from app.access.identify import Access
from app.access.keys import Keys
from app.access.proxies import Proxies
from app.access.signed import Signer, portal_tokens, sessions
from app.guard import Guard
from app.guard.rules import Rules

SECRET = "0123456789abcdefghijklmnopqrstuv"
KEY = "abcdefghijklmnopqrstuvwx"


async def _echo(request: Request) -> JSONResponse:
    body = await request.body()
    # what gradio does by itself for any host but localhost
    loose = {
        "Access-Control-Allow-Origin": request.headers.get("origin", "*"),
        "Access-Control-Allow-Credentials": "true",
        "Content-Security-Policy": "default-src *",
        "Vary": "Accept-Encoding",
    }
    who = visitor(request.scope)
    return JSONResponse(
        {
            "size": len(body),
            "id": request.scope["tiaowen.request_id"],
            "visitor": [who.name, who.kind],
            "client": request.client.host if request.client else None,
            "scheme": request.url.scheme,
            "headers": sorted(request.headers.keys()),
        },
        headers=loose,
    )


async def _events(request: Request) -> StreamingResponse:
    async def forever() -> AsyncIterator[str]:
        for number in range(1_000_000):
            yield f"data: {number}\n\n"
            await asyncio.sleep(0)

    return StreamingResponse(forever(), media_type="text/event-stream")


async def _login(request: Request) -> PlainTextResponse:
    good = await request.body() == b"good"
    return PlainTextResponse("", 200 if good else 401)


async def _broken(request: Request) -> PlainTextResponse:
    raise ZeroDivisionError("secret detail")


async def _reached(request: Request) -> PlainTextResponse:
    return PlainTextResponse("reached")


async def _socket(websocket: WebSocket) -> None:
    await websocket.accept()


@pytest.fixture
def inner() -> Starlette:
    every = ["GET", "POST", "PUT", "OPTIONS", "HEAD", "DELETE"]
    return Starlette(
        routes=[
            Route("/api/echo", _echo, methods=every),
            Route("/api/ask", _echo, methods=every),
            Route("/admin/api/echo", _echo, methods=every),
            Route("/admin/api/files/echo", _echo, methods=every),
            Route("/admin/api/login", _login, methods=["POST"]),
            Route("/events", _events),
            Route("/broken", _broken),
            Route("/api/broken", _broken),
            WebSocketRoute("/socket", _socket),
            Route("/{rest:path}", _reached, methods=every),
        ]
    )


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens() -> Signer:
    return portal_tokens([SECRET], 10)


@pytest.fixture
def own_sessions() -> Signer:
    return sessions([SECRET], 8)


@pytest.fixture
def make(inner: Starlette, clock: Clock, tokens: Signer, own_sessions: Signer) -> Callable[..., TestClient]:
    """A client of the guard; the peer is 192.0.2.1 unless told otherwise, 127.0.0.1 is the proxy."""

    def client(
        *portals: str, mode: Any = "open", peer: str = "192.0.2.1", host: str = "http://testserver", **given: Any
    ) -> TestClient:
        told = {name: given.pop(name) for name in ("denied", "observe") if name in given}
        known = {} if mode == "open" else {"tokens": tokens, "sessions": own_sessions}
        access = Access(mode, keys=Keys({"办公": KEY}), user_header=b"x-remote-user", **known)
        app = given.pop("app", inner)
        guard = Guard(
            app, Rules(portals=portals, **given), access, Proxies(["127.0.0.1", "10.0.0.0/8"]), clock=clock, **told
        )
        return TestClient(guard, host, raise_server_exceptions=False, follow_redirects=False, client=(peer, 50000))

    return client
