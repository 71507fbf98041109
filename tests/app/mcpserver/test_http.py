"""The official client over HTTP, behind the guard, at the public prefix."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
import uvicorn
from fastapi.testclient import TestClient
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from app.api import create_app
from app.chain import AskRequest, RegulationChain
from app.guard import guarded
from app.mcpserver.http import add_mcp
from app.settings import Settings

KEY = "q7Zt2mVx9LwB4nRk6HyPc3Jd8FsGa5Ue"
CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": "工具书"}},
}
ACCEPT = {"accept": "application/json, text/event-stream"}

Make = Callable[..., Any]


@pytest.fixture
def make(chain: RegulationChain, tmp_path: Path) -> Make:
    def made(**settings: Any) -> Any:
        chosen = Settings(data=tmp_path, **settings)
        app = create_app(lambda: chain, chosen)
        add_mcp(app, lambda: chain, chosen)
        return guarded(app, chosen)

    return made


@contextmanager
def _running(app: Any) -> Iterator[str]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client(make: Make, mode: Any) -> None:
    async def talk(url: str) -> Any:
        async with Client(url, mode=mode, read_timeout_seconds=60) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            asked = await client.call_tool("ask", {"question": "工具书能外借吗"})
            identity = asked.structured_content["citations"][0]["article_id"]
            return names, asked, await client.call_tool("get_article", {"article_id": identity})

    with _running(make(root_path="/tw")) as origin:
        names, asked, article = asyncio.run(talk(f"{origin}/tw/mcp"))
    assert names == ["ask", "search_regulations", "get_article", "list_regulations"]
    assert asked.structured_content["citations"][0]["label"] == "第二条第（二）项"
    assert asked.structured_content["citations"][0]["url"].startswith("/tw/?article=")
    assert article.structured_content["text"].startswith("第二条")


def test_a_key_is_asked_for_where_the_site_wants_users_known(make: Make, chain: RegulationChain) -> None:
    seen: list[str] = []
    asked = chain.ask

    def ask(request: AskRequest) -> Any:
        seen.append(request.visitor)
        return asked(request)

    async def talk(url: str, headers: dict[str, str]) -> Any:
        async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
            transport = streamable_http_client(url, http_client=http)
            async with Client(transport, read_timeout_seconds=60) as client:
                return await client.call_tool("ask", {"question": "工具书能外借吗"})

    app = make(access="token", token_secret=KEY[::-1], api_keys=f"agent:{KEY}")
    with pytest.MonkeyPatch.context() as patch, _running(app) as origin:
        patch.setattr(chain, "ask", ask)
        assert not asyncio.run(talk(f"{origin}/mcp", {"authorization": f"Bearer {KEY}"})).is_error
        refused = httpx.post(f"{origin}/mcp", json=CALL, headers=ACCEPT)
        with pytest.raises(Exception):  # noqa: B017 - the client's own, whatever it is
            asyncio.run(talk(f"{origin}/mcp", {"authorization": "Bearer wrong"}))
    assert seen == ["agent"]
    assert refused.status_code == 401 and "。" in refused.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_one_post_is_one_json_answer_whatever_the_host_is_called(make: Make, path: str) -> None:
    with TestClient(make(), base_url="http://docs.example.gov.cn", follow_redirects=False) as client:
        response = client.post(path, json=CALL, headers=ACCEPT)
    assert response.status_code == 200 and response.headers["content-type"].startswith("application/json")
    assert response.json()["result"]["structuredContent"]["refused"] is False


def test_it_runs_again_after_it_was_stopped(make: Make) -> None:
    app = make()
    for _ in range(2):
        with TestClient(app) as client:
            assert client.post("/mcp", json=CALL, headers=ACCEPT).status_code == 200
    refused = TestClient(app).post("/mcp", json=CALL, headers=ACCEPT)  # nobody has started it
    assert refused.status_code == 503 and refused.json()["error"]["code"] == "not_ready"


def test_what_is_no_call(make: Make) -> None:
    with TestClient(make(portal_origins="https://portal.example.gov.cn")) as client:
        for method in ("GET", "DELETE", "PUT"):
            response = client.request(method, "/mcp", headers={"accept": "text/event-stream"})
            assert response.status_code == 405 and response.headers["allow"] == "POST"
            assert "MCP" in response.json()["error"]["message"]
        response = client.post("/mcp", content="{}", headers={"content-type": "text/plain"})
        assert response.status_code == 415
        foreign = client.post("/mcp", json=CALL, headers={**ACCEPT, "origin": "https://evil.example"})
        assert foreign.status_code == 403 and "portal_origins" in foreign.json()["error"]["message"]
        portal = client.post("/mcp", json=CALL, headers={**ACCEPT, "origin": "https://portal.example.gov.cn"})
        assert portal.status_code == 200
        for content in ("{", "[]", '{"jsonrpc": "2.0", "id": 1}', "\ud800".encode("utf-8", "surrogatepass")):
            headers = {**ACCEPT, "content-type": "application/json"}
            assert client.post("/mcp", content=content, headers=headers).status_code < 500


def test_a_site_may_do_without(make: Make) -> None:
    with TestClient(make(mcp=False)) as client:
        refused = client.post("/mcp", json=CALL, headers=ACCEPT)
        assert refused.status_code == 404 and "mcp = true" in refused.json()["error"]["message"]
