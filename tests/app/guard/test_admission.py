"""Who gets in, as whom, and what those are told who do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.access.signed import Signer

Make = Callable[..., TestClient]
PORTAL = "https://portal.example"
KEY = "abcdefghijklmnopqrstuvwx"
PUBLIC = ("/api/health", "/api/ready", "/api/metrics", "/widget.js", "/embed", "/embed/a.css", "/static/a.js", "/admin")
CLOSED = ("/", "/browse", "/panel", "/api/echo", "/config", "/gradio_api/info", "/v1/models", "/mcp", "/embed/turn")


def _bearer(credential: str) -> dict[str, str]:
    return {"authorization": f"Bearer {credential}"}


def test_open_to_everyone(make: Make) -> None:
    client = make()
    for path in (*PUBLIC, *CLOSED):
        assert client.get(path).status_code == 200, path
    assert client.get("/api/echo").json()["visitor"] == ["", "open"]
    assert client.get("/api/echo", headers=_bearer(KEY)).json()["visitor"] == ["办公", "key"]
    for ignored in ("sk-anything", "a.b.c"):
        assert client.get("/api/echo", headers=_bearer(ignored)).json()["visitor"] == ["", "open"]


@pytest.mark.parametrize("mode", ["token", "header"])
def test_without_identity(make: Make, mode: str) -> None:
    client = make(mode=mode)
    for path in PUBLIC:
        assert client.get(path).status_code == 200, path
    for path in CLOSED:
        for method in ("GET", "HEAD", "POST", "OPTIONS", "DELETE"):
            refused = client.request(method, path)
            assert refused.status_code == 401, (method, path)
            assert refused.headers["www-authenticate"].startswith("Bearer")
    error = client.post("/api/ask").json()["error"]
    assert error["code"] == "unauthenticated" and "请从门户进入" in error["message"] and "Bearer" in error["message"]
    page = client.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "单位的门户" in page.text and "Bearer" not in page.text
    assert client.get("/config").json()["error"]["code"] == "unauthenticated"
    assert "<h1>" in client.get("/config", headers={"accept": "text/html,*/*"}).text


@pytest.mark.parametrize(
    "path", ["//api/health", "/api//health", "/API/health", "/static/../api/echo", "/%2e%2e/api/echo", "/%61pi/echo"]
)
def test_no_way_around(make: Make, path: str) -> None:
    assert make(mode="token").get(f"http://testserver{path}").status_code == 401
    assert make(mode="token", root="/tw").get(f"http://testserver/tw{path}").status_code in (401, 404)


def test_a_path_with_a_line_feed_is_not_counted_as_another(make: Make) -> None:
    for path in ("/api/ask%0a", "/admin/api/login%0A", "/api/ask%00"):
        assert make().post(path).status_code == 404


def test_a_length_said_in_two_ways(make: Make) -> None:
    """A request hidden in the body of another one: the connection ends with the first."""
    both = {"content-length": "5", "transfer-encoding": "chunked"}
    refused = make().post("/api/ask", headers=both, content=b"0\r\n\r\n")
    assert refused.status_code == 400 and refused.headers["connection"] == "close"


def test_outside_the_prefix_there_is_nothing(make: Make) -> None:
    client = make(root="/tw")
    for path in ("/", "/api/health", "/twx/api/health", "/tw/../api/health", "/tw%2f..%2fapi/echo"):
        assert client.get(f"http://testserver{path}").status_code == 404, path
    assert client.get("/tw/api/health").text == "reached"


def test_by_token(make: Make, tokens: Signer) -> None:
    client = make(mode="token")
    assert client.get("/api/echo", headers=_bearer(tokens.mint("张三"))).json()["visitor"] == ["张三", "token"]
    assert client.get("/api/echo", headers={"authorization": f"bearer  {KEY}"}).json()["visitor"] == ["办公", "key"]
    assert client.get("/api/echo", headers={"authorization": f"Basic {KEY}"}).status_code == 401


@pytest.mark.parametrize("path", ["/api/echo", "/"])
def test_a_forged_token(make: Make, path: str) -> None:
    refused = make(mode="token").get(path, headers=_bearer("a.b.c"))
    assert refused.status_code == 401 and "签名不符" in refused.text


def test_many_forged_tokens(make: Make, tokens: Signer, clock: Any) -> None:
    client = make(mode="token")
    tried = [client.get("/api/echo", headers=_bearer(f"a.b.{number}")) for number in range(30)]
    assert [r.status_code for r in tried] == [401] * 20 + [429] * 10
    assert int(tried[-1].headers["retry-after"]) == 3 and "登录失败的次数太多" in tried[-1].json()["error"]["message"]
    assert client.get("/api/echo", headers=_bearer(tokens.mint("a"))).status_code == 200
    clock.now += 3
    assert client.get("/api/echo", headers=_bearer("a.b.c")).status_code == 401


def test_an_expired_token_is_no_attempt(make: Make, tokens: Signer) -> None:
    """A page that is left open overnight must not lock its whole office out."""
    client = make(mode="token")
    old = Signer(tokens.keys, tokens.audience, tokens.longest, lambda: 1000.0).mint("a")
    statuses = [client.get("/api/echo", headers=_bearer(old)) for _ in range(40)]
    assert {(r.status_code, r.json()["error"]["code"]) for r in statuses} == {(401, "token_expired")}


def test_two_credentials_are_none(make: Make, tokens: Signer) -> None:
    good = f"Bearer {tokens.mint('a')}"
    for second in ("Bearer x", good):
        twice = [("authorization", good), ("authorization", second)]
        refused = make(mode="token").get("/api/echo", headers=twice)
        assert refused.status_code == 401 and refused.json()["error"]["code"] == "header_repeated"


def test_a_user_named_by_the_proxy(make: Make) -> None:
    named = {"x-remote-user": "wang"}
    answered = make(mode="header", peer="127.0.0.1").get("/api/echo", headers=named).json()
    assert answered["visitor"] == ["wang", "header"] and "x-remote-user" not in answered["headers"]
    for peer in ("192.0.2.1", "127.0.0.2", "::1"):
        assert make(mode="header", peer=peer).get("/api/echo", headers=named).status_code == 401


def test_a_name_from_anybody_is_ignored_and_goes_no_further(make: Make) -> None:
    named = {"x-remote-user": "root", "X-Remote-User": "root"}
    for mode in ("open", "token", "header"):
        answered = make(mode=mode).get("/api/echo", headers={**named, **_bearer(KEY)}).json()
        assert answered["visitor"] == ["办公", "key"] and "x-remote-user" not in answered["headers"]
    assert make(mode="open", peer="127.0.0.1").get("/api/echo", headers=named).json()["visitor"] == ["", "open"]


def test_a_name_that_is_not_ascii(make: Make) -> None:
    client = make(mode="header", peer="127.0.0.1")
    utf8 = [(b"x-remote-user", "王小明".encode())]
    assert client.get("/api/echo", headers=utf8).json()["visitor"] == ["王小明", "header"]
    for bad in (b"x" * 200, "a\u202eb".encode()):
        refused = client.get("/api/echo", headers=[(b"x-remote-user", bad)])
        assert refused.status_code == 401 and refused.json()["error"]["code"] == "header_invalid"
    assert client.get("/api/echo", headers={"x-remote-user": ""}).json()["error"]["code"] == "unauthenticated"


def test_two_names_are_none(make: Make) -> None:
    twice = [("x-remote-user", "guest"), ("x-remote-user", "root")]
    refused = make(mode="header", peer="127.0.0.1").get("/api/echo", headers=twice)
    assert refused.status_code == 401 and "覆盖" in refused.json()["error"]["message"]


def test_only_the_proxy_says_where_a_request_comes_from(make: Make) -> None:
    forged = {
        "x-forwarded-for": "203.0.113.9",
        "x-forwarded-proto": "https",
        "x-forwarded-host": "evil",
        "forwarded": "x",
    }
    told = make(peer="192.0.2.1").get("/api/echo", headers=forged).json()
    assert told["client"] == "192.0.2.1" and told["scheme"] == "http"
    assert not [name for name in told["headers"] if "forward" in name]
    told = make(peer="127.0.0.1").get("/api/echo", headers=forged).json()
    assert told["client"] == "203.0.113.9" and told["scheme"] == "https" and "x-forwarded-host" in told["headers"]


def test_a_forged_address_buys_no_allowance(make: Make) -> None:
    client = make(peer="127.0.0.1", per_minute=2)
    asked = [
        client.post("/api/ask", headers={"x-forwarded-for": f"198.51.100.{number}, 192.0.2.7"}).status_code
        for number in range(4)
    ]
    assert asked == [200, 200, 429, 429]
    assert client.post("/api/ask", headers={"x-forwarded-for": "192.0.2.8"}).status_code == 200


def test_questions_are_counted_by_user(make: Make, tokens: Signer) -> None:
    client = make(mode="token", per_minute=2)
    asked = [client.post("/api/ask", headers=_bearer(tokens.mint("a"))) for _ in range(3)]
    assert [r.status_code for r in asked] == [200, 200, 429]
    refused = asked[-1]
    assert refused.headers["retry-after"] == "30"
    assert refused.json()["error"]["message"] == "提问太频繁，每分钟最多 2 次，请 30 秒后再试。"
    assert client.post("/api/ask", headers=_bearer(tokens.mint("b"))).status_code == 200
    assert client.get("/api/echo", headers=_bearer(tokens.mint("a"))).status_code == 200
    for path in ("//api/ask", "/api//ask", "/api/x/../ask"):
        url = f"http://testserver{path}"
        assert client.post(url, headers=_bearer(tokens.mint("a"))).status_code == 429


def test_the_administrators_password_is_not_guessed(make: Make, clock: Any) -> None:
    client = make()
    assert [client.post("/admin/api/login", content=b"good").status_code for _ in range(30)] == [200] * 30
    tried = [client.post("/admin/api/login", content=b"bad").status_code for _ in range(25)]
    assert tried == [401] * 20 + [429] * 5
    assert client.post("/admin/api/login", content=b"good").status_code == 429
    clock.now += 60
    assert client.post("/admin/api/login", content=b"good").status_code == 200


def test_another_site_cannot_use_a_visitors_session(make: Make, own_sessions: Signer) -> None:
    client = make(PORTAL, mode="token")
    cookie = {"cookie": f"tiaowen_session={own_sessions.mint('a')}"}
    for site in ("cross-site", "same-site"):
        refused = client.post("/api/ask", headers={**cookie, "sec-fetch-site": site, "origin": "https://evil.example"})
        assert refused.status_code == 403 and refused.json()["error"]["code"] == "origin_not_allowed"
    for good in ({"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {}):
        assert client.post("/api/ask", headers={**cookie, **good}).status_code == 200
    portal = {"sec-fetch-site": "cross-site", "origin": PORTAL}
    assert client.post("/api/ask", headers={**cookie, **portal}).status_code == 200
    assert client.get("/", headers={**cookie, "sec-fetch-site": "cross-site"}).status_code == 200  # a link


def test_another_site_cannot_use_the_proxys_login(make: Make) -> None:
    client = make(mode="header", peer="127.0.0.1")
    forced = {"x-remote-user": "a", "sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    assert client.post("/api/ask", headers=forced).status_code == 403


def test_a_preflight_needs_no_identity(make: Make) -> None:
    asks = {"origin": PORTAL, "access-control-request-method": "POST"}
    allowed = make(PORTAL, mode="token").options("/api/ask", headers=asks)
    assert allowed.status_code == 204 and "authorization" in allowed.headers["access-control-allow-headers"]
    refused = make(PORTAL, mode="token").post("/api/ask", headers={"origin": PORTAL})
    assert refused.headers["access-control-allow-origin"] == PORTAL  # so that the portal can read why


def test_huge_headers(make: Make) -> None:
    client = make(mode="header", peer="127.0.0.1")
    huge = "9" * 60_000
    for name in ("authorization", "cookie", "x-remote-user", "x-forwarded-for", "x-request-id", "origin"):
        assert client.get("/api/echo", headers={name: f"Bearer {huge}"}).status_code == 401
    assert client.get("/api/echo", headers={"x-forwarded-for": "127.0.0.1," * 5000}).status_code == 401
