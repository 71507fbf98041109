"""``POST /api/export``: a Word file, or one Chinese sentence on why there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api import create_app
from app.chain import AskRequest, RegulationChain
from app.settings import Settings
from app.slots import Slots
from ingest.formats.docx import read


@pytest.fixture
def client(chain: RegulationChain, tmp_path: Path) -> TestClient:
    # the contact is the one set since, on the chain; a language model changes nothing
    settings = Settings(
        data=tmp_path,
        contact="启动时写的科室",
        title="问制度",
        llm_base_url="http://127.0.0.1:9/v1",
        llm_model="某模型",
    )
    return TestClient(create_app(lambda: chain, settings), raise_server_exceptions=False)


def _asked(client: TestClient, question: str) -> dict[str, Any]:
    return {"question": question, **client.post("/api/ask", json={"question": question}).json()}


def test_a_conversation_as_it_was_answered(client: TestClient) -> None:
    turns = [_asked(client, "工具书能外借吗"), _asked(client, "食堂几点开饭")]
    response = client.post("/api/export", json={"turns": turns})
    assert response.status_code == 200
    assert response.headers["content-type"].endswith("wordprocessingml.document")
    assert response.headers["content-disposition"].startswith("attachment; filename=\"export.docx\"; filename*=UTF-8''")
    text = read(response.content, "导出.docx").text
    assert "启动时写的科室" not in text
    assert (
        "《图书室借阅办法》第二条第（二）项［1-1］" in text and "可咨询：办公室" in text and "问制度 问答记录" in text
    )


def test_only_the_place_of_a_citation_is_needed(client: TestClient) -> None:
    turn = _asked(client, "工具书能外借吗")
    kept = ("regulation_id", "article_id", "article", "label", "spans")
    turn["citations"] = [{key: citation[key] for key in kept} for citation in turn["citations"]]
    sent = {key: turn[key] for key in ("question", "refused", "citations")}
    assert client.post("/api/export", json={"turns": [sent]}).status_code == 200


def test_a_forged_quotation_is_refused(client: TestClient) -> None:
    turn = _asked(client, "工具书能外借吗")
    turn["citations"][0]["spans"][1][0] += 6
    response = client.post("/api/export", json={"turns": [turn]})
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "stale_citation"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"turns": []},
        {"turns": [{"question": "问"}]},
        {"turns": [{"question": "问", "refused": False, "mode": "诗"}]},
        {"turns": [{"question": "问", "refused": True, "related": [{"spans": [[-1, 2]]}]}]},
    ],
)
def test_a_body_that_is_no_conversation(client: TestClient, body: dict[str, Any]) -> None:
    response = client.post("/api/export", json=body)
    assert response.status_code == 422
    message = response.json()["error"]["message"]
    assert message.endswith("。") and any("\u4e00" <= character <= "\u9fff" for character in message)


def test_a_model_s_words_only_where_they_stand_up(client: TestClient, rephrasing: Any) -> None:
    answer = (
        rephrasing("图书出借按下列规定办理：工具书不外借。[1]").ask(AskRequest("工具书能外借吗", mode="llm")).to_dict()
    )
    sent = {"turns": [{"question": "工具书能外借吗", **answer}]}
    assert "AI生成，仅供参考" in read(client.post("/api/export", json=sent).content, "导出.docx").text
    answer["generated"]["claims"][0]["text"] = "工具书可以外借［1］。"
    forged = client.post("/api/export", json={"turns": [{"question": "工具书能外借吗", **answer}]})
    assert forged.status_code == 422 and forged.json()["error"]["code"] == "unsupported_claim"


@pytest.mark.parametrize(
    "generated",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"claims":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"claims":[' + b",".join([b'{"text":""}'] * 1_000_000) + b"]}",
        b'{"claims":[{"text":"' + "工".encode() * 100_000 + b'"}]}',
        b'{"claims":[{"text":5}]}',
        b'{"claims":{"text":"x"}}',
        rb'{"claims":[{"text":"\ud800"}]}',
    ],
    ids=["deep", "deep claims", "a million claims", "a long claim", "no text", "no list", "half a pair"],
)
def test_hostile_words_of_a_model(client: TestClient, generated: bytes) -> None:
    turn = json.dumps(_asked(client, "工具书能外借吗")).encode().removesuffix(b"}")
    body = b'{"turns":[' + turn + b',"generated":' + generated + b"}]}"
    response = client.post("/api/export", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.json()["error"]["message"].endswith("。") and len(response.content) < 1000


def test_one_document_at_a_time_and_the_place_is_given_back(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = _asked(client, "工具书能外借吗")
    turn["citations"][0]["quote"] = "伪造"
    for _ in range(2):  # a refusal keeps no place
        assert client.post("/api/export", json={"turns": [turn]}).status_code == 422
    good = [_asked(client, "工具书能外借吗")]
    for _ in range(2):
        assert client.post("/api/export", json={"turns": good}).status_code == 200
    monkeypatch.setattr(Slots, "take", lambda self, seconds: False)
    busy = client.post("/api/export", json={"turns": good})
    assert busy.status_code == 503 and "稍后再试" in busy.json()["error"]["message"]
