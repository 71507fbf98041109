"""Feedback is kept, or refused in Chinese."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

MakeClient = Callable[..., TestClient]
Refused = Callable[[Any, int, str], str]


def test_feedback(client: TestClient, tmp_path: Path, refused: Refused) -> None:
    body = {"answer_id": "a" * 32, "verdict": "无用", "reason": "答非所问", "question": "工具书"}
    assert client.post("/api/feedback", json=body).status_code == 201
    line = json.loads((tmp_path / "feedback.jsonl").read_text(encoding="utf-8"))
    assert (line["verdict"], line["reason"], line["build_id"]) == ("无用", "答非所问", "b1") and "question" not in line
    assert "有用" in refused(client.post("/api/feedback", json={**body, "verdict": "好"}), 422, "invalid_request")
    lone = json.dumps({**body, "reason": "\ud800"})
    sent = client.post("/api/feedback", content=lone, headers={"content-type": "application/json"})
    assert "reason" in refused(sent, 422, "invalid_request")
    refused(client.post("/api/feedback", json={**body, "answer_id": "../x"}), 422, "invalid_request")
    assert "500" in refused(client.post("/api/feedback", json={**body, "reason": "长" * 501}), 422, "invalid_request")


def test_feedback_can_be_switched_off(make: MakeClient, refused: Refused) -> None:
    refused(make(feedback=False).post("/api/feedback", json={}), 404, "not_found")
