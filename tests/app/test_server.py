"""The service put together: the page and the API behind one guard, and faults at start-up said plainly."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.chain import Options, RegulationChain
from app.server import ServeError, address, assemble, listen, load_chain, options, serve
from app.settings import Settings
from vectorstore.errors import VectorstoreError

PORTAL = "https://portal.example"
ELSEWHERE = {"origin": "https://evil.example", "host": "tiaowen.example"}


@pytest.fixture
def make(chain: RegulationChain, tmp_path: Path) -> Callable[..., TestClient]:
    def client(**given: Any) -> TestClient:
        settings = Settings(data=tmp_path, **given)
        served = RegulationChain(chain.index, chain._extract, options(settings))
        return TestClient(assemble(lambda: served, settings), raise_server_exceptions=False)

    return client


def test_the_page_and_the_api_share_one_guard(make: Callable[..., TestClient]) -> None:
    with make(portal_origins=(PORTAL,)) as client:
        page = client.get("/")
        assert page.status_code == 200 and "text/html" in page.headers["content-type"]
        answer = client.post("/api/ask", json={"question": "工具书能外借吗"})
        assert answer.json()["citations"][0]["label"] == "第二条第（二）项"
        assert f"frame-ancestors 'self' {PORTAL}" in page.headers["content-security-policy"]
        for response in (page, answer, client.get("/api/nothing"), client.get("/config")):
            assert "default-src '" in response.headers["content-security-policy"]
            assert len(response.headers["x-request-id"]) == 32


def test_gradio_does_not_speak_to_other_origins(make: Callable[..., TestClient]) -> None:
    with make(portal_origins=(PORTAL,)) as client:
        for path in ("/", "/config", "/gradio_api/info", "/api/health"):
            headers = client.get(path, headers=ELSEWHERE).headers
            assert not [name for name in headers if name.startswith("access-control-")], path
        allowed = client.get("/api/health", headers={**ELSEWHERE, "origin": PORTAL}).headers
        assert allowed["access-control-allow-origin"] == PORTAL
        assert "access-control-allow-credentials" not in allowed


def test_gradio_takes_no_file_and_no_large_body(make: Callable[..., TestClient]) -> None:
    with make(max_body_kb=16) as client:
        upload = client.post("/gradio_api/upload", files={"files": ("a.txt", b"x")})
        assert upload.status_code == 403 and upload.json()["error"]["code"] == "closed"
        assert client.post("/gradio_api/queue/join", content=b"x" * 16_385).status_code == 413
        assert client.post("/api/ask", json={"question": "问" * 10_000}).status_code == 413


def test_everything_below_the_public_prefix(make: Callable[..., TestClient]) -> None:
    with make(root_path="/tw") as client:
        assert client.get("/tw/").status_code == 200
        answer = client.post("/tw/api/ask", json={"question": "工具书"}).json()
        assert answer["citations"][0]["url"].startswith("/tw/?article=")
        assert client.get("/api/health").status_code == 404
        assert client.post("/tw/gradio_api/upload", files={"files": ("a.txt", b"x")}).status_code == 403


def test_the_settings_reach_the_chain(tmp_path: Path) -> None:
    settings = Settings(contact="办公室", max_question=7, concurrency=2, log_questions="masked", root_path="/tw")
    assert options(settings) == Options("办公室", 7, 2, log_questions="masked", root_path="/tw")


def test_a_free_port_is_bound() -> None:
    with listen("127.0.0.1", 0) as bound:
        assert bound.getsockname()[1] > 0


def test_a_taken_port_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=f"端口 {port} 已被占用.*--port"):
            listen("127.0.0.1", port)


def test_an_address_that_is_not_here_is_said() -> None:
    with pytest.raises(ServeError, match=r"本机没有地址 192\.0\.2\.1"):
        listen("192.0.2.1", 0)
    with pytest.raises(ServeError, match="无法解析"):
        listen("no such host", 0)


def test_the_address_a_person_types() -> None:
    assert address(Settings(), 7860) == "http://127.0.0.1:7860/"
    assert address(Settings(host="0.0.0.0", root_path="/tw"), 80) == "http://127.0.0.1:80/tw/"
    assert address(Settings(host="::1"), 7860) == "http://[::1]:7860/"


def test_without_an_index_nothing_is_loaded(tmp_path: Path) -> None:
    said: list[str] = []
    for start in (load_chain, lambda settings: serve(settings, said.append)):
        with pytest.raises(VectorstoreError) as caught:
            start(Settings(data=tmp_path, port=_free()))
        assert caught.value.code == "no_index"
    assert not (tmp_path / "models").exists() and not any("已启动" in line for line in said)


def _free() -> int:
    with listen("127.0.0.1", 0) as bound:
        port: int = bound.getsockname()[1]
    return port
