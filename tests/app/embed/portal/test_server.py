"""The demonstration portal over HTTP."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.access.signed import portal_tokens
from app.embed.portal.server import Portal, portal_server

SECRET = "0123456789abcdef0123456789abcdef"
SERVICE = "http://127.0.0.1:7860/tw"


@contextmanager
def running(secret: str | None) -> Iterator[http.client.HTTPConnection]:
    with portal_server("127.0.0.1", 0, Portal(SERVICE, secret, 5)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
        try:
            yield connection
        finally:
            connection.close()
            server.shutdown()
            thread.join()


@pytest.fixture
def portal() -> Iterator[http.client.HTTPConnection]:
    with running(SECRET) as connection:
        yield connection


def get(portal: http.client.HTTPConnection, path: str, cookie: str = "") -> tuple[int, str, http.client.HTTPMessage]:
    portal.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = portal.getresponse()
    return answer.status, answer.read().decode("utf-8"), answer.headers


def sign_in(portal: http.client.HTTPConnection, name: str) -> str:
    body = f"user={name}".encode()
    portal.request("POST", "/login", body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = portal.getresponse()
    answer.read()
    assert answer.status == 303
    return answer.headers["Set-Cookie"].partition(";")[0]


def test_it_mints_a_token_for_its_own_user_only(portal: http.client.HTTPConnection) -> None:
    status, body, _ = get(portal, "/tiaowen-token")
    assert status == 401 and SECRET not in body
    cookie = sign_in(portal, "周以安")
    status, body, headers = get(portal, "/tiaowen-token", cookie)
    assert status == 200 and headers["Cache-Control"] == "no-store"
    assert portal_tokens([SECRET], 5).read(json.loads(body)["token"]) == "周以安"


@pytest.mark.parametrize("cookie", ["demo_portal=guessed", "demo_portal=", 'demo_portal="a', "x=y; demo_portal=../.."])
def test_a_cookie_of_ones_own_making_is_nobody(portal: http.client.HTTPConnection, cookie: str) -> None:
    assert get(portal, "/tiaowen-token", cookie)[0] == 401


def test_somebody_unknown_cannot_sign_in(portal: http.client.HTTPConnection) -> None:
    assert get(portal, "/tiaowen-token", sign_in(portal, "<script>"))[0] == 401


def test_the_page_has_the_one_line_and_never_the_secret(portal: http.client.HTTPConnection) -> None:
    cookie = sign_in(portal, "林知夏")
    status, page, headers = get(portal, "/", cookie)
    assert status == 200 and "林知夏，您好" in page
    assert f'<script src="{SERVICE}/widget.js" data-title="问规章" data-color="#8c2f22"' in page
    assert 'data-token-url="/tiaowen-token"' in page
    assert SECRET not in page
    assert "script-src 'self' http://127.0.0.1:7860;" in headers["Content-Security-Policy"]


def test_where_no_token_is_asked_for_none_is_offered() -> None:
    with running(None) as portal:
        cookie = sign_in(portal, "林知夏")
        assert "data-token-url" not in get(portal, "/", cookie)[1]
        assert get(portal, "/tiaowen-token", cookie)[0] == 404


def test_the_frame_and_its_script_are_there(portal: http.client.HTTPConnection) -> None:
    cookie = sign_in(portal, "陈牧之")
    assert f'src="{SERVICE}/embed?color=8c2f22"' in get(portal, "/frame", cookie)[1]
    for path in ("/frame.js", "/events.js", "/portal.css"):
        assert get(portal, path)[0] == 200


@pytest.mark.parametrize("path", ["/../server.py", "/pages/home.html", "/portal.css/", "/%2e%2e/mint.py"])
def test_it_serves_nothing_else(portal: http.client.HTTPConnection, path: str) -> None:
    assert get(portal, path, sign_in(portal, "陈牧之"))[0] == 404


def test_a_form_without_an_end_is_refused(portal: http.client.HTTPConnection) -> None:
    portal.request("POST", "/login", headers={"Content-Length": "99999999"})
    assert portal.getresponse().status == 400
