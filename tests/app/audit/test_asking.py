"""A question in the audit log: who, what was cited, and the words only where the site wants them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.audit import AuditLog, answered, read
from app.chain import AskRequest


@pytest.mark.parametrize(
    ("policy", "question"), [("none", None), ("masked", "工具书 ****"), ("full", "工具书 13800138000")]
)
def test_an_answer(chain: Any, tmp_path: Path, policy: Any, question: str | None) -> None:
    log = AuditLog(tmp_path, 180, policy)
    request = AskRequest("工具书 13800138000", visitor="张三", as_of=date(2024, 5, 1))
    answer = chain.ask(request)
    answered(log, "b1", request, answer)
    (record,) = read(tmp_path, date.min)
    assert (record["event"], record["visitor"], record["id"], record["build"]) == ("ask", "张三", answer.id, "b1")
    assert (record["refused"], record["cited"], record["as_of"]) == (False, ["r1#第二条"], "2024-05-01")
    assert record.get("question") == question and record["elapsed_ms"] >= 0


def test_a_refusal(chain: Any, tmp_path: Path) -> None:
    request = AskRequest("食堂几点开饭")
    answered(AuditLog(tmp_path, 180), "b1", request, chain.ask(request))
    (record,) = read(tmp_path, date.min)
    assert record["refused"] is True and record["cited"] == [] and record["visitor"] == ""
