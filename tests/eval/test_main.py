from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eval.__main__ as command
from eval.dataset import Question
from eval.run import Reply
from eval.system import SystemUnderTest
from ingest.model import Regulation

Write = Callable[..., Path]
Record = Callable[..., dict[str, Any]]


class Fake:
    """Answers q1 rightly and refuses all else."""

    def __init__(self, right: dict[str, Any], refused: dict[str, Any]) -> None:
        self.right, self.refused = right, refused

    def ask(self, question: Question) -> Reply:
        return Reply(self.right if question.id == "q1" else self.refused, 5)


@pytest.fixture
def data(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    regulations: dict[str, Regulation],
    cite: Callable[..., dict[str, Any]],
    reply: Callable[..., dict[str, Any]],
) -> Path:
    """A data folder whose index answers q1."""
    asker = Fake(reply([cite(regulations["new"], "第二条", 1)]), reply([]))
    monkeypatch.setattr(command, "local_system", lambda settings: SystemUnderTest(asker, regulations, {"索引": "b1"}))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "data"


def ask(data: Path, *arguments: object) -> int:
    return command.main(["run", "--data", str(data), *(str(argument) for argument in arguments)])


def test_a_run_prints_and_writes(data: Path, write_set: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(data, "--questions", write_set()) == 0
    out = capsys.readouterr().out
    assert "指定的题集：借阅.jsonl（借阅，2 题，所涉制度 100% 在索引中）" in out
    assert "条文 Success@1" in out
    (report,) = data.glob("eval/借阅-*/report.json")
    assert json.loads(report.read_text("utf-8"))["overall"]["correct"] == 2
    assert str(report) in out


def test_limits_decide_the_status(data: Path, write_set: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_set()
    assert ask(data, "--questions", path, "--min-success1", 1, "--max-false-refusal", 0, "--min-quote-validity", 1) == 0
    assert ask(data, "--questions", path, "--max-p95-ms", 4) == 1
    assert "未达到要求：耗时 p95（毫秒）：5.000，要求不高于 4" in capsys.readouterr().out
    # one question only: there is no refusal to measure
    assert ask(data, "--questions", path, "--limit", 1, "--min-refusal", 0.5) == 1


def test_the_set_is_chosen_by_the_index(
    data: Path, write_set: Write, record: Record, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "QUESTIONS", write_set().parent)
    assert ask(data) == 0
    assert "按索引内容选用题集：借阅.jsonl" in capsys.readouterr().out
    gold = [{"regulation": "养猫办法", "article": "第一条", "label": ""}]
    write_set(record(gold=gold))
    with pytest.raises(SystemExit) as caught:
        ask(data)
    assert caught.value.code == 2
    assert "没有与当前索引对应的题集" in capsys.readouterr().err


def test_an_unknown_address_stops_unless_told_to_go_on(
    data: Path, write_set: Write, record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "青石镇图书室借阅办法（试行）"
    path = write_set(record(gold=[{"regulation": title, "article": "第九条", "label": ""}]))
    with pytest.raises(SystemExit) as caught:
        ask(data, "--questions", path)
    assert caught.value.code == 2
    assert "第 2 行，字段 gold[0].article：索引里没有" in capsys.readouterr().err
    assert ask(data, "--questions", path, "--keep-going") == 0


def test_a_regulation_that_is_not_in_the_index_is_said_and_counts(
    data: Path, write_set: Write, record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_set(record(id="q8", gold=[{"regulation": "养猫办法", "article": "第一条", "label": ""}]), record())
    assert ask(data, "--questions", path, "--out", tmp_path / "out", "--min-success1", 0.6) == 1
    assert "索引里没有《养猫办法》" in capsys.readouterr().out
    assert "题集与索引对不上的地方" in (tmp_path / "out" / "report.md").read_text("utf-8")


def test_gains_against_a_baseline(
    data: Path, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_set()
    ask(data, "--questions", path, "--out", tmp_path / "a")
    before = tmp_path / "a" / "report.json"
    report = json.loads(before.read_text("utf-8"))
    report["questions"][0]["scores"]["correct"] = 0.0
    before.write_text(json.dumps(report), encoding="utf-8")
    assert ask(data, "--questions", path, "--out", tmp_path / "b", "--baseline", before) == 0
    assert "1 题由错变对，0 题由对变错" in capsys.readouterr().out
    assert "### 由错变对（1 题）" in (tmp_path / "b" / "report.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--questions", "absent.jsonl"], "读不出来"),
        (["--baseline", "absent.json"], "基线"),
        (["--url", "localhost"], "http://"),
        (["--limit", "0"], "--limit"),
        (["--config", "absent.toml"], "设置文件"),
    ],
)
def test_what_cannot_be_run_leaves_with_2(
    data: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        ask(data, *arguments)
    assert caught.value.code == 2
    assert words in capsys.readouterr().err


def test_a_server_whose_index_is_elsewhere_needs_a_set(
    server: Any, write_set: Write, tmp_path: Path, reply: Callable[..., dict[str, Any]], capsys: Any
) -> None:
    server.will(200, {"build_id": "b1"})
    with pytest.raises(SystemExit) as caught:
        ask(tmp_path, "--url", server.url)
    assert caught.value.code == 2
    assert "--questions" in capsys.readouterr().err
    server.will(200, {"build_id": "b1"})
    for _ in range(3):  # one to warm up
        server.will(200, reply([]))
    assert ask(tmp_path, "--url", server.url, "--questions", write_set(), "--max-false-refusal", 0.5) == 1
