from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval import command
from eval.dataset import Question

Write = Callable[..., Path]
Record = Callable[..., dict[str, Any]]


def test_a_run_prints_and_writes(site: Any, write_set: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("--questions", write_set()) == 0
    out = capsys.readouterr().out
    assert "指定的题集：借阅.jsonl（借阅，2 题，所涉制度 100% 在索引中）" in out
    assert "条文 Success@1" in out
    (folder,) = site.data.glob("eval/借阅-*")
    assert str(folder / "report.html") in out
    (system,) = site.report(folder)["systems"]
    assert (system["name"], system["overall"]["correct"]) == ("tiaowen", 2)


@pytest.mark.parametrize("name", ["借阅/二", "../../借阅", "..", "借阅:1?"])
def test_the_report_stays_in_its_folder_whatever_the_set_is_called(site: Any, write_set: Write, name: str) -> None:
    header = {"set": name, "version": 1, "corpus": "samples", "written": "2026-11-22", "note": ""}
    assert site.run("--questions", write_set(header=header), "--limit", 1) == 0
    (report,) = site.data.rglob("report.html")
    assert report.parent.parent == site.data / "eval"


def test_systems_are_asked_the_same_questions_in_one_run(
    site: Any, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    systems = [word for name in ("bm25", "tiaowen", "dense", "bm25") for word in ("--system", name)]
    assert site.run("--questions", write_set(), "--out", tmp_path / "out", *systems) == 0
    assert [system["name"] for system in site.report(tmp_path / "out")["systems"]] == ["bm25", "tiaowen", "dense"]
    assert [fake.asked for fake in site.opened] == [["", "q1", "q2"]] * 3
    assert "各系统" in capsys.readouterr().out


def test_a_system_that_cannot_be_opened_is_said_and_the_rest_measured(
    site: Any, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.absent = {"llm"}
    out = tmp_path / "out"
    arguments = ["--questions", write_set(), "--out", out, "--min-correct", 0.1]
    assert site.run(*arguments, "--system", "llm", "--system", "tiaowen") == 1  # asked for and not measured
    assert "跳过系统 llm：llm 没有启用" in capsys.readouterr().out
    assert [system["name"] for system in site.report(out)["systems"]] == ["tiaowen"]
    with pytest.raises(SystemExit) as caught:
        site.run(*arguments[:2], "--out", tmp_path / "none", "--system", "llm")
    assert caught.value.code == 2
    assert "llm 没有启用" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_limits_decide_the_status(site: Any, write_set: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_set()
    limits = ["--min-success1", 1, "--max-false-refusal", 0, "--min-quote-validity", 1, "--max-memory-mb", 100]
    assert site.run("--questions", path, *limits) == 0
    assert site.run("--questions", path, "--max-p95-ms", 4) == 1
    assert "未达到要求：耗时 p95（毫秒）：5.000，要求不高于 4" in capsys.readouterr().out
    # one question only: there is no refusal to measure
    assert site.run("--questions", path, "--limit", 1, "--min-refusal", 0.5) == 1


def test_what_a_model_must_not_say_is_told(site: Any, write_set: Write, capsys: pytest.CaptureFixture[str]) -> None:
    told = site.told
    claim = {"text": "停借三年［1］。", "citations": [1]}

    def written(question: Question) -> dict[str, Any]:
        made = told(question)
        if question.id == "q1":
            made = {**made, "mode": "llm", "answer": "甲：\n停借三年［1］。\n\n原文"}
            made["citations"] = [{**cited, "number": 1} for cited in made["citations"]]
            made["generated"] = {"label": "甲", "claims": [claim], "withheld": 1}
        return made

    site.told = written
    assert site.run("--questions", write_set(), "--max-violations", 0) == 1
    said = capsys.readouterr().out
    assert "q1：改写第 1 句：所标的引文没有数字“3年”" in said and "1 句采用，1 句未采用" in said
    assert "未达到要求：违反核对规则（处）：1.000，要求不高于 0" in said
    (kept,) = [r for r in site.report(site.data)["systems"][0]["results"] if r["id"] == "q1"]
    assert kept["claims"] == 1 and kept["violations"] == ["改写第 1 句：所标的引文没有数字“3年”"]


def test_the_set_is_chosen_by_the_index(
    site: Any, write_set: Write, record: Record, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
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
    site: Any, write_set: Write, record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "青石镇图书室借阅办法（试行）"
    path = write_set(record(gold=[{"regulation": title, "article": "第九条", "label": ""}]))
    with pytest.raises(SystemExit) as caught:
        site.run("--questions", path)
    assert caught.value.code == 2
    assert "第 2 行，字段 gold[0].article：索引里没有" in capsys.readouterr().err
    assert site.run("--questions", path, "--keep-going") == 0


def test_a_regulation_that_is_not_in_the_index_is_said_and_counts(
    site: Any, write_set: Write, record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_set(record(id="q8", gold=[{"regulation": "养猫办法", "article": "第一条", "label": ""}]), record())
    assert site.run("--questions", path, "--out", tmp_path / "out", "--min-success1", 0.6) == 1
    assert "索引里没有《养猫办法》" in capsys.readouterr().out
    assert "养猫办法" in site.report(tmp_path / "out")["problems"][0]["message"]


def test_a_set_about_other_regulations_altogether_is_not_run_unless_told_to(
    site: Any, write_set: Write, record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_set(record(id="q8", gold=[{"regulation": "养猫办法", "article": "第一条", "label": ""}]))
    with pytest.raises(SystemExit) as caught:
        site.run("--questions", path, "--out", tmp_path / "out")
    assert caught.value.code == 2
    assert "都不在索引里" in capsys.readouterr().err
    assert site.run("--questions", path, "--out", tmp_path / "out", "--keep-going") == 0


def test_a_baseline_is_kept_and_a_loss_against_it_decides_the_status(
    site: Any, write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
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
    site: Any, write_set: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
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
    assert "模型意见：是某模型的意见" in capsys.readouterr().out
    (system,) = site.report(tmp_path / "out")["systems"]
    assert system["facts"]["模型意见"] == "是某模型的意见"
    assert [result["scores"].get("faithfulness") for result in system["results"]] == [0.5, None]
