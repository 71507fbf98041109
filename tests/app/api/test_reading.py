"""Regulations and articles as the API shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote as percent_encode

from fastapi.testclient import TestClient

Refused = Callable[[Any, int, str], str]


def test_regulations_and_articles(client: TestClient, refused: Refused) -> None:
    listed = client.get("/api/regulations").json()
    assert [r["title"] for r in listed["regulations"]] == ["图书室借阅办法"] and listed["build_id"] == "b1"
    contents = client.get("/api/regulations/r1").json()
    for article in contents["articles"]:
        shown = client.get("/api/articles/" + percent_encode(article["id"], safe=""))
        assert shown.status_code == 200 and shown.json()["id"] == article["id"]
    refused(client.get("/api/regulations/r9"), 404, "unknown_regulation")
    refused(client.get("/api/articles/r1"), 404, "unknown_article")
    refused(client.get("/api/articles/r1%23%E7%AC%AC%E4%B9%9D%E6%9D%A1"), 404, "unknown_article")
