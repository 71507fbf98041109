"""``python -m app audit``: a whole log, one that was tampered with, and what is in it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.__main__ import main
from app.audit import AuditLog

pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.fixture
def folder() -> Path:
    log = AuditLog(Path("data/audit"), 180)
    log.write("start")
    log.write("ask", visitor="张三", cited=["某办法@2024-04-03#第一条"], refused=False)
    log.write("denied", status=429, path="/\x1b[31m\u202e")
    return log.folder


def test_a_whole_log(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    out = capsys.readouterr().out
    assert "共 3 行" in out and "审计日志完整。" in out
    head = out.split("末行哈希：")[1][:64]
    assert main(["audit", "verify", "--known", head]) == 0


def test_a_changed_line_and_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = folder.glob("*.jsonl")
    path.write_bytes(path.read_bytes().replace("张三".encode(), "李四".encode()))
    assert main(["audit", "verify"]) == 1
    out = capsys.readouterr().out
    assert f"{path.name} 第 3 行" in out and f"{path.name} 第 2 行" in out and "审计日志有问题" in out


def test_a_log_rewritten_as_a_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify", "--known", "1" * 64]) == 1
    assert "日志被重写" in capsys.readouterr().out


def test_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    assert "没有审计记录" in capsys.readouterr().out


def test_what_is_in_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "show"]) == 0
    out = capsys.readouterr().out
    assert len(out.splitlines()) == 3 and "visitor=张三" in out and "\x1b" not in out and "\u202e" not in out
    assert main(["audit", "show", "--event", "ask", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["cited"] == ["某办法@2024-04-03#第一条"]
    assert main(["audit", "show", "--since", (date.today() + timedelta(days=1)).isoformat()]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("given", [["--since", "昨天"], ["--known", "xyz"]])
def test_wrong_usage_is_said_in_chinese(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["audit", "show" if given[0] == "--since" else "verify", *given])
    assert stopped.value.code == 2 and "应" in capsys.readouterr().err
