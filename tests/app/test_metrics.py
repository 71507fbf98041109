"""Figures for Prometheus: what happened is counted, with few labels and nothing about persons."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.chain import AskError, AskRequest, RegulationChain
from app.llm.assistant import assistant_of
from app.llm.configured import configured
from app.metrics import Metrics
from app.operations import Operations
from app.server import assemble, options
from app.settings import Settings
from tests.app.llm.scripted import ScriptedServer, status


@pytest.fixture
def make(chain: RegulationChain, tmp_path: Path) -> Callable[..., TestClient]:
    def client(**given: Any) -> TestClient:
        settings = Settings(data=tmp_path, **given)
        operations = Operations.of(settings)
        recorded = RegulationChain(
            chain.index, chain._extract, options(settings), recorder=operations.recorder(chain.index.build_id)
        )
        return TestClient(assemble(lambda: recorded, settings, operations), raise_server_exceptions=False)

    return client


def _value(text: str, sample: str) -> float:
    found = re.search(rf"^{re.escape(sample)} (\S+)$", text, re.MULTILINE)
    assert found, f"{sample} is missing in\n{text}"
    return float(found[1])


def test_what_happened_is_counted(make: Callable[..., TestClient]) -> None:
    with make(max_body_kb=16, concurrency=3) as client:
        client.post("/api/ask", json={"question": "工具书能外借吗"})
        client.post("/api/ask", json={"question": "食堂几点开饭"})
        client.post("/api/ask", json={"question": ""})
        client.post("/api/ask", content=b"x" * 20_000)
        response = client.get("/api/metrics")
    text = response.text
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert _value(text, 'tiaowen_requests_total{route="ask",status="200"}') == 2
    assert _value(text, 'tiaowen_requests_total{route="ask",status="422"}') == 1
    assert _value(text, 'tiaowen_requests_total{route="ask",status="413"}') == 1
    assert _value(text, 'tiaowen_request_seconds_count{route="ask"}') == 4
    assert _value(text, 'tiaowen_answers_total{mode="extractive",outcome="answered"}') == 1
    assert _value(text, 'tiaowen_answers_total{mode="extractive",outcome="refused"}') == 1
    assert _value(text, "tiaowen_answer_seconds_count") == 2
    assert _value(text, 'tiaowen_index_info{build="b1"}') == 1
    assert _value(text, "tiaowen_regulations") == 1 and _value(text, "tiaowen_articles") == 3
    assert _value(text, "tiaowen_slots") == 3 and _value(text, "tiaowen_slots_in_use") == 0
    assert _value(text, "tiaowen_ready") == 1 and _value(text, "tiaowen_asking") == 0
    assert _value(text, "tiaowen_audit_lost_total") == 0
    assert _value(text, "process_resident_memory_bytes") > 0


def test_what_became_of_a_language_model_s_words_is_counted(rephrasing: Any) -> None:
    metrics = Metrics()
    for sentences, fault in (
        (("图书出借按下列规定办理：工具书不外借。[1]", "工具书可以外借。[1]"), None),
        (("工具书可以外借。[1]",), None),
        ((), "down"),
        ((), "timeout"),
    ):
        asker = rephrasing(*sentences, fault=fault, recorder=lambda request, answer: metrics.answered(answer))
        asker.ask(AskRequest("工具书能外借吗", mode="llm"))
    asker.ask(AskRequest("食堂几点开饭", mode="llm"))
    asker.ask(AskRequest("工具书能外借吗"))
    text = metrics.exposition().decode("utf-8")
    for outcome in ("released", "withheld", "down", "timeout"):
        assert _value(text, f'tiaowen_llm_answers_total{{outcome="{outcome}"}}') == 1
    assert _value(text, 'tiaowen_llm_claims_total{outcome="released"}') == 1
    assert _value(text, 'tiaowen_llm_claims_total{outcome="withheld"}') == 2
    assert _value(text, "tiaowen_llm_answer_seconds_count") == 4 and _value(text, "tiaowen_answer_seconds_count") == 2
    assert _value(text, 'tiaowen_answers_total{mode="llm",outcome="answered"}') == 1
    assert _value(text, 'tiaowen_answers_total{mode="extractive",outcome="answered"}') == 4


def test_a_language_model_that_is_left_alone_is_seen(
    chain: RegulationChain, tmp_path: Path, llm_server: ScriptedServer
) -> None:
    llm_server.play(status(401))
    settings = Settings(data=tmp_path, llm_base_url=llm_server.url, llm_model="某模型")
    model = configured(settings)
    assert model is not None
    asker = RegulationChain(chain.index, chain._extract, assistant=assistant_of(model, settings))
    metrics = Metrics()
    metrics.watch(lambda: asker, lambda: 0, lambda: 0)
    seen = []
    for _ in range(4):
        seen.append(_value(metrics.exposition().decode(), "tiaowen_llm_available"))
        asker.ask(AskRequest("工具书", mode="llm"))
    assert (seen, len(llm_server.calls)) == ([1, 1, 1, 0], 3)
    metrics = Metrics()
    metrics.watch(lambda: chain, lambda: 0, lambda: 0)
    assert "tiaowen_llm_available" not in metrics.exposition().decode()
    model.close()


def test_over_the_limit_is_counted(make: Callable[..., TestClient]) -> None:
    with make(rate_per_minute=1) as client:
        statuses = [client.post("/api/ask", json={"question": "工具书"}).status_code for _ in range(3)]
        text = client.get("/api/metrics").text
    assert _value(text, 'tiaowen_requests_total{route="ask",status="429"}') == statuses.count(429) > 0


def test_nothing_that_was_asked_for_becomes_a_label(make: Callable[..., TestClient]) -> None:
    with make(root_path="/tw") as client:
        for path in ("/tw/secret-13800138000", "/elsewhere-13800138000", "/tw/api/articles/张三", "/tw/%2e%2e/张三"):
            client.request("BREW", path)
            client.get(path, headers={"x-request-id": "zhangsan", "user-agent": "zhangsan"})
        text = client.get("/tw/api/metrics").text
    assert "13800138000" not in text and "张三" not in text and "zhangsan" not in text
    assert len(set(re.findall(r'route="([^"]*)"', text))) <= 4


def test_two_services_in_one_process_do_not_share_figures(make: Callable[..., TestClient]) -> None:
    with make() as one, make() as other:
        one.post("/api/ask", json={"question": "工具书"})
        assert "tiaowen_answers_total{" in one.get("/api/metrics").text
        assert "tiaowen_answers_total{" not in other.get("/api/metrics").text


def test_switched_off(make: Callable[..., TestClient]) -> None:
    with make(metrics=False) as client:
        assert client.get("/api/metrics").status_code == 404
        assert client.post("/api/ask", json={"question": "工具书"}).status_code == 200


def test_without_an_index() -> None:
    def none() -> RegulationChain:
        raise AskError("not_ready", "索引尚未就绪。", 503)

    metrics = Metrics()
    metrics.watch(none, lambda: 0, lambda: 3)
    text = metrics.exposition().decode("utf-8")
    assert _value(text, "tiaowen_ready") == 0 and _value(text, "tiaowen_audit_lost_total") == 3
    assert "tiaowen_regulations" not in text
