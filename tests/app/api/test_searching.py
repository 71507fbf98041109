"""Search over HTTP: ranked articles with excerpts, never an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.record_contract import SearchOut
from app.chain import AskError, RegulationChain

MakeClient = Callable[..., TestClient]
Refused = Callable[[Any, int, str], str]


def test_articles_with_excerpts_at_their_places(client: TestClient, chain: RegulationChain) -> None:
    response = client.get("/api/search", params={"q": "借期"})
    assert list(response.json()) == list(SearchOut.model_fields)
    found = SearchOut.model_validate(response.json())
    (hit,) = found.results
    assert (hit.number, hit.label, hit.article, hit.path) == (1, "第二条", "第二条", ["第一章 借阅"])
    start, end = hit.span
    assert hit.excerpt == chain.index.regulations["r1"].text[start:end]
    assert hit.url == "/?article=r1%23%E7%AC%AC%E4%BA%8C%E6%9D%A1"
    assert client.get("/api/articles/" + hit.article_id.replace("#", "%23")).json()["article"] == hit.article


def test_the_limits_reach_the_retriever(client: TestClient, index: Any) -> None:
    params = {"q": "图书\u200b", "limit": 1, "as_of": "2021-05-06", "regulation": ["r1", "r1"]}
    assert len(client.get("/api/search", params=params).json()["results"]) == 1
    ((question, as_of, only),) = index.retriever.calls
    assert (question, as_of.isoformat(), only) == ("图书", "2021-05-06", {"r1"})


def test_nothing_found_is_an_empty_list(client: TestClient) -> None:
    response = client.get("/api/search", params={"q": "食堂"})
    assert response.json() == {"q": "食堂", "results": [], "remarks": [], "notice": "检索结果按相关程度排列，不是答案"}


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ("", "empty_question", "问题是空的"),
        ("q=%20%00", "empty_question", "问题是空的"),
        ("q=" + "%E9%97%AE" * 1001, "question_too_long", "1000"),
        ("q=x&limit=0", "invalid_request", "limit：应不小于 1"),
        ("q=x&limit=51", "invalid_request", "limit：应不大于 50"),
        ("q=x&limit=" + "9" * 5000, "invalid_request", "limit"),
        ("q=x&limit=NaN", "invalid_request", "limit：应为整数"),
        ("q=x&as_of=2024-02-30", "bad_date", "没有 2024-02-30 这一天"),
        ("q=x&as_of=1e999", "bad_date", "YYYY-MM-DD"),
        ("q=x&regulation=r9", "unknown_regulation", "r9"),
        ("q=x&regulation=" + "r" * 301, "invalid_request", "最多 300 个字"),
    ],
)
def test_bad_parameters(client: TestClient, refused: Refused, query: str, code: str, words: str) -> None:
    assert words in refused(client.get(f"/api/search?{query}"), 422, code)


def test_bytes_that_are_no_text_are_searched_as_they_are_shown(client: TestClient) -> None:
    response = client.get("/api/search?q=%FF%ED%A0%80%E5%80%9F%E6%9C%9F")
    assert response.status_code == 200 and len(response.json()["results"]) == 1


def test_while_there_is_no_index(make: MakeClient, refused: Refused) -> None:
    def none() -> RegulationChain:
        raise AskError("not_ready", "索引尚未建立。", 503)

    refused(make(none).get("/api/search?q=x"), 503, "not_ready")


def test_below_a_public_prefix(make: MakeClient) -> None:
    (hit,) = make(root_path="/tw").get("/tw/api/search", params={"q": "借期"}).json()["results"]
    assert hit["url"].startswith("/tw/?article=")
