"""The real client of OpenAI against the real server: answers, chunks, errors, and who may ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openai
import pytest

from app.api import create_app
from app.chain import AskError, RegulationChain
from app.guard import guarded
from app.llm.assistant import assistant_of
from app.llm.configured import configured
from app.settings import Settings
from tests.app.llm.scripted import Script, ScriptedServer, Wire, event, reply, silent, status

Serve = Callable[[Any], str]
Connect = Callable[..., openai.OpenAI]
KEY = "N4vQ8sT1xW6zB3cF7hJ2kM9p"
ASK: Any = [{"role": "user", "content": "工具书能外借吗"}]


@pytest.fixture
def connect(chain: RegulationChain, tmp_path: Path, serve: Serve) -> Connect:
    def client(key: str = KEY, provider: Callable[[], RegulationChain] | None = None, **given: Any) -> openai.OpenAI:
        settings = Settings(data=tmp_path, audit=False, **given)
        address = serve(guarded(create_app(provider or (lambda: chain), settings), settings))
        return openai.OpenAI(base_url=f"{address}{settings.root_path}/v1", api_key=key, max_retries=0, timeout=60)

    return client


@pytest.mark.parametrize("root", ["", "/tw"])
def test_an_answer(connect: Connect, root: str) -> None:
    completion = connect(root_path=root).chat.completions.create(
        model="tiaowen", messages=ASK, temperature=0.7, max_tokens=3, user="张三"
    )
    words = completion.choices[0].message.content
    assert words == "> 图书出借按下列规定办理：\n>\n> （二）工具书不外借。\n\n——《图书室借阅办法》第二条第（二）项［1］"
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage is not None and completion.usage.completion_tokens == len(words)
    answer: Any = completion.model_extra
    assert answer["tiaowen"]["citations"][0]["url"].startswith(f"{root}/?article=")


def test_a_refusal_and_a_follow_up(connect: Connect) -> None:
    client = connect()
    refusal = client.chat.completions.create(model="tiaowen", messages=[{"role": "user", "content": "食堂几点开饭"}])
    assert (refusal.choices[0].message.content or "").startswith("未找到依据")
    messages: Any = [*ASK, {"role": "assistant", "content": "不外借"}, {"role": "user", "content": "那普通图书呢"}]
    followed = client.chat.completions.create(model="tiaowen", messages=messages)
    extra: Any = followed.model_extra
    assert extra["tiaowen"]["question_used"] == "工具书能外借吗 那普通图书呢"


def test_our_own_parameters(connect: Connect, index: Any) -> None:
    own = {"tiaowen": {"as_of": "2021-05-06", "regulations": ["r1"]}}
    connect().chat.completions.create(model="tiaowen", messages=ASK, extra_body=own)
    ((_, as_of, only),) = index.retriever.calls
    assert (as_of.isoformat(), only) == ("2021-05-06", {"r1"})


def test_the_answer_in_chunks(connect: Connect) -> None:
    client = connect()
    whole = client.chat.completions.create(model="tiaowen", messages=ASK).choices[0].message.content
    chunks = list(
        client.chat.completions.create(
            model="tiaowen", messages=ASK, stream=True, stream_options={"include_usage": True}
        )
    )
    *said, usage = chunks
    assert "".join(chunk.choices[0].delta.content or "" for chunk in said) == whole
    assert [chunk.choices[0].finish_reason for chunk in said] == [None] * (len(said) - 1) + ["stop"]
    last: Any = said[-1].model_extra
    assert last["tiaowen"]["citations"][0]["label"] == "第二条第（二）项"
    assert usage.usage is not None and usage.usage.completion_tokens == len(whole or "") and usage.choices == []


@pytest.fixture
def asking(chain: RegulationChain, tmp_path: Path, llm_server: ScriptedServer) -> Iterator[RegulationChain]:
    """A chain that asks the scripted server as it would ask any endpoint."""
    settings = Settings(data=tmp_path, llm_base_url=llm_server.url, llm_model="某模型", llm_timeout=300)
    model = configured(settings)
    assert model is not None
    yield RegulationChain(chain.index, chain._extract, chain.options, assistant=assistant_of(model, settings))
    model.close()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            reply("图书出借按下列", "规定办理：工具书不外借。", "[1]", "工具书可以外借。[1]"),
            "**AI生成，仅供参考**\n\n图书出借按下列规定办理：工具书不外借",
        ),
        (reply("工具书可以外借。[1]"), "**原文摘录（语言模型的改写没有通过核对，未采用）**\n\n> "),
        (status(401), "**原文摘录（语言模型暂时不可用）**\n\n> "),
    ],
    ids=["released", "withheld", "refused"],
)
def test_with_a_language_model(
    connect: Connect, asking: RegulationChain, llm_server: ScriptedServer, script: Script, said: str
) -> None:
    llm_server.play(script)
    client = connect(provider=lambda: asking)
    assert [model.id for model in client.models.list()] == ["tiaowen", "tiaowen-llm"]
    quotations = client.chat.completions.create(model="tiaowen", messages=ASK).choices[0].message.content
    whole = client.chat.completions.create(model="tiaowen-llm", messages=ASK)
    words = whole.choices[0].message.content
    assert words and quotations and words.startswith(said) and words.endswith(quotations) and "可以外借" not in words
    chunks = list(client.chat.completions.create(model="tiaowen-llm", messages=ASK, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == words
    one, other = whole.model_extra, chunks[-1].model_extra
    assert one and other and one["tiaowen"]["generated"]["claims"] == other["tiaowen"]["generated"]["claims"]


def test_a_claim_comes_as_soon_as_it_has_passed(
    connect: Connect, asking: RegulationChain, llm_server: ScriptedServer
) -> None:
    go_on = threading.Event()

    def halting(wire: Wire) -> None:
        wire.head()
        wire.send(event({"content": "工具书可以外借。[1]图书出借按下列规定办理：工具书不外借。[1]图"}))
        assert go_on.wait(30)
        wire.send(event({}, "stop"))
        wire.end()

    llm_server.play(halting)
    client = connect(provider=lambda: asking)
    with client.chat.completions.create(model="tiaowen-llm", messages=ASK, stream=True) as stream:
        seen = ""
        while "工具书不外借" not in seen:
            seen += next(stream).choices[0].delta.content or ""
        assert seen.startswith("**AI生成，仅供参考**") and "> " not in seen
        go_on.set()
        seen += "".join(chunk.choices[0].delta.content or "" for chunk in stream)
    assert "**原文摘录**\n\n> 图书出借" in seen and "可以外借" not in seen


def test_a_client_that_closes_the_stream_ends_the_request_to_the_model(
    connect: Connect, asking: RegulationChain, llm_server: ScriptedServer
) -> None:
    llm_server.play(silent)
    client = connect(provider=lambda: asking)
    with client.chat.completions.create(model="tiaowen-llm", messages=ASK, stream=True) as stream:
        assert next(stream).choices[0].delta.role == "assistant"
        while not llm_server.calls:
            time.sleep(0.01)
    assert llm_server.calls[0].hung_up.wait(10)


def test_an_error_in_the_midst_of_the_chunks(connect: Connect, broken: RegulationChain) -> None:
    stream = connect(provider=lambda: broken).chat.completions.create(model="tiaowen", messages=ASK, stream=True)
    with pytest.raises(openai.APIError, match="服务内部出错") as caught:
        list(stream)
    assert caught.value.code == "internal_error"


def test_the_models(connect: Connect) -> None:
    client = connect()
    assert [model.id for model in client.models.list()] == ["tiaowen"]
    assert client.models.retrieve("tiaowen").owned_by == "tiaowen"


def test_errors_are_those_of_the_client(connect: Connect) -> None:
    client = connect()
    for model in (client.models.retrieve, lambda m: client.chat.completions.create(model=m, messages=ASK)):
        with pytest.raises(openai.NotFoundError, match="没有名为“gpt-5”的模型") as missing:
            model("gpt-5")
        assert (missing.value.code, missing.value.type) == ("model_not_found", "invalid_request_error")
    with pytest.raises(openai.BadRequestError, match="一个问题只有一个回答"):
        client.chat.completions.create(model="tiaowen", messages=ASK, n=2)
    with pytest.raises(openai.BadRequestError, match="问题是空的"):
        client.chat.completions.create(model="tiaowen", messages=[{"role": "user", "content": ""}], stream=True)
    with pytest.raises(openai.NotFoundError, match="没有这个接口"):
        client.embeddings.create(model="tiaowen", input="x")


def test_an_index_that_is_not_there(connect: Connect) -> None:
    def none() -> RegulationChain:
        raise AskError("not_ready", "索引尚未建立。", 503)

    with pytest.raises(openai.InternalServerError, match="索引尚未建立") as caught:
        connect(provider=none).chat.completions.create(model="tiaowen", messages=ASK)
    assert (caught.value.status_code, caught.value.type) == (503, "server_error")


def test_only_who_has_a_key_may_ask(connect: Connect) -> None:
    known = {"access": "token", "token_secret": "q7Vb2mX9cK4tR8wZ1nL6yH3dF5sJ0gPa", "api_keys": f"办公:{KEY}"}
    assert connect(**known).chat.completions.create(model="tiaowen", messages=ASK).choices
    stranger = connect("wrong-key-wrong-key-wrong", **known)
    for call in (stranger.models.list, lambda: stranger.chat.completions.create(model="tiaowen", messages=ASK)):
        with pytest.raises(openai.AuthenticationError) as caught:
            call()
        assert caught.value.type == "authentication_error" and caught.value.code
        assert "密钥" in str(caught.value) or "令牌" in str(caught.value)


def test_who_asks_too_often_is_told_when_to_ask_again(connect: Connect) -> None:
    client = connect(rate_per_minute=1)
    client.chat.completions.create(model="tiaowen", messages=ASK)
    with pytest.raises(openai.RateLimitError, match="提问太频繁") as caught:
        client.chat.completions.create(model="tiaowen", messages=ASK)
    assert caught.value.type == "rate_limit_error" and int(caught.value.response.headers["retry-after"]) > 0


def test_a_body_that_is_too_large(connect: Connect) -> None:
    with pytest.raises(openai.APIStatusError, match="上限") as caught:
        connect(max_body_kb=16).chat.completions.create(
            model="tiaowen", messages=[{"role": "user", "content": "问" * 20_000}]
        )
    assert (caught.value.status_code, caught.value.code) == (413, "too_large")
