"""The process that serves: it says when it listens, and stops in order."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from app.draining import Draining
from app.guard import App

logger = logging.getLogger("tiaowen.server")


class Server(uvicorn.Server):
    """uvicorn that calls ``ready`` once it listens, and on SIGTERM or Ctrl+C lets the running questions finish.

    It waits for them ``patience`` seconds at most and then returns from ``run``; a second signal stops it at once. The
    access log is off: who asked when stands in the audit log, which is masked, chained and removed in time.
    """

    def __init__(self, app: App, draining: Draining, patience: int, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                http="h11",  # the other parser puts no limit on the size of the headers
                ws="none",
                proxy_headers=False,  # the guard knows which proxies to trust
                timeout_keep_alive=75,  # longer than a proxy keeps its end, so that it never writes to a closed one
                timeout_graceful_shutdown=2,  # what is left then is no question
            )
        )
        self._ready = ready
        self._draining = draining
        self._patience = patience

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logger.info("正在停止，%d 个提问尚未答完，最多等 %d 秒", self._draining.running, self._patience)
        await self._draining.finish(self._patience, lambda: self.force_exit)
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True
