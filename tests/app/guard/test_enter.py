"""Entering with a portal's token: a session of our own, and never a way to another site."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.access.signed import Signer
from app.guard.enter import destination

Make = Callable[..., TestClient]
PORTAL = "https://portal.example"


def _enter(client: TestClient, token: str, path: str = "/enter", **given: Any) -> Any:
    form = {"token": token, **given.pop("form", {})}
    return client.post(path, data=form, headers=given)


def test_a_token_becomes_a_session(make: Make, tokens: Signer) -> None:
    client = make(mode="token")
    assert client.get("/").status_code == 401
    entered = _enter(client, tokens.mint("张三"))
    assert entered.status_code == 303 and entered.headers["location"] == "/"
    assert entered.headers["cache-control"] == "no-store" and entered.content == b""
    assert client.get("/").text == "reached"
    assert client.get("/api/echo").json()["visitor"] == ["张三", "session"]


@pytest.mark.parametrize(("root", "path"), [("", "/"), ("/tw", "/tw")])
def test_the_cookie(make: Make, tokens: Signer, root: str, path: str) -> None:
    entered = _enter(make(mode="token", root=root), tokens.mint("a"), f"{root}/enter")
    cookie = SimpleCookie(entered.headers["set-cookie"])["tiaowen_session"]
    assert cookie["path"] == path and cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["secure"]
    assert cookie["max-age"] == str(8 * 3600)
    behind = make(mode="token", peer="127.0.0.1")
    secure = _enter(behind, tokens.mint("a"), **{"x-forwarded-proto": "https"})
    assert SimpleCookie(secure.headers["set-cookie"])["tiaowen_session"]["secure"]


def test_a_token_is_no_session_and_a_session_no_token(make: Make, tokens: Signer, own_sessions: Signer) -> None:
    client = make(mode="token")
    swapped = client.get("/api/echo", headers={"cookie": f"tiaowen_session={tokens.mint('a')}"})
    assert swapped.status_code == 401 and swapped.json()["error"]["code"] == "session_expired"
    assert _enter(client, own_sessions.mint("a")).status_code == 401
    bearer = client.get("/api/echo", headers={"authorization": f"Bearer {own_sessions.mint('a')}"})
    assert bearer.json()["error"]["code"] == "token_invalid"


def test_what_is_no_token_enters_nothing(make: Make) -> None:
    client = make(mode="token")
    for token in ("", "x", "a.b.c"):
        refused = _enter(client, token)
        assert refused.status_code == 401 and "请从门户" in refused.text and "set-cookie" not in refused.headers
        assert refused.headers["content-type"] == "text/html; charset=utf-8"
    assert client.post("/enter", json={"token": "x"}).status_code == 400
    assert client.post("/enter", content=b"\xff\xfe=%zz&token", headers=FORM).status_code == 401
    assert client.get("/enter").status_code == 405 and "请从门户进入" in client.get("/enter").text


FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_where_no_tokens_are_used(make: Make) -> None:
    assert _enter(make(), "x").status_code == 404


def test_bad_tokens_are_limited(make: Make, tokens: Signer, clock: Any) -> None:
    client = make(mode="token")
    statuses = [_enter(client, "bad").status_code for _ in range(25)]
    assert statuses == [401] * 20 + [429] * 5
    assert _enter(client, tokens.mint("a")).status_code == 303  # who has a good one is let in all the same
    clock.now += 60
    assert _enter(client, "bad").status_code == 401


def test_another_site_logs_nobody_in(make: Make, tokens: Signer) -> None:
    client = make(PORTAL, mode="token")
    token = tokens.mint("a")
    assert _enter(client, token, origin=PORTAL).status_code == 303
    assert _enter(client, token, origin="http://testserver").status_code == 303
    assert _enter(client, token, **{"origin": "https://other", "sec-fetch-site": "same-origin"}).status_code == 303
    for origin in ("https://evil.example", "null", "https://testserver"):
        refused = _enter(client, token, origin=origin)
        assert refused.status_code == 403 and "portal_origins" in refused.text
    assert "Referrer-Policy" in _enter(client, token, origin="null").text


@pytest.mark.parametrize(
    ("wanted", "root", "goes"),
    [
        ("/browse", "", "/browse"),
        ("/browse/某办法?q=病假&x=1", "", "/browse/%E6%9F%90%E5%8A%9E%E6%B3%95?q=%E7%97%85%E5%81%87&x=1"),
        ("/browse/%E6%9F%90?q=%20a#b", "", "/browse/%E6%9F%90?q=%20a#b"),
        ("/tw/browse", "/tw", "/tw/browse"),
        ("/tw", "/tw", "/tw"),
        ("/?article=a@b", "", "/?article=a@b"),
    ],
)
def test_a_way_within_the_service(wanted: str, root: str, goes: str) -> None:
    assert destination(wanted, root) == goes


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "browse",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%2Fevil.example",
        "/%2f/evil.example",
        "/%5Cevil.example",
        "/%255Cevil.example",
        "/%252Fevil.example",
        "https://evil.example",
        "https:/evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "JavaScript://%0aalert(1)",
        "data:text/html,x",
        " //evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/%09/evil.example",
        "/%0d%0aset-cookie:a=b",
        "/x\r\nset-cookie: a=b",
        "/x?\r\nset-cookie: a=b",
        "/\x00",
        "/tw/../x",
        "/tw/%2e%2e/x",
        "/a\\b",
        "@evil.example",
        ".evil.example",
        "?x",
        "/" + "x" * 3000,
        "/\u2028",
    ],
)
@pytest.mark.parametrize("root", ["", "/tw"])
def test_no_way_out(make: Make, tokens: Signer, wanted: str, root: str) -> None:
    assert destination(wanted, root) == f"{root}/"
    entered = _enter(make(mode="token", root=root), tokens.mint("a"), f"{root}/enter", form={"next": wanted})
    assert entered.headers["location"] == f"{root}/"


@pytest.mark.parametrize("wanted", ["/browse", "/twx", "/"])
def test_below_the_prefix_only(wanted: str) -> None:
    assert destination(wanted, "/tw") == "/tw/"
