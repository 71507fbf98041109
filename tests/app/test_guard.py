"""The outer layer: headers on everything, no origin but the portals', no large body, no closed route."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.guard import Guard

PORTAL = "https://portal.example"


async def _echo(request: Request) -> JSONResponse:
    body = await request.body()
    # what gradio does by itself for any host but localhost
    loose = {
        "Access-Control-Allow-Origin": request.headers.get("origin", "*"),
        "Access-Control-Allow-Credentials": "true",
        "Content-Security-Policy": "default-src *",
        "Vary": "Accept-Encoding",
    }
    return JSONResponse({"size": len(body), "id": request.scope["tiaowen.request_id"]}, headers=loose)


async def _events(request: Request) -> StreamingResponse:
    return StreamingResponse(iter(["data: 1\n\n"]), media_type="text/event-stream")


async def _reached(request: Request) -> PlainTextResponse:
    return PlainTextResponse("reached")


async def _socket(websocket: WebSocket) -> None:
    await websocket.accept()


def _client(*origins: str, max_body: int = 1000) -> TestClient:
    inner = Starlette(
        routes=[
            Route("/api/echo", _echo, methods=["GET", "POST", "OPTIONS"]),
            Route("/events", _events),
            WebSocketRoute("/socket", _socket),
            Route("/{rest:path}", _reached, methods=["GET", "POST"]),
        ]
    )
    return TestClient(Guard(inner, origins, max_body))


def test_security_headers_on_everything() -> None:
    client = _client(PORTAL)
    for response in (client.get("/"), client.get("/api/echo"), client.post("/gradio_api/upload"), client.put("/")):
        policy = response.headers["content-security-policy"]
        assert f"frame-ancestors 'self' {PORTAL};" in policy and "object-src 'none'" in policy
        assert "default-src *" not in policy and response.headers["x-content-type-options"] == "nosniff"
        assert "x-frame-options" not in response.headers
    assert client.get("/api/echo").headers["cache-control"] == "no-store"
    assert "cache-control" not in client.get("/").headers


def test_without_portals_nobody_frames() -> None:
    headers = _client().get("/").headers
    assert "frame-ancestors 'self';" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_only_a_portal_may_read_from_elsewhere() -> None:
    client = _client(PORTAL)
    allowed = client.get("/api/echo", headers={"origin": PORTAL}).headers
    assert allowed["access-control-allow-origin"] == PORTAL and "Origin" in allowed["vary"]
    assert "Accept-Encoding" in allowed["vary"]
    for origin in ("https://evil.example", "null", PORTAL + ".evil.example", "http://portal.example"):
        refused = client.get("/api/echo", headers={"origin": origin}).headers
        assert not [name for name in refused if name.startswith("access-control-")]
    assert "access-control-allow-credentials" not in allowed


def test_preflight() -> None:
    client = _client(PORTAL)
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    allowed = client.options("/api/echo", headers={"origin": PORTAL, **asks})
    assert allowed.status_code == 204 and allowed.headers["access-control-allow-origin"] == PORTAL
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "content-type" in allowed.headers["access-control-allow-headers"]
    refused = client.options("/api/echo", headers={"origin": "https://evil.example", **asks})
    assert refused.status_code == 403 and refused.json()["error"]["code"] == "origin_not_allowed"
    assert not [name for name in refused.headers if name.startswith("access-control-")]


def test_request_id() -> None:
    client = _client()
    given = client.get("/api/echo", headers={"x-request-id": "portal-42"})
    assert given.headers["x-request-id"] == "portal-42" == given.json()["id"]
    for bad in ("a b", "<x>", "a" * 65, ""):
        made = client.get("/api/echo", headers={"x-request-id": bad}).headers["x-request-id"]
        assert made != bad and len(made) == 32
    assert client.get("/").headers["x-request-id"] != client.get("/").headers["x-request-id"]


def test_a_body_up_to_the_limit_arrives_whole() -> None:
    client = _client(max_body=2048)
    assert client.post("/api/echo", content=b"x" * 2048).json()["size"] == 2048
    assert client.post("/api/echo", content=iter([b"x" * 1000, b"x" * 1048])).json()["size"] == 2048
    assert client.post("/api/echo").json()["size"] == 0


@pytest.mark.parametrize("declared", [True, False])
def test_a_larger_body_is_refused(declared: bool) -> None:
    client = _client(max_body=2048)
    content: Any = b"x" * 2049 if declared else iter([b"x" * 2000, b"x" * 49])
    response = client.post("/api/echo", content=content)
    assert response.status_code == 413
    assert response.json() == {
        "error": {"code": "too_large", "message": "请求超过 2 KB 的上限。请只发送提问本身，并缩短对话的上文。"}
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
def test_closed_routes(path: str) -> None:
    client = _client()
    for response in (client.get(path), client.post(path)):
        assert response.status_code == 403 and response.json()["error"]["code"] == "closed"


@pytest.mark.parametrize(
    "path", ["/", "/gradio_api/queue/join", "/gradio_api/file=/x/a.svg", "/api/articles/monitoring规"]
)
def test_other_routes_are_reached(path: str) -> None:
    assert _client().get(path).text == "reached"


def test_events_are_not_held_back_by_a_proxy() -> None:
    assert _client().get("/events").headers["x-accel-buffering"] == "no"


def test_no_websockets() -> None:
    with pytest.raises(WebSocketDisconnect), _client().websocket_connect("/socket"):
        pass


def test_a_refusal_is_the_api_error() -> None:
    body = json.loads(_client().post("/gradio_api/upload").content)
    assert list(body) == ["error"] and list(body["error"]) == ["code", "message"]
