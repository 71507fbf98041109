"""What an endpoint lists, and why it lists nothing."""

from __future__ import annotations

import socket

import pytest
from pydantic import SecretStr

from app.llm.errors import ModelError
from app.llm.listing import models
from tests.app.llm.scripted import ScriptedServer


def fault(url: str) -> ModelError:
    with pytest.raises(ModelError) as caught:
        models(url, SecretStr("hush"))
    assert "hush" not in repr(caught.value) + caught.value.detail
    return caught.value


def test_names_in_the_endpoint_s_order(llm_server: ScriptedServer) -> None:
    assert models(llm_server.url, None) == ["qwen3:8b", "deepseek-r1:7b"]
    assert llm_server.paths == ["GET /v1/models"]


def test_names_that_a_terminal_would_obey_are_left_out(llm_server: ScriptedServer) -> None:
    llm_server.models = ["\x1b[31mred", "ok", "a\nb", "长" * 500]
    assert models(llm_server.url, None) == ["ok", "长" * 200]


@pytest.mark.parametrize(
    "body", ["[]", "{}", '{"data": 1}', '{"data": [1]}', '{"data": [{}]}', "<html>", "[" * 100_000]
)
def test_what_is_no_list(body: str, llm_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.app.llm.scripted.json.dumps", lambda *_, **__: body)
    assert fault(llm_server.url).kind == "malformed"


@pytest.mark.parametrize(("status", "kind"), [(401, "refused"), (404, "refused"), (500, "down"), (302, "refused")])
def test_a_status_is_a_fault(status: int, kind: str, llm_server: ScriptedServer) -> None:
    llm_server.model_status = status
    assert (fault(llm_server.url).kind, fault(llm_server.url).status) == (kind, status)


def test_why_there_is_no_connection(llm_server: ScriptedServer) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # not listening
        assert "没有程序在接口的端口监听" in fault(f"http://127.0.0.1:{taken.getsockname()[1]}/v1").detail
    assert "http://" in fault(llm_server.url.replace("http:", "https:")).detail
    assert "解析不了" in fault("http://no-such-host.invalid/v1").detail
