"""The addresses of embedding over HTTP."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.chain import AskError, RegulationChain
from app.embed import add_embed
from app.errors import install
from app.settings import Settings
from app.ui import Examples

ORIGIN = "https://portal.example"


def client_of(provider: Any, tmp_path: Path, **settings: Any) -> TestClient:
    app = FastAPI()
    install(app, "/tw")
    known = Settings(data=tmp_path, root_path="/tw", portal_origins=(ORIGIN,), **settings)
    add_embed(app, provider, known, Examples())
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def client(chain: RegulationChain, tmp_path: Path) -> TestClient:
    return client_of(lambda: chain, tmp_path)


def turn(client: TestClient, **body: Any) -> list[dict[str, Any]]:
    answer = client.post("/tw/embed/turn", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_page_has_no_inline_code(client: TestClient) -> None:
    page = client.get("/tw/embed", params={"color": "8c2f22", "title": "问规章", "theme": "dark"}).text
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:", page)
    assert '<link rel="stylesheet" href="/tw/embed/colours.css?color=8c2f22">' in page
    assert "<title>问规章</title>" in page
    assert 'data-theme="dark"' in page


def test_the_page_knows_where_it_is_and_who_may_embed_it(client: TestClient) -> None:
    page = client.get("/tw/embed").text
    assert f'data-root="/tw" data-access="open" data-portals="{ORIGIN}"' in page
    assert "<title>条问</title>" in page
    assert "colours.css" not in page and "data-theme" not in page


def test_every_file_of_the_page_is_there(client: TestClient) -> None:
    page = client.get("/tw/embed").text
    names = re.findall(r'(?:src|href)="/tw/static/([\w.-]+)\?v=[0-9a-f]{16}"', page)
    assert len(names) == page.count("/tw/static/") > 10
    assert names.index("start.js") < names.index("embed-portal.js") < names.index("embed-token.js")


@pytest.mark.parametrize("written", ["一" * 21, "甲\u202e乙", "\x00", "   "])
def test_a_title_that_cannot_be_shown_gives_way_to_the_sites(client: TestClient, written: str) -> None:
    assert "<title>条问</title>" in client.get("/tw/embed", params={"title": written}).text


def test_what_the_address_says_is_only_text(client: TestClient) -> None:
    hostile = '"><script>x'
    page = client.get(
        "/tw/embed", params={"title": hostile, "color": hostile, "theme": hostile, "compact": hostile}
    ).text
    assert "<script>x" not in page
    assert f"<title>{html.escape(hostile, quote=True).replace('&quot;', '&#34;')}</title>" in page


def test_the_colours_are_a_style_sheet(client: TestClient) -> None:
    sheet = client.get("/tw/embed/colours.css", params={"color": "8c2f22"})
    assert sheet.headers["content-type"].startswith("text/css")
    assert "--tw-brand:#8c2f22" in sheet.text
    assert client.get("/tw/embed/colours.css", params={"color": "};@import 'x'"}).text == ""


def test_the_widget_is_kept_and_an_update_gets_through(client: TestClient) -> None:
    script = client.get("/tw/widget.js")
    assert script.headers["cache-control"] == "no-cache"
    assert script.headers["content-type"].startswith("text/javascript")
    kept = client.get("/tw/widget.js", headers={"If-None-Match": script.headers["etag"]})
    assert kept.status_code == 304 and kept.text == ""
    assert client.head("/tw/widget.js").status_code == 200


def test_a_turn_comes_as_views_and_ends_with_the_conversation(client: TestClient) -> None:
    lines = turn(client, question="工具书外借吗")
    assert "tw-waiting" in lines[0]["current"]
    assert all("conversation" not in line for line in lines[:-1])
    last = lines[-1]
    assert 'id="tw-turn-1"' in last["current"] and "工具书不外借" in last["current"]
    assert "工具书不外借" in last["announcement"]
    assert last["conversation"]["count"] == 1

    follow_up = turn(client, question="逾期呢", conversation=last["conversation"])[-1]
    assert "结合上文" in follow_up["current"] and 'id="tw-turn-2"' in follow_up["current"]


def test_a_conversation_that_makes_no_sense_counts_as_none(client: TestClient) -> None:
    strange: dict[str, Any] = {"turns": [["x"], 3, {"a": 1}], "count": -5, "more": "x"}
    assert turn(client, question="工具书外借吗", conversation=strange)[-1]["conversation"]["count"] == 1


def test_a_question_that_cannot_be_asked_is_explained(client: TestClient) -> None:
    (line,) = turn(client, question="  ")
    assert not line["asked"] and "问题是空的" in line["message"]
    (line,) = turn(client, question="借书", as_of="去年")
    assert "2024-12-31" in line["message"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"question": 1}', b'{"question": "x", "more": 1}'])
def test_a_body_of_another_shape_is_refused_in_chinese(client: TestClient, body: bytes) -> None:
    answer = client.post("/tw/embed/turn", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert re.search("[一-鿿]", answer.json()["error"]["message"])


def test_an_index_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    def provider() -> Any:
        raise AskError("not_ready", "索引还没有建好。", 503)

    client = client_of(provider, tmp_path)
    assert "索引还没有建好" in turn(client, question="借书")[0]["message"]
    answer = client.post("/tw/embed/start")
    assert answer.status_code == 503 and answer.json()["error"]["message"] == "索引还没有建好。"
    assert client.get("/tw/embed").status_code == 200  # the page itself can still say so


def test_examples_come_from_the_corpus_and_not_with_the_page(client: TestClient) -> None:
    assert all("借" in example for example in client.post("/tw/embed/start").json()["examples"])
    assert "借阅" not in client.get("/tw/embed").text


def test_who_asks_is_passed_on(chain: RegulationChain, tmp_path: Path) -> None:
    from app.access import VISITOR, Visitor

    seen: list[str] = []
    plain = chain.stream

    def stream(request: Any, hang_up: Any) -> Any:
        seen.append(request.visitor)
        return plain(request, hang_up)

    chain.stream = stream  # type: ignore[method-assign]
    app = FastAPI()
    add_embed(app, lambda: chain, Settings(data=tmp_path), Examples())

    async def known(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, VISITOR: Visitor("张三", "token")}, receive, send)

    TestClient(known).post("/embed/turn", json={"question": "工具书外借吗"})
    assert seen == ["张三"]
