"""A refusal as a page: Chinese, whole, and its style allowed by its own policy alone."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

from starlette.testclient import TestClient

Make = Callable[..., TestClient]


def test_the_page(make: Make) -> None:
    response = make(mode="token", title="问<b>&").get("/", headers={"x-request-id": "n-1"})
    assert response.status_code == 401 and '<html lang="zh-CN">' in response.text
    assert "问&lt;b&gt;&amp;" in response.text and "<b>" not in response.text and "n-1" in response.text
    assert response.headers["cache-control"] == "no-store"


def test_the_policy_fits_the_style(make: Make) -> None:
    for path, framed in (("/", True), ("/admin/x", False)):
        response = make("https://portal.example", mode="token").request("GET", path, headers={"accept": "text/html"})
        if path == "/admin/x":
            response = make("https://portal.example").get("/admin/x%0a", headers={"accept": "text/html"})
        style = re.search(r"<style>(.*?)</style>", response.text, re.DOTALL)
        assert style is not None
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        policy = response.headers["content-security-policy"]
        assert f"style-src 'sha256-{digest}'" in policy and "default-src 'none'" in policy and "script" not in policy
        assert ("https://portal.example" in policy) is framed


def test_a_program_gets_the_api_error(make: Make) -> None:
    refused = make(mode="token").get("/api/echo", headers={"accept": "text/html"})
    assert refused.headers["content-type"] == "application/json" and list(refused.json()["error"]) == [
        "code",
        "message",
    ]
