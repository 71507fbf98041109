"""The clients of an endpoint: by which way they go, and what they never say."""

from __future__ import annotations

import os

import pytest
from pydantic import SecretStr

from app.llm.endpoint import proxy_for
from tests.app.llm.asking import asked
from tests.app.llm.scripted import ScriptedServer


@pytest.fixture(autouse=True)
def proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("http_proxy", "http://u:hush@10.9.8.7:3128")
    monkeypatch.setenv("HTTPS_PROXY", "http://10.9.8.7:3129")
    monkeypatch.setenv("no_proxy", "gateway.example.com")


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://127.0.0.1:8000/v1", None),
        ("http://[::1]:8000/v1", None),
        ("http://localhost:11434/v1", None),
        ("http://10.1.2.3/v1", None),
        ("http://192.168.1.5:8000/v1", None),
        ("http://vllm:8000/v1", None),
        ("http://gpu.lan/v1", None),
        ("https://gateway.example.com/v1", None),
        ("http://api.example.org/v1", "http://u:hush@10.9.8.7:3128"),
        ("https://api.example.org/v1", "http://10.9.8.7:3129"),
        ("https://8.8.8.8/v1", "http://10.9.8.7:3129"),
    ],
)
def test_a_proxy_is_for_what_is_outside(url: str, proxy: str | None) -> None:
    assert proxy_for(url) == proxy


def test_the_environment_decides_nothing_else(
    llm_server: ScriptedServer, model_of: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "hush")
    monkeypatch.setenv("OPENAI_PROXY", "http://10.9.8.7:1")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://10.9.8.7:2/v1")
    assert asked(model_of()).text == "好。"  # type: ignore[operator]
    assert "hush" not in str(llm_server.calls[0].headers)


def test_a_key_is_shown_to_the_endpoint_alone(llm_server: ScriptedServer, model_of: object) -> None:
    model = model_of(key=SecretStr("hush"))  # type: ignore[operator]
    assert asked(model).text == "好。"
    assert llm_server.calls[0].headers["authorization"] == "Bearer hush"
    assert "hush" not in f"{model!r}{vars(model)}{model._chat!r}{model._http!r}"
