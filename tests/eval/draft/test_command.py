"""The commands: what is written, what is refused, what is printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.dataset import load
from ingest.model import Regulation
from ingest.store import write_regulations


@pytest.fixture
def data(tmp_path: Path, regulation: Callable[..., Regulation]) -> Path:
    boats = regulation(("第一章 借用期限", "借用期限不超过15日。", []), ("第二章 附则", "本办法由船务室负责解释。", []))
    write_regulations(tmp_path / "data" / "regulations.jsonl", [boats])
    return tmp_path / "data"


def run(*arguments: object) -> int:
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)


def test_drafts_are_written_and_never_over_somebodys_edits(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "题集.xlsx"
    assert run("draft", "--data", data, "--out", out) == 0
    assert "2 题草稿" in capsys.readouterr().out
    assert len(load(out).questions) == 2
    before = out.read_bytes()
    assert run("draft", "--data", data, "--out", out) == 2
    assert "不覆盖" in capsys.readouterr().err
    assert out.read_bytes() == before


def test_only_what_no_question_covers(data: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    assert run("draft", "--data", data, "--out", first, "--limit", 1) == 0
    assert run("draft", "--data", data, "--out", second, "--uncovered", "--questions", first) == 0
    one, two = ({q.gold[0].article for q in load(path).questions} for path in (first, second))
    assert one | two == {"第一条", "第二条"}
    assert not one & two


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--regulation", "没有这部"], "最接近的是"),
        (["--uncovered"], "--questions"),
        (["--feedback", "没有.jsonl"], "读不出来"),
    ],
)
def test_what_cannot_be_done_is_said(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    out = tmp_path / "题集.jsonl"
    assert run("draft", "--data", data, "--out", out, *arguments) == 2
    assert message in capsys.readouterr().err
    assert not out.exists()


def test_coverage_as_a_table_and_as_json(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "题集.jsonl"
    run("draft", "--data", data, "--out", out, "--limit", 1)
    capsys.readouterr()
    assert run("coverage", "--data", data, "--questions", out) == 0
    assert "没有问到" in capsys.readouterr().out
    assert run("coverage", "--data", data, "--questions", out, "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)["regulations"]
    assert (found["articles"], found["articles_covered"], len(found["uncovered"])) == (2, 1, 1)


def test_a_draft_is_not_run_before_it_was_edited(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "题集.jsonl"
    run("draft", "--data", data, "--out", out)
    assert run("check", out) == 1
    assert "没有审过的草稿" in capsys.readouterr().out
