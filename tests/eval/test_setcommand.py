from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from eval import setcommand
from eval.dataset import load
from eval.gold import Catalogue
from eval.setcommand import add, run
from ingest.console import ArgumentParser
from ingest.model import Regulation
from ingest.store import write_regulations
from vectorstore.published import FORMAT, MANIFEST, REGULATIONS, IndexFolder

Write = Callable[..., Path]
Record = Callable[..., dict[str, Any]]


def call(*arguments: object) -> int:
    parser = ArgumentParser()
    commands = parser.add_subparsers(dest="command", parser_class=ArgumentParser)
    add(commands)
    options: argparse.Namespace = parser.parse_args([str(each) for each in arguments])
    return run(options)


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> None:
    monkeypatch.setattr(setcommand, "_catalogue", lambda data: catalogue)


def test_a_right_set_is_looked_over(write_set: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", write_set()) == 0
    said = capsys.readouterr().out
    assert "借阅，第 3 版，2 题" in said and "问数字 1，无依据 1" in said
    assert "无依据 1 题：成绩为 0.9 时，95% 置信区间约为" in said and "加上 --data" in said


def test_faults_and_unreadable_files_do_not_stop_the_others(
    write_set: Write, record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = write_set(record(kind="guess"), name="错.jsonl")
    good = write_set()
    assert call("check", broken, good) == 1
    said = capsys.readouterr().out
    assert "第 2 行，字段 kind" in said and "借阅，第 3 版" in said and "没有发现错误" not in said
    assert call("check", tmp_path / "无.jsonl", broken, good) == 2
    assert call("check", tmp_path) == 2
    assert "这是一个目录" in capsys.readouterr().out


@pytest.mark.usefixtures("indexed")
def test_the_index_has_its_say(
    write_set: Write, record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    doubtful = write_set(record(facts=[["三年"]]))
    assert call("check", doubtful, "--data", tmp_path) == 0
    assert "提醒：第 2 行，字段 facts[0]：“三年”不在标准答案的条文里" in capsys.readouterr().out
    gold = [{"regulation": "青石镇图书室借阅办法（试行）", "article": "第九条", "label": ""}]
    call("convert", write_set(record(gold=gold)), tmp_path / "题.csv")
    assert call("check", tmp_path / "题.csv", "--data", tmp_path) == 1
    assert "错误：第 7 行，字段 标准答案（第 1 处）：索引里没有" in capsys.readouterr().out


def test_the_published_index_is_read(
    write_set: Write, regulations: Mapping[str, Regulation], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        call("check", write_set(), "--data", tmp_path)
    assert left.value.code == 2 and "还没有可用的索引" in capsys.readouterr().err
    folder = IndexFolder(tmp_path)
    write_regulations(folder.build("b1") / REGULATIONS, regulations.values())
    manifest = {"build_id": "b1", "content": "", "built": "", "format": FORMAT, "model": "", "model_fingerprint": ""}
    counted = {"dimensions": 1, "regulations": 2, "passages": 0, "vectors": 0, "segmentation": "", "previous": None}
    (folder.build("b1") / MANIFEST).write_text(json.dumps({**manifest, **counted}), encoding="utf-8")
    folder.publish("b1")
    assert call("check", write_set(), "--data", tmp_path) == 0


def test_drafts_that_nobody_has_edited_are_faults(
    write_set: Write, record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("check", write_set(record(note="【草稿】数字"))) == 1
    assert "错误：第 2 行，字段 note" in capsys.readouterr().out


def test_questions_asked_twice_are_told_with_their_places(
    write_set: Write, record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = write_set(), write_set(record(id="x", question="晚还多久会停借？"), name="另.jsonl")
    assert call("check", one, other) == 0
    said = capsys.readouterr().out
    assert "同一题出现 2 次：“晚还多久会停借”：借阅.jsonl 第 2 行（q1）、另.jsonl 第 2 行（x）" in said
    assert "合计 3 题，其中 1 题重复出现" in said and "测不出该拒答时有没有拒答" in said


def test_a_set_goes_through_every_form_and_comes_back(write_set: Write, record: Record, tmp_path: Path) -> None:
    turn = [{"question": "=能借几本", "answer": "五本\n十本"}]
    start = write_set(record(), record(id="q9", kind="followup", history=turn, as_of="2020-05-01"))
    sheet, text, end = tmp_path / "a.xlsx", tmp_path / "b.csv", tmp_path / "c.jsonl"
    assert [call("convert", start, sheet), call("convert", sheet, text), call("convert", text, end)] == [0, 0, 0]
    assert load(end).questions == load(start).questions


def test_nothing_is_overwritten_unless_asked(
    write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "已改过.csv"
    there.write_text("我的修改", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        call("convert", write_set(), there)
    assert left.value.code == 2 and "--force" in capsys.readouterr().err
    assert there.read_text("utf-8") == "我的修改"
    assert call("convert", write_set(), there, "--force") == 0
    assert load(there).name == "借阅"


def test_what_convert_needs(write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        [],
        [write_set()],
        [write_set(), tmp_path / "题.ods"],
        [tmp_path / "无.csv", tmp_path / "题.jsonl"],
        [write_set(), "--template", tmp_path / "题.xlsx"],
        ["--template", tmp_path / "题.csv"],
    ):
        with pytest.raises(SystemExit) as left:
            call("convert", *arguments)
        assert left.value.code == 2 and "错误：" in capsys.readouterr().err


def test_the_template_can_be_filled_in(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "题集.xlsx"
    assert call("convert", "--template", path) == 0
    book = load_workbook(path)
    for column, text in {2: "借几本", 4: "《借阅办法》第二条"}.items():
        book["题目"].cell(9, column).value = text
    book["说明"]["B1"] = "借阅"
    book.save(path)
    made = load(path)
    assert (made.name, made.questions[0].question, made.questions[0].line) == ("借阅", "借几本", 9)
    assert call("check", path) == 0


def test_two_annotators_are_compared(write_set: Write, record: Record, capsys: pytest.CaptureFixture[str]) -> None:
    place = {"regulation": "青石镇图书室借阅办法（试行）", "article": "第三条", "label": ""}
    first = write_set(record(), record(id="q2", question="能借几本"), record(id="q3", question="只有甲问"))
    second = write_set(record(gold=[place]), record(id="x", question="能借几本？"), name="乙.jsonl")
    assert call("agree", first, second) == 0
    said = capsys.readouterr().out
    assert "（2 题可比）" in said and "无定义" in said and "50.0%（" in said
    assert "条文不同：q1（乙 q1）晚还多久会停借" in said and "乙：《青石镇图书室借阅办法（试行）》第三条" in said
    assert "只在甲中：第 4 行 q3 只有甲问" in said


def test_files_without_a_common_question_cannot_be_compared(
    write_set: Write, record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        call("agree", write_set(), write_set(record(question="别的"), name="乙.jsonl"))
    assert left.value.code == 2 and "没有一道相同的题" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        call("agree", write_set(), write_set(record(kind="guess"), name="乙.jsonl"))
    assert left.value.code == 1
