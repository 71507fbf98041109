"""What happens at the service reaches the audit log."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from app.audit import read, verify
from app.chain import RegulationChain
from app.operations import Operations
from app.server import assemble, options
from app.settings import Settings

SECRET, KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCD", "abcdefghijklmnopqrstuvwxyz0123456789"


def _client(chain: RegulationChain, folder: Path, **given: Any) -> TestClient:
    settings = Settings(data=folder, **given)
    operations = Operations.of(settings)
    recorded = RegulationChain(chain.index, chain._extract, options(settings), recorder=operations.recorder("b1"))
    return TestClient(assemble(lambda: recorded, settings, operations), raise_server_exceptions=False)


def _records(folder: Path) -> list[dict[str, Any]]:
    return list(read(folder / "audit", date.min))


def test_questions_refusals_of_the_guard_and_feedback(chain: RegulationChain, tmp_path: Path) -> None:
    with _client(chain, tmp_path, max_body_kb=16, log_questions="masked") as client:
        identity = client.post("/api/ask", json={"question": "工具书能外借吗13800138000"}).json()["id"]
        client.post("/api/ask", content=b"x" * 20_000, headers={"x-request-id": "r1"})
        judged = {"answer_id": identity, "verdict": "无用", "reason": "电话13800138000"}
        assert client.post("/api/feedback", json=judged).status_code == 201
    asked, denied, feedback = _records(tmp_path)
    assert (asked["event"], asked["id"], asked["question"]) == ("ask", identity, "工具书能外借吗****")
    assert (denied["event"], denied["status"], denied["path"]) == ("denied", 413, "/api/ask")
    assert (denied["kind"], denied["request"], denied["method"]) == ("too_large", "r1", "POST")
    assert (feedback["event"], feedback["id"], feedback["verdict"]) == ("feedback", identity, "无用")
    assert "13800138000" not in str(_records(tmp_path)) and verify(tmp_path / "audit").faults == ()


def test_a_user_is_named(chain: RegulationChain, tmp_path: Path) -> None:
    with _client(chain, tmp_path, access="token", token_secret=SECRET, api_keys=f"巡检:{KEY}") as client:
        asked = client.post("/api/ask", json={"question": "工具书"}, headers={"authorization": f"Bearer {KEY}"})
        assert asked.status_code == 200
        assert client.post("/api/ask", json={"question": "工具书"}).status_code == 401
    asked_line, denied = _records(tmp_path)
    assert (asked_line["visitor"], denied["visitor"], denied["status"]) == ("巡检", "", 401)


def test_switched_off(chain: RegulationChain, tmp_path: Path) -> None:
    with _client(chain, tmp_path, audit=False) as client:
        assert client.post("/api/ask", json={"question": "工具书"}).status_code == 200
    assert not (tmp_path / "audit").exists()
