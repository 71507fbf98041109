"""The server on standard input and output, for a client on the same machine that starts it as its own process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from app.chain import AskError, RegulationChain
from app.mcpserver.server import build
from app.served import ChainProvider, Served


class Opening:
    """A chain that is opened in a thread of its own. A client that waits only seconds for an answer to its greeting is
    served at once; its first question waits for the model."""

    def __init__(self, open_served: Callable[[], Served]) -> None:
        self._served: Future[Served] = Future()
        self._thread = threading.Thread(target=self._open, args=(open_served,), name="open-chain")
        self._thread.start()

    def __call__(self) -> RegulationChain:
        """The chain to ask now. Raises :class:`app.chain.AskError` where it could not be opened."""
        return self._served.result()()

    def close(self) -> None:
        """Close the chain, once it is open."""
        self._thread.join()
        if self._served.exception() is None:
            self._served.result().close()

    def _open(self, open_served: Callable[[], Served]) -> None:
        try:
            self._served.set_result(open_served())
        except Exception as error:
            message = getattr(error, "message", None) or f"条问没有启动成功（{error}）。请查看日志，或告诉管理员。"
            self._served.set_exception(AskError(getattr(error, "code", "not_ready"), message, 503))


def serve_stdio(provider: ChainProvider, title: str) -> None:
    """Serve until the client closes standard input. Nothing but the protocol reaches standard output."""
    import anyio
    from mcp.server.stdio import stdio_server

    server = build(provider, title, "")

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)
