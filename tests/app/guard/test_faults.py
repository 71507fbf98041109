"""What frameworks inside answer in English becomes a page that helps; what is an answer stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.testclient import TestClient

Make = Callable[..., TestClient]


@pytest.mark.parametrize(
    ("status", "words"), [(404, "没有这个页面"), (405, "请求方法"), (500, "服务内部出错"), (418, "请求没有成功")]
)
def test_a_page_that_is_not_there(make: Make, status: int, words: str) -> None:
    for inner in (JSONResponse({"detail": "Not Found"}, status), PlainTextResponse("Not Found", status)):
        response = make(app=inner).get("/nothing", headers={"accept": "text/html"})
        assert response.status_code == status and words in response.text and "Not Found" not in response.text
        assert response.headers["content-type"].startswith("text/html")
        program = make(app=inner).get("/nothing", headers={"accept": "*/*"})
        assert words in program.json()["error"]["message"]


def test_our_own_pages_and_answers_stay(make: Make) -> None:
    told: Any
    for told in (HTMLResponse("没有", 404), HTMLResponse("好", 200), PlainTextResponse("好", 200)):
        assert make(app=told).get("/nothing").text == told.body.decode()
    for told in (JSONResponse({"error": 1}, 404), JSONResponse({"error": 1}, 503), PlainTextResponse("no", 406)):
        assert make(app=told).get("/api/x").text == told.body.decode()


def test_a_bare_fault_of_the_api(make: Make) -> None:
    response = make(app=PlainTextResponse("Internal Server Error", 500)).post("/mcp")
    assert response.json()["error"]["code"] == "internal_error" and len(response.json()["error"]["message"]) > 20
