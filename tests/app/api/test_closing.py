"""What has no route is answered in the one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse

from app.chain import RegulationChain

MakeClient = Callable[..., TestClient]
Refused = Callable[[Any, int, str], str]


def test_other_addresses_and_methods(client: TestClient, refused: Refused) -> None:
    refused(client.get("/api/nothing"), 404, "not_found")
    refused(client.get("/api"), 404, "not_found")
    refused(client.get("/elsewhere"), 404, "not_found")


def test_another_method_is_told_the_right_one(client: TestClient, refused: Refused) -> None:
    for method, path, allowed in (
        ("GET", "/api/ask", "POST"),
        ("DELETE", "/api/regulations", "GET"),
        ("OPTIONS", "/api/openapi.json", "GET, HEAD"),
    ):
        response = client.request(method, path)
        assert allowed.replace(", ", "、") in refused(response, 405, "method_not_allowed")
        assert response.headers["allow"] == allowed


def test_nothing_below_falls_through_to_what_is_mounted_behind(make: MakeClient, chain: RegulationChain) -> None:
    client = make(root_path="/tw")
    client.app.mount("/tw", PlainTextResponse("chat page"))  # type: ignore[attr-defined]
    for path in ("/tw/api", "/tw/api/", "/tw/api/x/y", "/tw/v1", "/tw/v1/", "/tw/v1/audio/speech"):
        response = client.get(path)
        assert response.status_code == 404 and response.json()["error"]["code"] == "not_found", path
    assert client.get("/tw/apiary").text == "chat page"
