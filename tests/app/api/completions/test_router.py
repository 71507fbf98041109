"""``/v1`` over HTTP: what is refused, in OpenAI's shape and in Chinese."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.completions.contract import ChatOut, ModelOut, ModelsOut
from app.chain import AskError, RegulationChain

MakeClient = Callable[..., TestClient]
Refused = Callable[[Any, int, str], str]
Rephrasing = Callable[..., RegulationChain]
SOUND = "图书出借按下列规定办理：工具书不外借。[1]"
ASK = [{"role": "user", "content": "工具书能外借吗"}]


def _post(client: TestClient, **body: Any) -> Any:
    content = json.dumps({"model": "tiaowen", "messages": ASK, **body})
    return client.post("/v1/chat/completions", content=content, headers={"content-type": "application/json"})


def _chunks(text: str) -> list[Any]:
    lines = [block.removeprefix("data: ") for block in text.split("\n\n")[:-1]]
    assert lines[-1] == "[DONE]"
    return [json.loads(line) for line in lines[:-1]]


def test_a_completion_keeps_the_contract(client: TestClient) -> None:
    response = _post(client, temperature=0.3, max_tokens=5, stop=["。"], tools=[{"type": "function"}], unknown=1)
    assert list(response.json()) == list(ChatOut.model_fields)
    completion = ChatOut.model_validate(response.json())
    said = completion.choices[0].message.content
    assert said.startswith("> 图书出借") and said.endswith("《图书室借阅办法》第二条第（二）项［1］")
    assert completion.tiaowen.citations[0].label == "第二条第（二）项"
    assert (completion.usage.prompt_tokens, completion.usage.completion_tokens) == (len(ASK[0]["content"]), len(said))


@pytest.mark.parametrize("question", ["工具书能外借吗", "食堂几点开饭"])
def test_the_chunks_make_the_same_answer(client: TestClient, question: str) -> None:
    messages = [{"role": "user", "content": question}]
    whole = ChatOut.model_validate(_post(client, messages=messages).json())
    response = _post(client, messages=messages, stream=True, stream_options={"include_usage": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    *said, last, usage = _chunks(response.text)
    assert "".join(each["choices"][0]["delta"].get("content", "") for each in said) == whole.choices[0].message.content
    assert said[0]["choices"][0]["delta"]["role"] == "assistant"
    assert all(each["choices"][0]["finish_reason"] is None and each["usage"] is None for each in said)
    assert last["choices"][0]["finish_reason"] == "stop"
    assert last["tiaowen"]["citations"] == whole.model_dump(mode="json")["tiaowen"]["citations"]
    assert (usage["choices"], usage["usage"]) == ([], whole.usage.model_dump())
    assert len({each["id"] for each in (*said, last, usage)}) == 1


@pytest.mark.parametrize("fault", [None, "down"])
@pytest.mark.parametrize(
    "sentences", [(), ("图书出借按下列规定办理：工具书不外借。[1]", "工具书可以外借。[1]"), ("工具书可以外借。[1]",)]
)
def test_with_a_language_model_the_chunks_make_the_same_answer_too(
    make: MakeClient, rephrasing: Rephrasing, sentences: tuple[str, ...], fault: Any
) -> None:
    client = make(lambda: rephrasing(*sentences, fault=fault))
    whole = ChatOut.model_validate(_post(client, model="tiaowen-llm").json())
    said = whole.choices[0].message.content
    assert said.startswith("**AI生成，仅供参考**\n\n图书" if len(sentences) == 2 else "**原文摘录（语言模型")
    assert said.endswith(_post(client).json()["choices"][0]["message"]["content"]) and "可以外借" not in said
    *chunks, last = _chunks(_post(client, model="tiaowen-llm", stream=True).text)
    assert "".join(each["choices"][0]["delta"].get("content", "") for each in chunks) == said
    assert last["tiaowen"]["generated"]["claims"] == whole.model_dump()["tiaowen"]["generated"]["claims"]


def test_of_a_refusal_nothing_is_said_by_a_model(make: MakeClient, rephrasing: Rephrasing) -> None:
    client = make(lambda: rephrasing(SOUND))
    asked = {"messages": [{"role": "user", "content": "食堂几点开饭"}], "model": "tiaowen-llm"}
    said = _post(client, **asked).json()["choices"][0]["message"]["content"]
    assert said.startswith("未找到依据")
    chunks = _chunks(_post(client, **asked, stream=True).text)
    assert "".join(each["choices"][0]["delta"].get("content", "") for each in chunks) == said


def test_without_being_asked_the_chunks_tell_no_usage(client: TestClient) -> None:
    chunks = _chunks(_post(client, stream=True).text)
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop" and all("usage" not in each for each in chunks)


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        ({"model": "gpt-5"}, 404, "model_not_found", "tiaowen"),
        ({"model": "tiaowen-llm"}, 404, "model_not_found", "可用的是 tiaowen。"),
        ({"model": None}, 400, "invalid_request", "model：应为文字"),
        ({"messages": []}, 400, "invalid_request", "至少 1 项"),
        ({"messages": None}, 400, "invalid_request", "messages：应为列表"),
        ({"messages": [{"role": "robot", "content": "问"}]}, 400, "invalid_request", "messages.0.role：可选"),
        ({"messages": [{"role": "user", "content": 1}]}, 400, "invalid_request", "messages.0.content：应为文字"),
        ({"messages": [{"role": "user", "content": [1]}]}, 400, "invalid_request", "text 部分"),
        ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, 400, "invalid_request", "应为文字"),
        ({"messages": [{"role": "user", "content": "\ud800"}]}, 400, "invalid_request", "检查编码"),
        ({"messages": [{"role": "user"}]}, 400, "empty_question", "问题是空的"),
        ({"messages": [{"role": "system", "content": "问"}]}, 400, "empty_question", "user 消息"),
        ({"messages": [{"role": "user", "content": "问" * 1001}]}, 400, "question_too_long", "1000"),
        ({"n": 2}, 400, "invalid_request", "n：一个问题只有一个回答"),
        ({"tool_choice": "required"}, 400, "invalid_request", "不调用工具"),
        ({"function_call": {"name": "x"}}, 400, "invalid_request", "不调用工具"),
        ({"response_format": {"type": "json_object"}}, 400, "invalid_request", "JSON"),
        ({"tiaowen": {"as_of": "2024-02-30"}}, 400, "invalid_request", "没有 2024-02-30 这一天"),
        ({"tiaowen": {"regulations": ["r9"]}}, 400, "unknown_regulation", "r9"),
        ({"tiaowen": {"mode": "llm"}}, 400, "invalid_request", "tiaowen.mode：不是可用的参数"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_bad_bodies(
    client: TestClient, faulted: Refused, body: Any, status: int, code: str, words: str, stream: bool
) -> None:
    assert words in faulted(_post(client, stream=stream, **body), status, code)


def test_harmless_parameters_change_nothing(client: TestClient) -> None:
    body = {"n": 1, "tool_choice": "auto", "function_call": "none", "response_format": {"type": "text"}, "stream": None}
    assert _post(client, **body).status_code == 200


def test_the_models(client: TestClient, faulted: Refused) -> None:
    listed = ModelsOut.model_validate(client.get("/v1/models").json())
    assert [model.id for model in listed.data] == ["tiaowen"]
    assert ModelOut.model_validate(client.get("/v1/models/tiaowen").json()) == listed.data[0]
    for unknown in ("gpt-5", "tiaowen-llm"):
        faulted(client.get(f"/v1/models/{unknown}"), 404, "model_not_found")


def test_the_models_of_a_site_with_a_language_model(make: MakeClient, rephrasing: Rephrasing) -> None:
    client = make(rephrasing)
    assert [model["id"] for model in client.get("/v1/models").json()["data"]] == ["tiaowen", "tiaowen-llm"]
    assert client.get("/v1/models/tiaowen-llm").json()["id"] == "tiaowen-llm"


def test_everything_else_below_is_answered_in_the_same_shape(client: TestClient, faulted: Refused) -> None:
    faulted(client.post("/v1/embeddings", json={}), 404, "not_found")
    faulted(client.get("/v1"), 404, "not_found")
    faulted(client.get("/v1/chat/completions"), 405, "method_not_allowed")
    faulted(client.post("/v1/chat/completions", content=b"{}"), 415, "unsupported_media_type")
    kind = {"content-type": "application/json"}
    faulted(client.post("/v1/chat/completions", content=b"{", headers=kind), 400, "invalid_json")


def test_while_there_is_no_index(make: MakeClient, faulted: Refused) -> None:
    def none() -> RegulationChain:
        raise AskError("not_ready", "索引尚未建立。", 503)

    for stream in (False, True):
        response = _post(make(none), stream=stream)
        assert faulted(response, 503, "not_ready") and response.headers["retry-after"] == "5"


def test_an_unexpected_error_is_said_without_its_details(
    make: MakeClient, broken: RegulationChain, faulted: Refused
) -> None:
    client = make(lambda: broken)
    response = _post(client)
    assert faulted(response, 500, "internal_error") and "secret" not in response.text
    assert response.json()["error"]["type"] == "server_error"
    streamed = _post(client, stream=True).text
    last = json.loads(streamed.split("\n\n")[-2].removeprefix("data: "))
    assert last["error"]["code"] == "internal_error" and "secret" not in streamed and "[DONE]" not in streamed
