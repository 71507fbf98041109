from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval import command
from eval.__main__ import main
from eval.dataset import Question
from eval.run import AskError, Reply, UnreachableError
from eval.systems.system import Setup, SystemUnderTest
from ingest.model import Regulation
from ingest.store import write_regulations

Write = Callable[..., Path]
Record = Callable[..., dict[str, Any]]


class Fake:
    """Answers q1 rightly and refuses all else, as ``told`` says; ``asked`` are the ids it was asked."""

    def __init__(self, told: Callable[[Question], dict[str, Any]]) -> None:
        self.told = told
        self.asked: list[str] = []

    def ask(self, question: Question) -> Reply:
        self.asked.append(question.id)
        return Reply(self.told(question), 5)


class Site:
    """A data folder with an index, and the systems over it: all answer q1 rightly; ``absent`` cannot be opened."""

    def __init__(self, data: Path, told: Callable[[Question], dict[str, Any]]) -> None:
        self.data = data
        self.told = told
        self.absent: set[str] = set()
        self.opened: list[Fake] = []
        self.build = "b1"

    def open(self, name: str, setup: Setup) -> SystemUnderTest:
        if name in self.absent:
            raise UnreachableError(f"{name} 没有启用")
        self.opened.append(Fake(lambda question: self.told(question)))
        return SystemUnderTest(self.opened[-1], self.build, {"索引": self.build}, memory=lambda: {"峰值": 100.0})

    def build_of(self, name: str, setup: Setup) -> str:
        return self.build

    def run(self, *arguments: object) -> int:
        return main(["run", "--data", str(self.data), *(str(argument) for argument in arguments)])


@pytest.fixture
def site(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    regulations: dict[str, Regulation],
    cite: Callable[..., dict[str, Any]],
    reply: Callable[..., dict[str, Any]],
) -> Site:
    right, refused = reply([cite(regulations["new"], "第二条", 1)]), reply([])
    made = Site(tmp_path / "data", lambda question: right if question.id == "q1" else refused)
    for build in ("b1", "b2"):
        write_regulations(made.data / "index" / build / "regulations.jsonl", regulations.values())
    monkeypatch.setattr(command, "open_system", made.open)
    monkeypatch.setattr(command, "build_of", made.build_of)
    monkeypatch.setenv("COLUMNS", "200")
    return made


def report(folder: Path) -> dict[str, Any]:
    (found,) = folder.rglob("report.json")
    read: dict[str, Any] = json.loads(found.read_text("utf-8"))
    return read


