"""What a site may write about its language model, and the model that comes of it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.llm.configured import configured
from app.settings import SettingsError, load_settings
from tests.app.llm.asking import asked
from tests.app.llm.scripted import ScriptedServer

URL = "http://127.0.0.1:8000/v1"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("TIAOWEN_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"llm_base_url": "127.0.0.1:8000/v1"}, "应写作 http://主机名:端口/v1"),
        ({"llm_base_url": "ftp://a/v1"}, "应写作"),
        ({"llm_base_url": "http:///v1"}, "应写作"),
        ({"llm_base_url": "http://a:99999/v1"}, "应写作"),
        ({"llm_base_url": "http://a b/v1"}, "应写作"),
        ({"llm_base_url": "http：//a/v1"}, "应写作"),
        ({"llm_base_url": "http://[::1/v1"}, "应写作"),
        ({"llm_base_url": "http://u:hush@a/v1"}, "不能带用户名和密码"),
        ({"llm_base_url": "http://a/v1?api-version=1"}, "不能带 ?"),
        ({"llm_base_url": "http://a/v1#x"}, "不能带 ?"),
        ({"llm_base_url": "http://a/v1/chat/completions"}, "请去掉末尾的"),
        ({"llm_base_url": URL}, "还要写明模型名称"),
        ({"llm_model": "qwen3:8b"}, "还要设置 llm_base_url"),
        ({"llm_key": "hush"}, "没有设置 llm_base_url"),
        ({"llm_base_url": URL, "llm_model": "m", "llm_key": "hush hush"}, "不含空格"),
        ({"llm_base_url": URL, "llm_model": "m", "llm_key": "hush\r\nX-Evil: 1"}, "不含空格"),
        ({"llm_base_url": URL, "llm_model": "m\n"}, "应为一行文字"),
        ({"llm_timeout": 0}, "应大于 0"),
        ({"llm_timeout": "nan"}, "应不大于 600"),
        ({"llm_timeout": "一分钟"}, "应为数字"),
        ({"llm_context": 1024, "llm_max_tokens": 1000}, "应至少比 llm_max_tokens（1000）大 512"),
        ({"llm_extra": "{bad"}, "环境变量中写作 JSON"),
        ({"llm_extra": "[1]"}, "应为对象"),
        ({"llm_extra": {"stream": False, "model": "x"}}, "model、stream 由程序自己填写"),
    ],
)
def test_a_slip_is_named(given: Mapping[str, Any], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, os.environ, **given)
    assert said in str(caught.value) and "llm" in str(caught.value).lower()
    assert "hush" not in str(caught.value)


def test_a_slip_in_the_address_is_not_blamed_on_the_rest() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, os.environ, llm_base_url="a", llm_model="m", llm_key="k")
    assert "llm-base-url" in str(caught.value) and not re.search("llm-model|llm-key", str(caught.value))


def test_the_environment_writes_parameters_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOWEN_LLM_EXTRA", '{"chat_template_kwargs": {"enable_thinking": false}}')
    monkeypatch.setenv("TIAOWEN_LLM_KEY", "")
    settings = load_settings(None, os.environ)
    assert settings.llm_extra == {"chat_template_kwargs": {"enable_thinking": False}} and settings.llm_key is None


def test_the_file_writes_them_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "tiaowen.toml"
    path.write_text(
        f'llm_base_url = "{URL}/"\nllm_model = "m"\n[llm_extra.chat_template_kwargs]\nenable_thinking = false\n',
        encoding="utf-8",
    )
    settings = load_settings(path, os.environ)
    assert settings.llm_extra == {"chat_template_kwargs": {"enable_thinking": False}} and settings.llm_base_url == URL


def test_without_an_endpoint_there_is_no_model() -> None:
    assert configured(load_settings(None, os.environ)) is None


def test_what_is_set_reaches_the_endpoint(llm_server: ScriptedServer) -> None:
    settings = load_settings(
        None, os.environ, llm_base_url=llm_server.url, llm_model="m", llm_key="hush", llm_extra={"top_k": 1}
    )
    model = configured(settings)
    assert model is not None and model.name == "m" and "hush" not in repr(model) + repr(vars(model))
    try:
        assert asked(model).text == "好。"
    finally:
        model.close()
    (call,) = llm_server.calls
    assert call.headers["authorization"] == "Bearer hush" and call.body["top_k"] == 1 and call.body["model"] == "m"
