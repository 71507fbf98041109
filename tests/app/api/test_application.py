"""The API as a whole: below a public prefix, and for many at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fastapi.testclient import TestClient

from app.chain import AskRequest, RegulationChain

MakeClient = Callable[..., TestClient]
Refused = Callable[[Any, int, str], str]


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
