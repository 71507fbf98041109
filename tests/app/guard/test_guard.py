"""The outer layer: headers on everything, no origin but the portals', no large body, no closed route."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.guard import Guard, Scope
from app.guard.rules import Rules

PORTAL = "https://portal.example"
KEY = "abcdefghijklmnopqrstuvwx"

Make = Callable[..., TestClient]


def test_only_a_portal_may_read_from_elsewhere(make: Make) -> None:
    client = make(PORTAL)
    allowed = client.get("/api/echo", headers={"origin": PORTAL}).headers
    assert allowed["access-control-allow-origin"] == PORTAL and "Origin" in allowed["vary"]
    assert "Accept-Encoding" in allowed["vary"]
    for origin in ("https://evil.example", "null", PORTAL + ".evil.example", "http://portal.example"):
        refused = client.get("/api/echo", headers={"origin": origin}).headers
        assert not [name for name in refused if name.startswith("access-control-")]
    assert "access-control-allow-credentials" not in allowed


def test_preflight(make: Make) -> None:
    client = make(PORTAL)
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    allowed = client.options("/api/echo", headers={"origin": PORTAL, **asks})
    assert allowed.status_code == 204 and allowed.headers["access-control-allow-origin"] == PORTAL
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "content-type" in allowed.headers["access-control-allow-headers"]
    refused = client.options("/api/echo", headers={"origin": "https://evil.example", **asks})
    assert refused.status_code == 403 and refused.json()["error"]["code"] == "origin_not_allowed"
    assert not [name for name in refused.headers if name.startswith("access-control-")]


def test_request_id(make: Make) -> None:
    client = make()
    given = client.get("/api/echo", headers={"x-request-id": "portal-42"})
    assert given.headers["x-request-id"] == "portal-42" == given.json()["id"]
    for bad in ("a b", "<x>", "a" * 65, ""):
        made = client.get("/api/echo", headers={"x-request-id": bad}).headers["x-request-id"]
        assert made != bad and len(made) == 32
    assert client.get("/").headers["x-request-id"] != client.get("/").headers["x-request-id"]


def test_a_body_up_to_the_limit_arrives_whole(make: Make) -> None:
    client = make(max_body=2048)
    assert client.post("/api/echo", content=b"x" * 2048).json()["size"] == 2048
    assert client.post("/api/echo", content=iter([b"x" * 1000, b"x" * 1048])).json()["size"] == 2048
    assert client.post("/api/echo").json()["size"] == 0


@pytest.mark.parametrize("declared", [True, False])
def test_a_larger_body_is_refused(make: Make, declared: bool) -> None:
    client = make(max_body=2048)
    content: Any = b"x" * 2049 if declared else iter([b"x" * 2000, b"x" * 49])
    response = client.post("/api/echo", content=content)
    assert response.status_code == 413
    assert response.json() == {
        "error": {
            "code": "too_large",
            "message": "请求超过 2 KB 的上限。请只发送必要的内容：提问时缩短对话的上文，文件分几次发送。",
        }
    }


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/tw/gradio_api/upload?upload_id=1",
        "/gradio_api//upload",
        "/GRADIO_API/upload",
        "/gradio_api/upload_progress",
        "/gradio_api/process_recording",
        "/gradio_api/proxy=https://example.com/x",
        "/gradio_api/file=http://example.com/x",
        "/gradio_api/file=HTTPS%3A//example.com/x",
        "/gradio_api/stream/abc",
        "/gradio_api/vibe-edit/",
        "/gradio_api/undo-vibe-edit",
        "/gradio_api/run-history/connect",
        "/monitoring",
        "/tw/monitoring/summary",
    ],
)
def test_closed_routes(make: Make, path: str) -> None:
    client = make()
    for response in (client.get(path), client.post(path)):
        assert response.status_code == 403 and response.json()["error"]["code"] == "closed"


@pytest.mark.parametrize(
    "path", ["/", "/gradio_api/queue/join", "/gradio_api/file=/x/a.svg", "/api/articles/monitoring规"]
)
def test_other_routes_are_reached(make: Make, path: str) -> None:
    assert make().get(path).text == "reached"


def test_no_portal_at_the_administration(make: Make) -> None:
    answered = make(PORTAL).get("/admin/api/echo", headers={"origin": PORTAL}).headers
    assert not [name for name in answered if name.startswith("access-control-")]
    asks = {"origin": PORTAL, "access-control-request-method": "POST"}
    assert make(PORTAL).options("/admin/api/echo", headers=asks).status_code == 403


def test_two_origins_are_none(make: Make) -> None:
    twice = [("origin", PORTAL), ("origin", "https://evil.example")]
    answered = make(PORTAL).get("/api/echo", headers=twice).headers
    assert not [name for name in answered if name.startswith("access-control-")]


def test_events_come_as_they_are_sent(inner: Starlette) -> None:
    """The response has no end: a layer that gathers it first never sends a thing."""
    got: list[Any] = []

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        got.append(message)
        if len(got) == 4:
            raise OSError  # the client has seen enough

    with pytest.raises(OSError):
        asyncio.run(Guard(inner)(_scope("/events"), receive, send))
    assert (b"x-accel-buffering", b"no") in got[0]["headers"]
    assert [message["body"] for message in got[1:3]] == [b"data: 0\n\n", b"data: 1\n\n"]


def test_what_breaks_inside_is_said_in_chinese(make: Make) -> None:
    for path in ("/broken", "/api/broken"):
        response = make(title="问<b>").get(path, headers={"x-request-id": "n1", "accept": "text/html"})
        assert response.status_code == 500 and "n1" in response.text and "secret" not in response.text
    assert response.json()["error"]["code"] == "internal_error"


def test_the_server_hears_of_what_breaks_inside(make: Make) -> None:
    client = make()
    client._transport.raise_server_exceptions = True  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError):
        client.get("/broken")


def test_what_is_over_is_observed(make: Make) -> None:
    seen: list[tuple[str, str, int, float]] = []
    client = make(observe=lambda *facts: seen.append(facts))
    client.get("/api/echo")
    client.request("BREW", "/api/echo")
    client.get("/broken")
    client.post("/gradio_api/upload")
    expected = [("GET", "api", 200), ("OTHER", "api", 405), ("GET", "page", 500), ("POST", "gradio", 403)]
    assert [facts[:3] for facts in seen] == expected
    assert all(facts[3] >= 0 for facts in seen)


def test_refusals_are_told(make: Make) -> None:
    told: list[tuple[Any, int, str]] = []

    def denied(scope: Scope, status: int, code: str) -> None:
        told.append((scope["client"][0], status, code))

    client = make(denied=denied, mode="token", per_minute=1, max_body=10)
    client.post("/api/ask")
    client.post("/gradio_api/upload")
    client.post("/enter", content=b"x" * 20_000)
    client.get("/api/health")
    good = {"authorization": f"Bearer {KEY}"}
    client.post("/api/ask", headers=good, content=b"x" * 20)
    client.post("/api/ask", headers=good)
    assert told == [
        ("192.0.2.1", 401, "unauthenticated"),
        ("192.0.2.1", 403, "closed"),
        ("192.0.2.1", 413, "too_large"),
        ("192.0.2.1", 413, "too_large"),
        ("192.0.2.1", 429, "too_many_requests"),
    ]


def test_over_the_limit_nothing_is_read_and_nothing_runs(make: Make) -> None:
    """The refusal comes before the body, and without a thread."""
    reached: list[str] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    sent: list[Any] = []

    async def receive() -> Any:
        if reached and len(sent) >= 2:
            raise AssertionError("the body was read")
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    async def twice() -> None:
        guard = Guard(inner, Rules(per_minute=1))
        for _ in range(2):
            await guard(_scope("/api/ask", "POST"), receive, send)

    asyncio.run(twice())
    assert reached == ["/api/ask"] and [m["status"] for m in sent if "status" in m] == [200, 429]


def test_the_start_and_the_end_pass_through() -> None:
    passed: list[str] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        passed.append(scope["type"])

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    asyncio.run(Guard(inner)({"type": "lifespan"}, nothing, nothing))
    assert passed == ["lifespan"]


def _scope(path: str, method: str = "GET") -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [],
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "client": ("192.0.2.1", 1),
    }


def test_no_websockets(make: Make) -> None:
    with pytest.raises(WebSocketDisconnect), make().websocket_connect("/socket"):
        pass


def test_a_refusal_is_the_api_error(make: Make) -> None:
    body = json.loads(make().post("/gradio_api/upload").content)
    assert list(body) == ["error"] and list(body["error"]) == ["code", "message"]
