"""Streams that break off: by a fault of ours, or because the reader goes away."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.api import create_app
from app.api.events import sent
from app.chain import AskError, Options, RegulationChain
from app.guard import guarded
from app.llm.assistant import assistant_of
from app.llm.configured import configured
from app.settings import Settings
from tests.app.llm.scripted import Script, ScriptedServer, endless, silent

Serve = Callable[[Any], str]


def test_what_goes_wrong_becomes_the_last_line() -> None:
    def lines(error: Exception) -> Any:
        yield "一"
        raise error

    def fault(status: int, code: str, message: str) -> str:
        return f"{status} {code} {message}"

    assert list(sent(lines(AskError("busy", "忙。", 503)), fault, "x")) == ["一", "503 busy 忙。"]
    _, last = sent(lines(RuntimeError("secret")), fault, "编号7")
    assert last.startswith("500 internal_error") and "编号7" in last and "secret" not in last


class Slow:
    """A retriever that waits in the midst of a search until it is told to go on."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.searching = threading.Event()
        self.go_on = threading.Event()

    def retrieve(self, question: str, **given: Any) -> Any:
        self.searching.set()
        assert self.go_on.wait(30)
        return self._inner.retrieve(question, **given)

    def condense(self, question: str, previous: Any) -> str:
        return question


def _leave(address: str, path: str, body: Any, until: Callable[[], Any]) -> None:
    """Ask for a stream, read its first bytes, and go away when ``until`` returns."""
    parts = urlsplit(address)
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), 30) as connection:
        connection.sendall(head.encode() + content)
        assert connection.recv(1024).startswith(b"HTTP/1.1 200")
        until()


def _chat(model: str) -> dict[str, Any]:
    return {"model": model, "stream": True, "messages": [{"role": "user", "content": "工具书"}]}


@pytest.mark.parametrize(
    ("path", "body"),
    [("/api/ask/stream", {"question": "工具书"}), ("/v1/chat/completions", _chat("tiaowen"))],
)
def test_a_reader_who_goes_away_leaves_no_place_taken(
    chain: RegulationChain, index: Any, tmp_path: Path, serve: Serve, path: str, body: Any
) -> None:
    slow = Slow(index.retriever)
    index.retriever = slow
    only = RegulationChain(index, chain._extract, Options(concurrency=1))
    settings = Settings(data=tmp_path, audit=False, rate_per_minute=0)
    address = serve(guarded(create_app(lambda: only, settings), settings))
    _leave(address, path, body, lambda: slow.searching.wait(30))
    slow.go_on.set()
    for _ in range(20):
        _leave(address, path, body, lambda: None)
    for _ in range(3):  # were the one place lost, this would be refused as busy
        response = httpx.post(f"{address}/api/ask", json={"question": "工具书"}, timeout=60)
        assert response.status_code == 200 and response.json()["citations"]


@pytest.mark.parametrize("script", [silent, endless("工具书", 0.01)], ids=["silent", "endless"])
@pytest.mark.parametrize(
    ("path", "body"),
    [("/api/ask/stream", {"question": "工具书", "mode": "llm"}), ("/v1/chat/completions", _chat("tiaowen-llm"))],
)
def test_a_reader_who_goes_away_ends_the_request_to_the_model(
    chain: RegulationChain,
    tmp_path: Path,
    serve: Serve,
    llm_server: ScriptedServer,
    path: str,
    body: Any,
    script: Script,
) -> None:
    llm_server.play(script)
    settings = Settings(data=tmp_path, audit=False, llm_base_url=llm_server.url, llm_model="某模型", llm_timeout=300)
    model = configured(settings)
    assert model is not None
    recorded: list[Any] = []
    asker = RegulationChain(
        chain.index,
        chain._extract,
        recorder=lambda *both: recorded.append(both),
        assistant=assistant_of(model, settings),
    )
    address = serve(guarded(create_app(lambda: asker, settings), settings))
    _leave(address, path, body, lambda: _until(lambda: llm_server.calls))
    assert llm_server.calls[0].hung_up.wait(10)
    _until(lambda: recorded)  # the quotations were read
    ((_, answer),) = recorded
    assert answer.mode == "extractive" and answer.citations and answer.generated.kind == "left"
    model.close()


def _until(known: Callable[[], Any]) -> None:
    given_up = time.monotonic() + 30
    while not known():
        assert time.monotonic() < given_up
        time.sleep(0.01)
