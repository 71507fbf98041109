"""Stopping without cutting anyone off: no new questions, the running ones finish, then the connections close."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.guard.asgi import App, Message, Receive, Scope, Send
from app.guard.refusal import RefusedError, refuse
from app.guard.routes import route

_TICK = 0.05  # seconds
_STOPPING = RefusedError(503, "stopping", "服务正在停止或重启，请过几秒再试。", 5)


class Draining:
    """Knows which questions are running. ``stopping`` says that no more are taken; ``root`` is the public prefix.

    While stopping, ``/api/ready`` answers 503, so that a load balancer sends nothing more, and so does a new question;
    everything else goes on as before.
    """

    def __init__(self, root: str) -> None:
        self.stopping = False
        self.running = 0
        self._root = root
        self._ended = asyncio.Event()

    def layer(self, app: App) -> App:
        """``app`` with its requests counted and, while stopping, turned away."""

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            kind = route(scope["method"], scope["path"], self._root)
            if kind.name == "held":
                await self._until_the_end(app, scope, receive, send)
            elif self.stopping and (kind.asks or scope["path"] == f"{self._root}/api/ready"):
                await refuse(send, _STOPPING, "", "", as_page=False)
            elif kind.asks or kind.name == "answers":
                self.running += 1
                try:
                    await app(scope, receive, send)
                finally:
                    self.running -= 1
            else:
                await app(scope, receive, send)

        return counted

    async def finish(self, seconds: float, hurried: Callable[[], bool]) -> None:
        """Take no more questions and wait for the running ones, at most ``seconds`` or until ``hurried``."""
        self.stopping = True
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        while self.running and clock() < until and not hurried():
            await asyncio.sleep(_TICK)
        self._ended.set()

    async def _until_the_end(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """A connection that a page keeps open for good: closed in order when the service stops."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        request = asyncio.ensure_future(app(scope, receive, noting))
        ended = asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait({request, ended}, return_when=asyncio.FIRST_COMPLETED)
            if request.done():
                request.result()
                return
            request.cancel()
            await asyncio.wait({request})
            if begun:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            ended.cancel()
            request.cancel()
