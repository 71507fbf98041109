"""``python -m eval load`` against a server that answers at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.load.command import KEY, told_limited
from eval.load.measured import Limited, Load

WriteSet = Callable[..., Path]


def test_what_is_printed(fake: Any, write_set: WriteSet, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_set()
    assert main(["load", "--system", fake.url, "--questions", str(path), "--users", "3", "--requests", "9"]) == 0
    said = capsys.readouterr().out
    assert "3 个用户同时提问，共 9 次" in said and "得到回答 9 次，中位" in said and "出错：没有。" in said
    assert len(fake.asked) <= 3 and all(address.startswith("198.18.") for address in fake.asked)


def test_a_fault_makes_the_exit_status(fake: Any, write_set: WriteSet, capsys: pytest.CaptureFixture[str]) -> None:
    fake.faults = [(503, b'{"error": {"code": "busy"}}'), (418, b"")]
    assert main(["load", "--system", fake.url, "--questions", str(write_set()), "--requests", "9"]) == 1
    said = capsys.readouterr().out
    assert "服务繁忙（503） 1 次" in said and "http_418 1 次" in said


def test_json_and_the_key_from_the_environment(
    fake: Any, write_set: WriteSet, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "secret-key")
    assert main(["load", "--system", fake.url, "--questions", str(write_set()), "--json"]) == 0
    said = capsys.readouterr().out
    found = json.loads(said)
    assert (found["build_id"], found["requests"], found["faults"]) == ("b1", 2, {})
    assert fake.authorization == {"Bearer secret-key"} and "secret-key" not in said


def test_over_the_limit(fake: Any, write_set: WriteSet, capsys: pytest.CaptureFixture[str]) -> None:
    fake.allowance = 300
    arguments = ["load", "--system", fake.url, "--questions", str(write_set()), "--users", "8", "--over-limit"]
    main([*arguments, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["answered_before_refusal"] == 300 and found["refused"] >= 100
    assert found["refused_ms"]["max"] > 0
    fake.asked.clear()
    main(arguments)
    assert "答完 300 次后被限流" in capsys.readouterr().out


def test_no_limit_is_said_with_what_to_do() -> None:
    said = told_limited(Limited(None, (), Load(2, (), 0.0)))
    assert "没有遇到限流" in said and "rate_per_minute" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--system", "tiaowen"], "http://"),
        (["--system", "http://127.0.0.1:9", "--users", "501"], "最多 500"),
        (["--system", "http://127.0.0.1:9", "--users", "0"], "--users"),
        (["--system", "http://127.0.0.1:9"], "还不能回答提问"),
    ],
)
def test_what_cannot_be_measured(
    write_set: WriteSet, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["load", "--questions", str(write_set()), *arguments])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_no_questions(fake: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["load", "--system", fake.url, "--questions", str(tmp_path / "none.jsonl")])
    assert ended.value.code == 2 and "none.jsonl" in capsys.readouterr().err
