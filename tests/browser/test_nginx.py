"""``deploy/nginx.conf`` in the real nginx, with TLS, before the real service below its prefix and before an echo."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.browser.proxied import Echo, Proxy, echoing, free_port, has_ipv6, nginx

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    with echoing() as running:
        yield running


@pytest.fixture(scope="module")
def before_echo(echo: Echo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with nginx(tmp_path_factory.mktemp("nginx"), echo.port) as proxy, proxy.client() as client:
        yield client


@pytest.fixture(scope="module")
def proxy(prefixed_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx before the real service."""
    with nginx(tmp_path_factory.mktemp("nginx"), urlsplit(prefixed_server).port or 0) as running:
        yield running


def test_events_arrive_one_by_one(before_echo: httpx.Client, echo: Echo) -> None:
    echo.go_on.clear()
    with before_echo.stream("POST", "/tiaowen/api/ask/stream", content=b"{}") as response:
        lines = response.iter_lines()
        assert next(lines) == "event: one"  # the second is not even written yet
        echo.go_on.set()
        assert "event: two" in list(lines)


def test_headers_are_set_not_appended(before_echo: httpx.Client) -> None:
    forged = {
        "x-forwarded-for": "192.0.2.1",
        "x-real-ip": "192.0.2.1",
        "x-forwarded-proto": "http",
        "forwarded": "for=x",
    }
    forged |= {"x-forwarded-host": "evil.example", "x-forwarded-prefix": "/evil", "x-remote-user": "admin"}
    seen = before_echo.get("/tiaowen/a%2Fb?q=1", headers=forged).json()
    headers = {name.lower(): value for name, value in seen["headers"]}
    assert seen["path"] == "/tiaowen/a%2Fb?q=1"
    assert (headers["x-forwarded-for"], headers["x-real-ip"]) == ("127.0.0.1", "127.0.0.1")
    assert headers["x-forwarded-proto"] == "https" and len(headers["x-request-id"]) == 32
    assert not {"forwarded", "x-forwarded-host", "x-forwarded-prefix", "x-remote-user"} & headers.keys()
    assert headers["host"] == urlsplit(str(before_echo.base_url)).netloc


@pytest.mark.parametrize(
    ("path", "fits", "too_large"),
    [("/tiaowen/api/ask", 1, 2), ("/tiaowen/api/batch", 5, 6), ("/tiaowen/admin/api/upload", 60, 61)],
)
def test_bodies_are_limited_by_path(before_echo: httpx.Client, path: str, fits: int, too_large: int) -> None:
    assert before_echo.post(path, content=bytes(fits * 1024 * 1024)).status_code == 200
    refused = before_echo.post(path, content=bytes(too_large * 1024 * 1024))
    assert refused.status_code == 413 and "请求太大" in refused.json()["error"]["message"]


def test_pages_get_a_page(before_echo: httpx.Client) -> None:
    refused = before_echo.post("/tiaowen/", content=bytes(3 * 1024 * 1024))
    assert refused.status_code == 413 and refused.headers["content-type"] == "text/html; charset=utf-8"
    assert "提交的内容太大" in refused.text and "nginx" not in refused.text.lower()
    long = before_echo.get("/tiaowen/" + "a" * 40_000)
    assert long.status_code == 414 and "地址太长" in long.text
    large = before_echo.get("/tiaowen/", headers={"x-large": "a" * 40_000})
    assert large.status_code == 400 and "请求有误" in large.text


def test_what_the_service_refuses_is_passed_on(before_echo: httpx.Client) -> None:
    refused = before_echo.get("/tiaowen/limited")
    assert refused.status_code == 429 and refused.json()["path"] == "/tiaowen/limited"


def test_a_service_that_hangs_or_is_not_there(echo: Echo, tmp_path: Path) -> None:
    echo.go_on.clear()
    with ExitStack() as stack:
        for name in ("hangs", "gone"):
            (tmp_path / name).mkdir()
        in_a_hurry = lambda conf: conf.replace("proxy_read_timeout 120s;", "proxy_read_timeout 1s;")  # noqa: E731
        for folder, port, status in ((tmp_path / "hangs", echo.port, 504), (tmp_path / "gone", free_port(), 502)):
            client = stack.enter_context(stack.enter_context(nginx(folder, port, in_a_hurry)).client())
            page, api = client.get("/tiaowen/hang"), client.post("/tiaowen/api/hang", content=b"{}")
            assert page.status_code == api.status_code == status
            assert "服务暂时不可用" in page.text and "服务暂时不可用" in api.json()["error"]["message"]
            assert "frame-ancestors" not in page.headers["content-security-policy"]  # it shows inside a portal's frame
            assert page.headers["cache-control"] == "no-store" and "nginx" not in page.text.lower()
    echo.go_on.set()


