"""The API over the invented index, and what every error must look like."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from app.api import create_app
from app.api.completions.contract import FaultOut
from app.api.contract import ErrorOut
from app.chain import RegulationChain
from app.settings import Settings

MakeClient = Callable[..., TestClient]
Refused = Callable[[Any, int, str], str]
Serve = Callable[[Any], str]


@pytest.fixture
def make(chain: RegulationChain, tmp_path: Path) -> MakeClient:
    def client(provider: Callable[[], RegulationChain] | None = None, **settings: Any) -> TestClient:
        app = create_app(provider or (lambda: chain), Settings(data=tmp_path, **settings))
        return TestClient(app, raise_server_exceptions=False)

    return client


@pytest.fixture
def client(make: MakeClient) -> TestClient:
    return make()


@pytest.fixture
def refused() -> Refused:
    """Checks that a response is one Chinese sentence in the one shape, and gives the sentence."""

    def check(response: Any, status: int, code: str) -> str:
        assert response.status_code == status, response.text
        error = ErrorOut.model_validate(response.json()).error
        assert error.code == code
        assert any("\u4e00" <= character <= "\u9fff" for character in error.message) and error.message.endswith("。")
        return error.message

    return check


@pytest.fixture
def faulted() -> Refused:
    """The same below ``/v1``, where the shape is OpenAI's."""

    def check(response: Any, status: int, code: str) -> str:
        assert response.status_code == status, response.text
        error = FaultOut.model_validate(response.json()).error
        assert error.code == code
        assert error.message.endswith("。")
        return error.message

    return check


@pytest.fixture
def broken(chain: RegulationChain) -> RegulationChain:
    """A chain that fails on every question."""

    def fail(found: Any, index: Any) -> Any:
        raise RuntimeError("secret detail")

    return RegulationChain(chain.index, fail, chain.options)


@contextmanager
def _serving(app: Any) -> Iterator[str]:
    ready = threading.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            ready.set()

    server = Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert ready.wait(30)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves an application on a port of this machine, as long as the test lasts; gives its address."""
    with ExitStack() as servers:
        yield lambda app: servers.enter_context(_serving(app))
