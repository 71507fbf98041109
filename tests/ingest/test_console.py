"""The command line speaks Chinese."""

from __future__ import annotations

import argparse

import pytest

from ingest.console import ArgumentParser, fail, show


def test_missing_argument(capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser(prog="试用")
    parser.add_argument("来源")
    with pytest.raises(SystemExit) as stopped:
        parser.parse_args([])
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert "缺少参数：来源" in said and "用法：" in said and "usage" not in said


def test_unknown_argument_and_choice(capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser(prog="试用")
    parser.add_argument("--色", choices=["红", "绿"])
    for arguments, said in ((["--大"], "不认识的参数"), (["--色", "蓝"], "不可用")):
        with pytest.raises(SystemExit):
            parser.parse_args(arguments)
        assert said in capsys.readouterr().err


def test_what_a_value_lacks_is_said_in_its_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    def positive(text: str) -> int:
        raise argparse.ArgumentTypeError("应大于 0")

    parser = ArgumentParser(prog="试用")
    parser.add_argument("--数", type=positive)
    with pytest.raises(SystemExit):
        parser.parse_args(["--数", "0"])
    assert "参数 --数：应大于 0。" in capsys.readouterr().err


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        ArgumentParser(prog="试用").parse_args(["-h"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    assert "显示本帮助并退出" in said and "options" not in said


def test_the_usage_of_a_command_is_announced_once(capsys: pytest.CaptureFixture[str]) -> None:
    commands = ArgumentParser(prog="试用").add_subparsers(parser_class=ArgumentParser)
    with pytest.raises(SystemExit):
        commands.add_parser("做").parse_args(["-h"])
    assert capsys.readouterr().out.startswith("用法：试用 做 ")


def test_fail(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        fail("没有纸了。", 4)
    assert stopped.value.code == 4
    assert capsys.readouterr().err == "错误：没有纸了。\n"


ROWS = [("# 检查报告", "title"), ("**没有[问题]。**", "good"), ("- 项", "plain")]


def test_a_file_or_a_pipe_gets_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS)
    assert capsys.readouterr().out == "# 检查报告\n**没有[问题]。**\n- 项\n"


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    show(ROWS)
    printed = capsys.readouterr().out
    assert "\x1b[1m检查报告" in printed and "没有[问题]。" in printed
    assert "**" not in printed and "# " not in printed
