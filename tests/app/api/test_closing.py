"""What has no route is answered in the one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

MakeClient = Callable[..., TestClient]
Refused = Callable[[Any, int, str], str]


def test_other_addresses_and_methods(client: TestClient, refused: Refused) -> None:
    refused(client.get("/api/nothing"), 404, "not_found")
    refused(client.get("/api"), 404, "not_found")
    refused(client.get("/api/ask"), 405, "method_not_allowed")
    refused(client.delete("/api/regulations"), 405, "method_not_allowed")
    refused(client.get("/elsewhere"), 404, "not_found")
