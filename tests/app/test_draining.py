"""While stopping, questions and readiness get 503; the rest goes on; pages' open connections end in order."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.chain import RegulationChain
from app.draining import Draining
from app.operations import Operations
from app.server import assemble
from app.settings import Settings


def test_of_the_whole_service(chain: RegulationChain, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, root_path="/tw")
    operations = Operations.of(settings)
    with TestClient(assemble(lambda: chain, settings, operations)) as client:
        assert client.get("/tw/api/ready").status_code == 200
        operations.draining.stopping = True
        refused = client.post("/tw/api/ask", json={"question": "工具书"})
        assert refused.status_code == 503 and refused.headers["retry-after"] == "5"
        assert len(refused.headers["x-request-id"]) == 32
        for path in ("/tw/api/ask/stream", "/tw/v1/chat/completions", "/tw/embed/turn", "/tw/mcp"):
            assert client.post(path, json={}).json()["error"]["code"] == "stopping", path
        assert client.get("/tw/api/ready").json()["error"]["code"] == "stopping"
        for path in ("/tw/api/health", "/tw/", "/tw/api/regulations", "/tw/api/metrics"):
            assert client.get(path).status_code == 200, path


def _scope(path: str) -> dict[str, Any]:
    return {"type": "http", "method": "GET", "path": path, "headers": []}


async def _nothing() -> dict[str, Any]:
    await asyncio.Event().wait()
    return {}


def test_an_open_connection_of_a_page_ends_when_the_service_stops() -> None:
    sent: list[dict[str, Any]] = []

    async def forever(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"data: ALIVE\n\n", "more_body": True})
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        draining = Draining("")
        page = asyncio.ensure_future(draining.layer(forever)(_scope("/gradio_api/heartbeat/x"), _nothing, send))
        while len(sent) < 2:
            await asyncio.sleep(0)
        await draining.finish(60, lambda: False)
        await page

    asyncio.run(run())
    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}


def test_running_answers_of_the_chat_page_are_waited_for() -> None:
    async def run() -> None:
        draining, go_on, seen = Draining("/tw"), asyncio.Event(), []

        async def answering(scope: Any, receive: Any, send: Any) -> None:
            await go_on.wait()
            seen.append(scope["path"])

        app = draining.layer(answering)
        running = asyncio.ensure_future(app(_scope("/tw/gradio_api/queue/data"), _nothing, _nothing))
        await asyncio.sleep(0)
        assert draining.running == 1
        ending = asyncio.ensure_future(draining.finish(60, lambda: False))
        await asyncio.sleep(0)
        assert not ending.done()
        go_on.set()
        await asyncio.gather(running, ending)
        assert seen and draining.running == 0

    asyncio.run(run())


@pytest.mark.parametrize(("seconds", "hurried"), [(0, False), (60, True)])
def test_it_waits_no_longer_than_it_may(seconds: float, hurried: bool) -> None:
    async def run() -> None:
        draining = Draining("")
        draining.running = 1
        await draining.finish(seconds, lambda: hurried)

    asyncio.run(run())


def test_a_fault_inside_is_passed_on() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("broken")

    draining = Draining("")
    for path in ("/gradio_api/heartbeat/x", "/gradio_api/queue/data", "/"):
        with pytest.raises(RuntimeError):
            asyncio.run(draining.layer(broken)(_scope(path), _nothing, _nothing))
    assert draining.running == 0