def test_a_run_prints_and_writes(site: Site, write_set: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("--questions", write_set()) == 0
    out = capsys.readouterr().out
    assert "指定的题集：借阅.jsonl（借阅，2 题，所涉制度 100% 在索引中）" in out
    assert "条文 Success@1" in out
    (folder,) = site.data.glob("eval/借阅-*")
    assert str(folder / "report.html") in out
    (system,) = report(folder)["systems"]
    assert (system["name"], system["overall"]["correct"]) == ("tiaowen", 2)


def test_systems_are_asked_the_same_questions_in_one_run(
    site: Site, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    systems = [word for name in ("bm25", "tiaowen", "dense", "bm25") for word in ("--system", name)]
    assert site.run("--questions", write_set(), "--out", tmp_path / "out", *systems) == 0
    assert [system["name"] for system in report(tmp_path / "out")["systems"]] == ["bm25", "tiaowen", "dense"]
    assert [fake.asked for fake in site.opened] == [["", "q1", "q2"]] * 3
    assert "各系统" in capsys.readouterr().out


def test_a_system_that_cannot_be_opened_is_said_and_the_rest_measured(
    site: Site, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.absent = {"llm"}
    out = tmp_path / "out"
    arguments = ["--questions", write_set(), "--out", out, "--min-correct", 0.1]
    assert site.run(*arguments, "--system", "llm", "--system", "tiaowen") == 1  # asked for and not measured
    assert "跳过系统 llm：llm 没有启用" in capsys.readouterr().out
    assert [system["name"] for system in report(out)["systems"]] == ["tiaowen"]
    with pytest.raises(SystemExit) as caught:
        site.run(*arguments[:2], "--out", tmp_path / "none", "--system", "llm")
    assert caught.value.code == 2
    assert "llm 没有启用" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_limits_decide_the_status(site: Site, write_set: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_set()
    limits = ["--min-success1", 1, "--max-false-refusal", 0, "--min-quote-validity", 1, "--max-memory-mb", 100]
    assert site.run("--questions", path, *limits) == 0
    assert site.run("--questions", path, "--max-p95-ms", 4) == 1
    assert "未达到要求：耗时 p95（毫秒）：5.000，要求不高于 4" in capsys.readouterr().out
    # one question only: there is no refusal to measure
    assert site.run("--questions", path, "--limit", 1, "--min-refusal", 0.5) == 1


def test_the_set_is_chosen_by_the_index(
    site: Site, write_set: Write, record: Record, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "QUESTIONS", write_set().parent)
    assert site.run() == 0
    assert "按索引内容选用题集：借阅.jsonl" in capsys.readouterr().out
    write_set(record(gold=[{"regulation": "养猫办法", "article": "第一条", "label": ""}]))
    with pytest.raises(SystemExit) as caught:
        site.run()
    assert caught.value.code == 2
    assert "没有与当前索引对应的题集" in capsys.readouterr().err


def test_an_unknown_address_stops_unless_told_to_go_on(
    site: Site, write_set: Write, record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "青石镇图书室借阅办法（试行）"
    path = write_set(record(gold=[{"regulation": title, "article": "第九条", "label": ""}]))
    with pytest.raises(SystemExit) as caught:
        site.run("--questions", path)
    assert caught.value.code == 2
    assert "第 2 行，字段 gold[0].article：索引里没有" in capsys.readouterr().err
    assert site.run("--questions", path, "--keep-going") == 0


def test_a_regulation_that_is_not_in_the_index_is_said_and_counts(
    site: Site, write_set: Write, record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_set(record(id="q8", gold=[{"regulation": "养猫办法", "article": "第一条", "label": ""}]), record())
    assert site.run("--questions", path, "--out", tmp_path / "out", "--min-success1", 0.6) == 1
    assert "索引里没有《养猫办法》" in capsys.readouterr().out
    assert "养猫办法" in report(tmp_path / "out")["problems"][0]["message"]


def test_a_baseline_is_kept_and_a_loss_against_it_decides_the_status(
    site: Site, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, baseline = write_set(), tmp_path / "baseline.json"
    assert site.run("--questions", path, "--save-baseline", baseline) == 0
    assert site.run("--questions", path, "--baseline", baseline) == 0
    assert "0 题由错变对，0 题由对变错" in capsys.readouterr().out
    refused = site.told(Question("", "", "direct"))
    site.told = lambda question: refused
    assert site.run("--questions", path, "--baseline", baseline) == 1
    assert "0 题由错变对，1 题由对变错" in capsys.readouterr().out


def test_a_models_opinion_is_asked_for_and_whose_it_is_is_said(
    site: Site, write_set: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--questions", write_set(), "--judge"]
    with pytest.raises(SystemExit) as caught:
        site.run(*arguments)
    assert caught.value.code == 2
    assert "llm_base_url" in capsys.readouterr().err

    class Mild:
        model, remark = "某模型", "是某模型的意见"

        def opinion(self, question: str, answer: Any) -> float | None:
            return None if answer["refused"] else 0.5

    named: list[Any] = []
    monkeypatch.setattr(command, "configured", lambda settings, *named_: named.append(named_) or Mild())
    assert site.run(*arguments, "--judge-model", "某模型", "--out", tmp_path / "out") == 0
    assert named == [(None, "某模型")]
    (system,) = report(tmp_path / "out")["systems"]
    assert system["facts"]["模型意见"] == "是某模型的意见"
    assert [result["scores"].get("faithfulness") for result in system["results"]] == [0.5, None]


def test_an_interrupted_run_is_gone_on_with(
    site: Site, write_set: Write, record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
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
    assert without_times(report(parted)) == without_times(report(whole))
    assert list(parted.glob("*unfinished*")) == []


def without_times(read: dict[str, Any]) -> dict[str, Any]:
    systems = [{name: part for name, part in system.items() if name != "timing"} for system in read["systems"]]
    return {**{name: part for name, part in read.items() if name != "started"}, "systems": systems}


def test_another_run_is_not_gone_on_with(
    site: Site, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
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
    site: Site, write_set: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "build_of", lambda name, setup: "b2")
    with pytest.raises(SystemExit) as caught:
        site.run("--questions", write_set())
    assert caught.value.code == 2
    assert "索引在评测途中换成了 b1" in capsys.readouterr().err


def test_a_question_that_fails_is_one_questions_failure(site: Site, write_set: Write, tmp_path: Path) -> None:
    tell = site.told

    def told(question: Question) -> dict[str, Any]:
        if question.id == "q1":
            raise AskError("坏了")
        return tell(question)

    site.told = told
    assert site.run("--questions", write_set(), "--out", tmp_path / "out") == 0
    (system,) = report(tmp_path / "out")["systems"]
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
    site: Site, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        site.run(*arguments)
    assert caught.value.code == 2
    assert words in capsys.readouterr().err
    assert not (site.data / "eval").exists()


def test_a_folder_that_cannot_be_written_is_named(
    site: Site, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
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
    site: Site, server: Any, write_set: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    first, second = report(tmp_path / "out")["systems"]
    assert [result["error"] for result in first["results"]] == ["服务返回 503：正在停止"] * 2
    assert second["overall"]["correct"] == 2
