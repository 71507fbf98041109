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


@pytest.mark.parametrize(
    ("sentences", "fault", "facts"),
    [
        (("图书出借按下列规定办理：工具书不外借。[1]", "工具书可以外借。[1]"), "cut", ("llm", "released", 1, 1)),
        (("工具书可以外借。[1]",), None, ("extractive", "withheld", 0, 1)),
        ((), "down", ("extractive", "down", 0, 0)),
    ],
)
def test_of_a_model_s_words_how_many_and_none_of_them(
    rephrasing: Any, tmp_path: Path, sentences: tuple[str, ...], fault: Any, facts: tuple[Any, ...]
) -> None:
    log = AuditLog(tmp_path, 180, "full")
    request = AskRequest("工具书能外借吗", mode="llm")
    answered(log, "b1", request, rephrasing(*sentences, fault=fault).ask(request))
    (record,) = read(tmp_path, date.min)
    assert (record["mode"], record["model_outcome"], record["claims"], record["withheld"]) == facts
    assert (record["mode_asked"], record["model"]) == ("llm", "某模型")
    assert "外借。" not in str(record) and "语言模型" not in str(record)


def test_without_a_model_the_line_is_what_it_was(chain: Any, tmp_path: Path) -> None:
    request = AskRequest("工具书能外借吗")
    answered(AuditLog(tmp_path, 180), "b1", request, chain.ask(request))
    (record,) = read(tmp_path, date.min)
    assert not {"mode_asked", "model", "model_outcome", "claims", "withheld"} & set(record)


def test_a_refusal(chain: Any, tmp_path: Path) -> None:
    request = AskRequest("食堂几点开饭")
    answered(AuditLog(tmp_path, 180), "b1", request, chain.ask(request))
    (record,) = read(tmp_path, date.min)
    assert record["refused"] is True and record["cited"] == [] and record["visitor"] == ""
