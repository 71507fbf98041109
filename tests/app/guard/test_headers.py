"""Which headers a path's responses carry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

Make = Callable[..., TestClient]
PORTAL = "https://portal.example"


@pytest.mark.parametrize(
    "path", ["/", "/api/echo", "/browse", "/embed", "/admin", "/static/a.js", "/gradio_api/upload"]
)
def test_on_everything(make: Make, path: str) -> None:
    headers = make(PORTAL).get(path).headers
    assert "default-src *" not in headers["content-security-policy"]
    assert "frame-ancestors" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert len(headers.get_list("content-security-policy")) == 1


def test_inline_scripts_on_gradios_page_alone(make: Make) -> None:
    client = make(PORTAL)
    assert "script-src 'self' 'unsafe-inline'" in client.get("/").headers["content-security-policy"]
    for path in ("/browse", "/browse/x", "/embed", "/panel", "/admin", "/static/a.js", "/api/echo", "/enter", "/mcp"):
        assert "unsafe" not in client.get(path).headers["content-security-policy"], path


def test_who_may_frame(make: Make) -> None:
    client = make(PORTAL)
    for path in ("/", "/browse", "/embed"):
        headers = client.get(path).headers
        assert f"frame-ancestors 'self' {PORTAL}" in headers["content-security-policy"]
        assert "x-frame-options" not in headers
    for path in ("/admin", "/admin/api/echo", "/api/echo"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"] and headers["x-frame-options"] == "DENY"
    alone = make().get("/").headers
    assert "frame-ancestors 'self';" in alone["content-security-policy"] and alone["x-frame-options"] == "SAMEORIGIN"


def test_the_widget_may_be_loaded_from_anywhere(make: Make) -> None:
    assert make(PORTAL).get("/widget.js").headers["cross-origin-resource-policy"] == "cross-origin"


def test_https_is_kept_where_the_host_is_ours(make: Make) -> None:
    secure = "https://tiaowen.example"
    own = make(host=secure).get("/").headers
    assert (
        own["strict-transport-security"].startswith("max-age=") and own["cross-origin-opener-policy"] == "same-origin"
    )
    guest = make(host=secure, root="/tw").get("/tw/").headers
    assert "strict-transport-security" not in guest and "cross-origin-opener-policy" in guest
    plain = make().get("/").headers
    assert "strict-transport-security" not in plain and "cross-origin-opener-policy" not in plain


def test_https_is_known_from_a_trusted_proxy_only(make: Make) -> None:
    forwarded = {"x-forwarded-proto": "https"}
    assert "strict-transport-security" in make(peer="127.0.0.1").get("/", headers=forwarded).headers
    assert "strict-transport-security" not in make(peer="192.0.2.1").get("/", headers=forwarded).headers


def test_what_caches_may_keep(make: Make) -> None:
    client = make()
    assert client.get("/api/echo").headers["cache-control"] == "no-store"
    assert client.get("/admin").headers["cache-control"] == "no-store"
    assert "cache-control" not in client.get("/").headers
    known = {"authorization": "Bearer abcdefghijklmnopqrstuvwx"}
    assert make(mode="token").get("/browse", headers=known).headers["cache-control"] == "private, no-cache"
    assert "cache-control" not in make(mode="token").get("/static/a.js").headers


def test_what_varies_is_kept(make: Make) -> None:
    assert set(make().get("/api/echo").headers.get_list("vary")) == {"Accept-Encoding", "Origin"}
