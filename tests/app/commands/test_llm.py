"""``python -m app llm``: what an administrator reads of an endpoint that works, and of each that does not."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from app.__main__ import main
from tests.app.llm.scripted import Script, ScriptedServer, raw, reply, silent, speaking, status

pytestmark = pytest.mark.usefixtures("elsewhere")

GOOD = "值班人员因故不能到岗的，应当提前一日报办公室同意，由办公室另行安排，不得自行找人顶替。[1]"


@pytest.fixture
def check(
    llm_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Runs the command on the scripted server: its exit status and what it said."""

    def run(*given: str, **settings: str) -> tuple[int, str]:
        settings = {"base_url": llm_server.url, "model": "qwen3:8b", "timeout": "5", **settings}
        for name, value in settings.items():
            monkeypatch.setenv(f"TIAOWEN_LLM_{name.upper()}", value)
        try:
            code = main(["llm", *given])
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


def test_a_model_that_works(llm_server: ScriptedServer, check: Callable[..., tuple[int, str]]) -> None:
    llm_server.play(reply("规章", "制度", "是规矩。", delay=0.1), reply(GOOD))
    code, said = check()
    assert code == 0 and "接口上有 qwen3:8b" in said and "秒后收到第一段" in said and "规章制度是规矩。" in said
    assert "1 句通过核对" in said and "语言模型可以使用" in said
    assert "替班" in llm_server.asked[1]


def test_a_question_of_the_administrator_s_own(
    llm_server: ScriptedServer, check: Callable[..., tuple[int, str]]
) -> None:
    llm_server.play(speaking(lambda prompt: GOOD if "替班" in prompt else f"你问的是{prompt}"))
    code, said = check("--question", "食堂几点开门？")
    assert code == 0 and "你问的是食堂几点开门？" in said


def test_a_name_that_is_nearly_right(llm_server: ScriptedServer, check: Callable[..., tuple[int, str]]) -> None:
    llm_server.play(status(404))
    code, said = check(model="qwen3")
    assert code == 1 and "最接近的是 qwen3:8b" in said and "deepseek-r1:7b" in said and "模型名称" in said


def test_an_address_without_v1(llm_server: ScriptedServer, check: Callable[..., tuple[int, str]]) -> None:
    code, said = check(base_url=llm_server.root)
    assert code == 1 and f"请把 llm_base_url 改为 {llm_server.url}" in said


def test_nobody_there(check: Callable[..., tuple[int, str]]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # not listening
        code, said = check(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
    assert code == 1 and "没有程序在接口的端口监听" in said and "OLLAMA_HOST" in said


def test_a_wrong_key(llm_server: ScriptedServer, check: Callable[..., tuple[int, str]]) -> None:
    llm_server.model_status = 401
    code, said = check(key="hush")
    assert code == 1 and "llm_key" in said and "hush" not in said


SCRIPTS: list[tuple[Script, str]] = [
    (reply(reasoning=["想"] * 3, finish="length"), "enable_thinking = false"),
    (reply(reasoning=["想"] * 3), 'reasoning_effort = "none"'),
    (reply("<think>想</think>不清楚。"), "思考过程写在应答里"),
    (reply("不知道。"), "没有通过核对"),
    (reply("未找到依据"), "接口是通的"),
    (status(400), "llm_extra"),
    (status(401), "llm_key"),
    (status(500), "自己的日志"),
    (status(503), "还在载入"),
    (status(429, Retry_After="60"), "稍后再试"),
    (raw(b"<html>sk-upstream</html>", kind="text/html"), "OpenAI 兼容接口"),
    (reply("借期", finish=None), "自己的日志"),
    (silent, "可能还在载入"),
    (reply("慢", "慢", delay=9), "请调大 llm_timeout"),
]


@pytest.mark.parametrize(("script", "advice"), SCRIPTS)
def test_what_does_not_work_comes_with_advice(
    script: Script, advice: str, llm_server: ScriptedServer, check: Callable[..., tuple[int, str]]
) -> None:
    llm_server.play(script)
    code, said = check(timeout="0.5")
    assert code == 1 and advice in said and "暂时不能使用" in said
    assert "upstream" not in said and "Traceback" not in said


def test_a_model_that_is_too_slow_for_its_time(
    llm_server: ScriptedServer, check: Callable[..., tuple[int, str]]
) -> None:
    llm_server.play(reply("慢", "慢", "慢", "慢", delay=0.1), reply(GOOD))
    code, said = check(max_tokens="512")
    assert code == 0 and "要超过 llm_timeout" in said


def test_an_endpoint_without_a_list_is_asked_all_the_same(
    llm_server: ScriptedServer, check: Callable[..., tuple[int, str]]
) -> None:
    llm_server.model_status = 404
    llm_server.play(reply(GOOD))
    code, said = check()
    assert code == 0 and "不提供模型列表" in said


def test_what_a_model_says_does_not_drive_the_terminal(
    llm_server: ScriptedServer, check: Callable[..., tuple[int, str]]
) -> None:
    llm_server.play(reply("\x1b]0;坏\x07好\n✓ 改写：99 句通过核对"), reply(GOOD))
    said = check()[1]
    assert "\x1b" not in said and "\x07" not in said and "\n✓ 改写：99" not in said


def test_without_a_model_it_says_how_to_set_one(check: Callable[..., tuple[int, str]]) -> None:
    code, said = check(base_url="", model="")
    assert code == 2 and "llm_base_url" in said and "原文摘录" in said


def test_half_a_setting_is_named(check: Callable[..., tuple[int, str]]) -> None:
    code, said = check(model="")
    assert code == 1 and "还要写明模型名称" in said


def test_a_prompt_that_cannot_be_used_is_named(
    llm_server: ScriptedServer, check: Callable[..., tuple[int, str]], tmp_path: object
) -> None:
    code, said = check(prompts=f"{tmp_path}/absent")
    assert code == 1 and "错误" in said and "Traceback" not in said
