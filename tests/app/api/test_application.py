"""The API as a whole: below a public prefix, and for many at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from app.api import create_app
from app.chain import AskRequest, RegulationChain
from app.guard import guarded
from app.settings import Settings

MakeClient = Callable[..., TestClient]


def test_a_public_prefix(make: MakeClient, chain: RegulationChain) -> None:
    client = make(root_path="/tw")
    answer = client.post("/tw/api/ask", json={"question": "工具书"}).json()
    assert answer["citations"][0]["url"].startswith("/tw/?article=")
    assert client.get("/tw/api/openapi.json").status_code == 200
    assert client.post("/api/ask", json={"question": "工具书"}).status_code == 404


def test_many_at_once(client: TestClient, chain: RegulationChain) -> None:
    def ask(number: int) -> str:
        question = ("工具书能外借吗", "逾期不还怎么办", "食堂几点开饭")[number % 3]
        answer = client.post("/api/ask", json={"question": question}).json()
        return answer["citations"][0]["article"] if answer["citations"] else "无"

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(48))) == ["第二条", "第三条", "无"] * 16
    assert not chain.ask(AskRequest("工具书")).refused


def test_who_asks_reaches_the_chain(index: Any, chain: RegulationChain, tmp_path: Path) -> None:
    asked: list[AskRequest] = []
    told = RegulationChain(index, chain._extract, recorder=lambda request, answer: asked.append(request))
    key = "N4vQ8sT1xW6zB3cF7hJ2kM9p"
    settings = Settings(data=tmp_path, audit=False, api_keys=f"办公:{key}")
    client = TestClient(guarded(create_app(lambda: told, settings), settings))
    client.headers["authorization"] = f"Bearer {key}"
    chat = {"model": "tiaowen", "messages": [{"role": "user", "content": "工具书"}]}
    for path, body in (
        ("/api/ask", {"question": "工具书"}),
        ("/api/ask/stream", {"question": "工具书"}),
        ("/v1/chat/completions", chat),
        ("/v1/chat/completions", {**chat, "stream": True}),
    ):
        assert client.post(path, json=body).status_code == 200
    assert [request.visitor for request in asked] == ["办公"] * 4
