"""``eval run`` interrupted, gone on with, or given what cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval import command
from eval.__main__ import main
from eval.dataset import Question
from eval.run import AskError

Write = Callable[..., Path]
Record = Callable[..., dict[str, Any]]


def test_an_interrupted_run_is_gone_on_with(
    site: Any, write_set: Write, record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, whole, parted = write_set(), tmp_path / "whole", tmp_path / "parted"
    arguments = ["--questions", path, "--system", "tiaowen", "--system", "bm25"]
    assert site.run(*arguments, "--out", whole) == 0
    tell, site.opened = site.told, []

    def interrupted(question: Question) -> dict[str, Any]:
        if len(site.opened) == 2 and question.id == "q2":
            raise KeyboardInterrupt
        return tell(question)

    site.told = interrupted
    with pytest.raises(SystemExit) as caught:
        site.run(*arguments, "--out", parted)
    assert caught.value.code == 130
    assert "要接着评，原样再运行一次这条命令" in capsys.readouterr().err
    assert not (parted / "report.json").exists()
    site.told, site.opened = tell, []
    assert site.run(*arguments, "--out", parted) == 0
    assert [fake.asked for fake in site.opened] == [["", "q2"]]  # the first system was done, of the other one was left
    assert without_times(site.report(parted)) == without_times(site.report(whole))
    assert list(parted.glob("*unfinished*")) == []


def without_times(read: dict[str, Any]) -> dict[str, Any]:
    systems = [{name: part for name, part in system.items() if name != "timing"} for system in read["systems"]]
    return {**{name: part for name, part in read.items() if name != "started"}, "systems": systems}


def test_another_run_is_not_gone_on_with(
    site: Any, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tell = site.told

    def interrupted(question: Question) -> dict[str, Any]:
        raise KeyboardInterrupt

    site.told = interrupted
    arguments = ["--questions", write_set(), "--out", tmp_path / "out"]
    with pytest.raises(SystemExit):
        site.run(*arguments)
    site.told = tell
    for changed, named in ((["--limit", 1], "题数"), (["--system", "dense"], "系统")):
        with pytest.raises(SystemExit) as caught:
            site.run(*arguments, *changed)
        assert caught.value.code == 2
        assert f"但{named}与那时不同" in capsys.readouterr().err
    site.build = "b2"
    with pytest.raises(SystemExit):
        site.run(*arguments)
    assert "但索引与那时不同" in capsys.readouterr().err
    site.build = "b1"
    assert site.run(*arguments) == 0


def test_an_index_published_in_between_is_not_mixed_in(
    site: Any, write_set: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "build_of", lambda name, setup: "b2")
    with pytest.raises(SystemExit) as caught:
        site.run("--questions", write_set())
    assert caught.value.code == 2
    assert "索引在评测途中换成了 b1" in capsys.readouterr().err


def test_a_question_that_fails_is_one_questions_failure(site: Any, write_set: Write, tmp_path: Path) -> None:
    tell = site.told

    def told(question: Question) -> dict[str, Any]:
        if question.id == "q1":
            raise AskError("坏了")
        return tell(question)

    site.told = told
    assert site.run("--questions", write_set(), "--out", tmp_path / "out") == 0
    (system,) = site.report(tmp_path / "out")["systems"]
    assert [result["error"] for result in system["results"]] == ["坏了", ""]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--questions", "absent.jsonl"], "读不出来"),
        (["--baseline", "absent.json"], "基线"),
        (["--system", "localhost:7860"], "http://"),
        (["--pid", "1"], "--pid"),
        (["--limit", "0"], "--limit"),
        (["--timeout", "0"], "--timeout"),
        (["--config", "absent.toml"], "设置文件"),
    ],
)
def test_what_cannot_be_run_leaves_with_2(
    site: Any, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        site.run(*arguments)
    assert caught.value.code == 2
    assert words in capsys.readouterr().err
    assert not (site.data / "eval").exists()


def test_a_folder_that_cannot_be_written_is_named(
    site: Any, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        site.run("--questions", write_set(), "--out", tmp_path / "file" / "out")
    assert caught.value.code == 2
    assert "--out" in capsys.readouterr().err


def test_a_server_whose_index_is_elsewhere_needs_a_set(
    server: Any, write_set: Write, tmp_path: Path, reply: Callable[..., dict[str, Any]], capsys: Any
) -> None:
    arguments = ["run", "--data", str(tmp_path), "--system", server.url]
    server.will(200, {"build_id": "b1"})
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "--questions" in capsys.readouterr().err
    for _ in range(2):  # to choose the set, to be opened
        server.will(200, {"build_id": "b1"})
    for _ in range(3):  # one to warm up
        server.will(200, reply([]))
    assert main([*arguments, "--questions", str(write_set()), "--max-false-refusal", "0.5"]) == 1


def test_a_server_that_goes_away_costs_its_own_questions_only(
    site: Any, server: Any, write_set: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eval.systems.opening import open_system

    ours = site.open
    monkeypatch.setattr(
        command, "open_system", lambda name, setup: (open_system if "http" in name else ours)(name, setup)
    )
    server.will(200, {"build_id": "b1"})
    for _ in range(3):
        server.will(503, {"error": {"message": "正在停止"}})
    systems = ["--system", server.url, "--system", "tiaowen"]
    assert site.run("--questions", write_set(), "--out", tmp_path / "out", *systems) == 0
    first, second = site.report(tmp_path / "out")["systems"]
    assert [result["error"] for result in first["results"]] == ["服务返回 503：正在停止"] * 2
    assert second["overall"]["correct"] == 2
