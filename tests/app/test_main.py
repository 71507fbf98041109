"""The command line: answers, refusals and faults, each with its exit status, all in Chinese."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import app.server
import prompts
from app.__main__ import main
from app.api.contract import AnswerOut
from app.chain import AskRequest, RegulationChain
from app.commands.ask import shown
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch, chain: RegulationChain) -> RegulationChain:
    def load(settings: Settings) -> RegulationChain:  # a new one each time, since the command closes it
        return RegulationChain(chain.index, chain._extract, app.server.options(settings))

    monkeypatch.setattr(app.server, "load_chain", load)
    return chain


def test_an_answer(ready: RegulationChain, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "工具书能外借吗"]) == 0
    out = capsys.readouterr().out
    assert "（二）工具书不外借。" in out and "[1] 《图书室借阅办法》第二条第（二）项 — 借阅.txt" in out


def test_a_refusal_shows_what_is_near(ready: RegulationChain, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "食堂几点开饭"]) == 3
    out = capsys.readouterr().out
    assert out.startswith(prompts.REFUSAL) and "不是答案" in out and "· 《图书室借阅办法》第一条：" in out


def test_json_is_the_api_object(ready: RegulationChain, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "工具书能外借吗", "--json"]) == 0
    AnswerOut.model_validate_json(capsys.readouterr().out)
    assert main(["ask", "食堂几点开饭", "--json"]) == 3
    assert AnswerOut.model_validate_json(capsys.readouterr().out).refused


@pytest.fixture
def modelled(elsewhere: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of a site with a language model."""
    monkeypatch.setenv("TIAOWEN_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("TIAOWEN_LLM_MODEL", "某模型")


@pytest.mark.usefixtures("modelled")
def test_with_a_language_model(
    monkeypatch: pytest.MonkeyPatch, rephrasing: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    for sentences, fault, opening in (
        (
            ["图书出借按下列规定办理：工具书不外借。[1]"],
            None,
            "AI生成，仅供参考：\n图书出借按下列规定办理：工具书不外借",
        ),
        ([], "down", "原文摘录（语言模型暂时没有应答）：\n图书出借"),
    ):
        make = partial(rephrasing, *sentences, fault=fault)
        monkeypatch.setattr(app.server, "load_chain", lambda settings, make=make: make())  # the command closes it
        assert main(["ask", "工具书能外借吗", "--mode", "llm"]) == 0
        out = capsys.readouterr().out
        assert out.startswith(opening) and "（二）工具书不外借。\n——《图书室借阅办法》" in out and "\n[1] 《" in out
        assert main(["ask", "工具书能外借吗", "--mode", "llm", "--json"]) == 0
        assert AnswerOut.model_validate_json(capsys.readouterr().out).generated
        assert main(["ask", "工具书能外借吗"]) == 0
        assert capsys.readouterr().out.startswith("图书出借")
        assert main(["ask", "食堂几点开饭", "--mode", "llm"]) == 3
        assert capsys.readouterr().out.startswith(prompts.REFUSAL)


def test_without_a_language_model_it_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "工具书", "--mode", "llm"]) == 1  # nothing is loaded: there is no index here
    err = capsys.readouterr().err
    assert "llm_base_url" in err and "llm_model" in err and "--mode llm" in err
    assert main(["ask", "工具书", "--mode", "llm", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "mode_unavailable"


@pytest.mark.usefixtures("modelled")
def test_a_prompt_that_cannot_be_used_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(settings: Settings) -> RegulationChain:
        raise app.server.ServeError("提示词读不出来。")

    monkeypatch.setattr(app.server, "load_chain", broken)
    assert main(["ask", "工具书"]) == 1
    assert capsys.readouterr().err == "错误：提示词读不出来。\n"


@pytest.mark.parametrize("name", ["r1", "图书室借阅办法", "《图书室借阅办法》"])
def test_limited_to_a_regulation_and_a_day(ready: Any, name: str) -> None:
    assert main(["ask", "工具书", "--regulation", name, "--as-of", "2021-05-06"]) == 0
    ((question, as_of, only),) = ready.index.retriever.calls
    assert (question, as_of.isoformat(), only) == ("工具书", "2021-05-06", {"r1"})


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ask", ""], "empty_question", "问题是空的"),
        (["ask", "问" * 10_000], "question_too_long", "超过上限 1000"),
        (["ask", "工具书", "--regulation", "图书借阅办法"], "unknown_regulation", "最接近的是“图书室借阅办法”"),
    ],
)
def test_what_cannot_be_asked(
    ready: RegulationChain, capsys: pytest.CaptureFixture[str], arguments: list[str], code: str, words: str
) -> None:
    assert main(arguments) == 1
    shown_ = capsys.readouterr()
    assert words in shown_.err and shown_.err.startswith("错误：") and shown_.out == ""
    assert main([*arguments, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "缺少参数"),
        (["ask"], "缺少参数"),
        (["ask", "问", "--as-of", "2024-02-30"], "日期 2024-02-30 应写作"),
        (["ask", "问", "--as-of", "昨天"], "日期 昨天 应写作"),
        (["ask", "问", "--mode", "诗"], "可选：'extractive', 'llm'"),
        (["serve", "--port", "x"], "无效"),
        (["serve", "--prot", "1"], "不认识的参数"),
    ],
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2 and words in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["serve", "--help"], ["ask", "--help"]])
def test_help_is_chinese(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    out = capsys.readouterr().out
    assert left.value.code == 0 and "用法：" in out and "usage" not in out and "show this help" not in out


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["serve", "--port", "99999"]])
def test_a_bad_port(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(command)
    assert left.value.code == 1 and "参数 --port（监听端口）" in capsys.readouterr().err


def test_without_an_index_it_says_how_to_build_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["serve", "--data", str(tmp_path), "--port", str(_free())])
    err = capsys.readouterr().err
    assert left.value.code == 1
    assert "python -m ingest run" in err and f"python -m vectorstore build --data {tmp_path}" in err
    assert main(["ask", "问", "--data", str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "no_index"


def test_a_disk_fault_is_explained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def full(settings: Settings) -> RegulationChain:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(app.server, "load_chain", full)
    assert main(["ask", "问", "--data", str(tmp_path)]) == 1
    assert f"请检查磁盘空间和 {tmp_path} 的读写权限" in capsys.readouterr().err


def test_the_settings_file_beside_and_named(
    ready: RegulationChain, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "tiaowen.toml").write_text("prot = 1\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["ask", "工具书"])
    assert "prot 不是本程序的设置项，最接近的是 port" in capsys.readouterr().err
    other = tmp_path / "other.toml"
    other.write_text('root_path = "/tw"\n', encoding="utf-8")
    assert main(["ask", "工具书", "--json", "--config", str(other)]) == 0
    assert json.loads(capsys.readouterr().out)["citations"][0]["url"].startswith("/tw/")


def test_a_document_cannot_drive_the_terminal(chain: RegulationChain) -> None:
    answer = chain.ask(AskRequest("工具书"))
    hostile = dataclasses.replace(answer.citations[0], regulation="图书\x1b[2J办法\r")
    text = shown(dataclasses.replace(answer, answer="甲\x1b]0;x\x07\n乙", citations=(hostile,)))
    assert "\x1b" not in text and "\r" not in text and "\x07" not in text and text.startswith("甲]0;x\n乙")


def test_nothing_heavy_is_imported_and_no_one_is_told() -> None:
    """Importing the command does no work; running it switches every library's reporting off first."""
    script = (
        "import sys, os, app.__main__ as m\n"
        "heavy = {'torch', 'gradio', 'chromadb', 'transformers', 'langchain_core', 'fastapi'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "try: m.main(['--help'])\n"
        "except SystemExit: pass\n"
        "assert os.environ['GRADIO_ANALYTICS_ENABLED'] == 'False' and os.environ['HF_HUB_OFFLINE'] == '1'\n"
        "assert os.environ['LANGSMITH_TRACING'] == 'false' and os.environ['ANONYMIZED_TELEMETRY'] == 'False'\n"
    )
    environment = {**os.environ, "LANGSMITH_TRACING": "true", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _free() -> int:
    with app.server.listen("127.0.0.1", 0) as bound:
        port: int = bound.getsockname()[1]
    return port
