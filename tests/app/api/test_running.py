"""Health and readiness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from app.chain import AskError, RegulationChain

MakeClient = Callable[..., TestClient]
Refused = Callable[[Any, int, str], str]


def test_health_and_readiness(make: MakeClient, refused: Refused) -> None:
    client = make()
    assert client.get("/api/health").json() == {"status": "ok"}
    ready = client.get("/api/ready").json()
    assert (ready["status"], ready["regulation_count"], ready["article_count"]) == ("ready", 1, 3)

    def none() -> RegulationChain:
        raise AskError("not_ready", "索引尚未建立。", 503)

    waiting = make(none)
    assert waiting.get("/api/health").status_code == 200
    refused(waiting.get("/api/ready"), 503, "not_ready")
    refused(waiting.post("/api/ask", json={"question": "工具书"}), 503, "not_ready")


def test_how_it_answers_is_said_where_there_is_a_language_model(make: MakeClient, rephrasing: Any) -> None:
    assert make(rephrasing).get("/api/ready").json()["modes"] == ["extractive", "llm"]
    assert list(make().get("/api/ready").json()) == ["status", "build_id", "regulation_count", "article_count"]
