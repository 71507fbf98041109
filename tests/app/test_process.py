"""SIGTERM stops a real process in order: nothing new is taken, what runs is answered, the exit status is 0."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.audit import read, verify
from app.draining import Draining
from app.process import Server

ROOT = Path(__file__).resolve().parent.parent.parent


def _until(happened: Callable[[], Any], what: str) -> Any:
    for _ in range(1200):
        found = happened()
        if found:
            return found
        time.sleep(0.05)
    return pytest.fail(f"never happened: {what}")


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """A service whose answers wait for the file ``go``, and a client of it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = Path(__file__).with_name("slow_server.py")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GRADIO_ANALYTICS_ENABLED": "False"}
    process = subprocess.Popen([sys.executable, str(script), str(tmp_path), str(port)], cwd=ROOT, env=environment)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=90, trust_env=False) as client:
        try:
            _until(lambda: process.poll() is not None or _status(client, "/api/ready") == 200, "the service answers")
            yield process, client
        finally:
            process.kill()
            process.wait()


def _status(client: httpx.Client, path: str) -> int | None:
    try:
        return client.get(path).status_code
    except httpx.TransportError:
        return None


def test_running_answers_finish_and_no_more_are_taken(
    slow: tuple[subprocess.Popen[bytes], httpx.Client], tmp_path: Path
) -> None:
    process, client = slow
    answers: dict[str, httpx.Response] = {}

    def ask(path: str) -> None:
        answers[path] = client.post(path, json={"question": "值班怎么安排"})

    threads = [threading.Thread(target=ask, args=(path,)) for path in ("/api/ask", "/api/ask/stream")]
    for thread in threads:
        thread.start()
    _until((tmp_path / "entered").exists, "the answer is being looked for")
    process.send_signal(signal.SIGTERM)
    _until(lambda: _status(client, "/api/ready") == 503, "readiness says that the service stops")
    late = client.post("/api/ask", json={"question": "值班怎么安排"})
    assert late.status_code == 503 and late.json()["error"]["code"] == "stopping"
    assert late.headers["retry-after"] == "5" and "请过几秒再试" in late.json()["error"]["message"]
    assert _status(client, "/api/health") == 200 and process.poll() is None
    (tmp_path / "go").touch()
    for thread in threads:
        thread.join(60)
    assert answers["/api/ask"].json()["refused"] is True
    assert answers["/api/ask/stream"].text.rstrip().splitlines()[-2] == "event: answer"
    assert process.wait(60) == 0
    events = [record["event"] for record in read(tmp_path / "audit", date.min)]
    assert events == ["start", "ask", "ask", "stop"] and verify(tmp_path / "audit").faults == ()


def test_with_nothing_to_wait_for_it_stops_at_once(slow: tuple[subprocess.Popen[bytes], httpx.Client]) -> None:
    process, _ = slow
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_a_second_signal_does_not_wait(slow: tuple[subprocess.Popen[bytes], httpx.Client], tmp_path: Path) -> None:
    process, client = slow

    def ask() -> None:
        with suppress(httpx.TransportError):  # whether the answer still gets through is not promised
            client.post("/api/ask", json={"question": "值班怎么安排"})

    asking = threading.Thread(target=ask)
    asking.start()
    _until((tmp_path / "entered").exists, "the answer is being looked for")
    process.send_signal(signal.SIGTERM)
    _until(lambda: _status(client, "/api/ready") == 503, "readiness says that the service stops")
    process.send_signal(signal.SIGTERM)
    _until(lambda: _status(client, "/api/health") is None, "the service no longer listens")
    (tmp_path / "go").touch()
    asking.join(60)
    assert process.wait(30) == 0


def test_forwarding_headers_are_left_to_the_guard() -> None:
    """uvicorn would believe them of whoever the environment names, and its other parser takes headers of any size."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError

    config = Server(app, Draining(""), 1, lambda: None).config
    assert not config.proxy_headers and config.http == "h11" and not config.access_log