def test_metrics_are_closed_to_the_outside(echo: Echo, before_echo: httpx.Client, tmp_path: Path) -> None:
    assert before_echo.get("/tiaowen/api/metrics").status_code == 200  # the tests come from 127.0.0.1
    closed = lambda conf: conf.replace("allow 127.0.0.1;", "")  # noqa: E731
    with nginx(tmp_path, echo.port, closed) as outside, outside.client() as client:
        for path in (
            "/tiaowen/api/metrics",
            "/tiaowen//api/metrics",
            "/tiaowen/api/./metrics",
            "/tiaowen/api%2Fmetrics",
        ):
            refused = client.get(path)
            assert refused.status_code == 403, path
            assert refused.json()["error"]["code"] == "forbidden"


def test_single_sign_on(echo: Echo, tmp_path: Path) -> None:
    switched_on = lambda conf: conf.replace("#SSO# ", "").replace("127.0.0.1:9000", f"127.0.0.1:{echo.port}")  # noqa: E731
    with nginx(tmp_path, echo.port, switched_on) as proxy, proxy.client() as client:
        for path in ("/tiaowen/", "/tiaowen/api/ask", "/tiaowen/api/batch", "/tiaowen/mcp"):
            known = client.get(path, headers={"cookie": "sid=good", "x-remote-user": "admin"}).json()
            assert [value for name, value in known["headers"] if name.lower() == "x-remote-user"] == ["zhangsan"], path
            assert client.get(path, headers={"x-remote-user": "admin"}).status_code == 401, path
        assert "请先登录门户" in client.get("/tiaowen/").text
        assert client.get("/_sso").status_code == 404


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    answer = httpx.get(f"http://127.0.0.1:{proxy.plain}/tiaowen/browse?q=a", trust_env=False)
    assert (answer.status_code, answer.headers["location"]) == (301, "https://127.0.0.1/tiaowen/browse?q=a")
    by_mistake = httpx.get(f"http://127.0.0.1:{proxy.port}/tiaowen/", trust_env=False)
    assert (by_mistake.status_code, by_mistake.headers["location"]) == (301, proxy.url("/tiaowen/"))
    with proxy.client() as client:
        assert [client.get(path).headers["location"] for path in ("/", "/tiaowen")] == ["/tiaowen/", "/tiaowen/"]


def test_old_versions_of_tls_are_refused(proxy: Proxy) -> None:
    for version, allowed in (
        (ssl.TLSVersion.TLSv1_1, False),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        with socket.create_connection(("127.0.0.1", proxy.port)) as plain:
            if allowed:
                context.wrap_socket(plain).close()
            else:
                with pytest.raises(ssl.SSLError):
                    context.wrap_socket(plain)


@pytest.mark.skipif(not has_ipv6(), reason="no IPv6 on this machine")
def test_over_ipv6(proxy: Proxy) -> None:
    answer = httpx.get(proxy.url("/tiaowen/api/health", "[::1]"), verify=False, trust_env=False)
    assert answer.json() == {"status": "ok"}


def test_the_service_through_the_proxy(proxy: Proxy) -> None:
    with proxy.client() as client:
        for path in ("/tiaowen/", "/tiaowen/widget.js", "/tiaowen/embed", "/tiaowen/browse", "/tiaowen/api/ready"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert len(answer.headers["x-request-id"]) == 32 and "server" in answer.headers
        assert (
            client.get("/tiaowen/widget.js", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
        )
        streamed = client.post("/tiaowen/api/ask/stream", json={"question": "受记过处分当年怎么定档"})
        assert streamed.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in streamed.headers and "event: answer" in streamed.text
        too_large = client.post("/tiaowen/api/ask", content=b"x" * 1_500_000)
        assert too_large.status_code == 413 and too_large.json()["error"]["code"] == "too_large"
        assert client.get("/tiaowen/api/health", headers={"host": "a.example"}).status_code == 200


def test_the_chat_page_under_its_prefix_over_tls(proxy: Proxy, visiting_page: Any) -> None:
    with visiting_page(proxy.url("/tiaowen/"), ignore_https_errors=True) as visit:
        missing: list[str] = []
        visit.page.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
        turn = visit.ask("受记过处分当年怎么定档")
        turn.locator("blockquote").first.wait_for()
        visit.page.goto(proxy.url("/tiaowen/browse"))
        assert visit.page.locator("a[href^='/tiaowen/browse/']").count() > 0
        visit.page.goto(proxy.url("/tiaowen/embed"))
        visit.page.wait_for_selector("textarea")
        assert missing == []
        assert all(urlsplit(url).path.startswith("/tiaowen/") for url in visit.requested if url.startswith("https"))
