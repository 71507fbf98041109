from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.dataset import DatasetError, Gold, load

Write = Callable[..., Path]
Record = Callable[..., dict[str, Any]]

ROOT = Path(__file__).resolve().parents[2]


def test_a_right_set_is_read(write_set: Write, record: Record) -> None:
    history = [{"question": "能借几本", "answer": "五本"}]
    path = write_set(record(), record(id="q9", kind="followup", history=history, as_of="2020-05-01"))
    loaded = load(path)
    assert (loaded.name, loaded.version, len(loaded.sha256)) == ("借阅", 3, 64)
    first, second = loaded.questions
    assert first.gold == (Gold("青石镇图书室借阅办法（试行）", "第二条", "第（一）项"),)
    assert (first.facts, first.line) == ((("十五日", "15日"),), 2)
    assert (second.history, second.as_of) == ((("能借几本", "五本"),), date(2020, 5, 1))


def test_a_line_separator_inside_a_question_ends_no_line(write_set: Write, record: Record) -> None:
    assert load(write_set(record(question="多久\u2028停借"))).questions[0].question == "多久\u2028停借"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"facts": ...}, "facts", "缺少"),
        ({"fact": []}, "fact", "拼写"),
        ({"kind": "guess"}, "kind", "未知的题型“guess”"),
        ({"question": "  "}, "question", "非空"),
        ({"match": "some"}, "match", "any"),
        ({"unanswerable": "no"}, "unanswerable", "true"),
        ({"unanswerable": True}, "unanswerable", "不一致"),
        ({"gold": []}, "gold", "至少"),
        ({"gold": "第二条"}, "gold", "列表"),
        ({"gold": [{"regulation": "甲", "article": ""}]}, "gold[0].article", "缺少"),
        ({"gold": [{"regulation": "甲", "article": "第一条"}]}, "gold[0].label", "缺少"),
        ({"facts": ["十五日"]}, "facts[0]", "列表"),
        ({"facts": [["十五日"], []]}, "facts[1]", "列表"),
        ({"as_of": "2024年"}, "as_of", "YYYY-MM-DD"),
        ({"kind": "followup"}, "history", "此前"),
        ({"history": [{"question": "能借几本"}], "kind": "followup"}, "history[0].answer", "缺少"),
    ],
)
def test_each_fault_is_named_by_line_and_field(
    write_set: Write, record: Record, changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(DatasetError) as caught:
        load(write_set(record(id="first"), record(**changes)))
    found = [problem for problem in caught.value.problems if problem.field == field]
    assert found and all(problem.line == 3 for problem in found)
    assert words in "".join(problem.message for problem in found)
    assert f"第 3 行，字段 {field}" in str(caught.value)


def test_all_faults_are_listed_at_once(write_set: Write, record: Record) -> None:
    with pytest.raises(DatasetError) as caught:
        load(write_set(record(kind="guess"), record(id="q2", facts=...)))
    assert [(p.line, p.field) for p in caught.value.problems] == [(2, "kind"), (3, "facts")]


def test_duplicate_ids_name_both_lines(write_set: Write, record: Record) -> None:
    with pytest.raises(DatasetError, match="第 3 行，字段 id：“q1”与第 2 行重复"):
        load(write_set(record(), record()))


def test_an_empty_set_is_an_error(write_set: Write, tmp_path: Path) -> None:
    path = write_set()
    path.write_text(path.read_text("utf-8").split("\n")[0], encoding="utf-8")
    with pytest.raises(DatasetError, match="一道题也没有"):
        load(path)
    path.write_text("", encoding="utf-8")
    with pytest.raises(DatasetError, match="首行应是题集说明"):
        load(path)


def test_a_missing_header_is_an_error(write_set: Write, record: Record) -> None:
    with pytest.raises(DatasetError, match="首行应是题集说明"):
        load(write_set(record(), header=None))
    with pytest.raises(DatasetError, match="字段 version：应是整数"):
        load(write_set(record(), header={"set": "借阅", "version": "1", "corpus": "", "written": "", "note": ""}))
    with pytest.raises(DatasetError, match="字段 note：首行缺少"):
        load(write_set(record(), header={"set": "借阅", "version": 1, "corpus": "", "written": ""}))


def test_broken_json_names_its_line(write_set: Write) -> None:
    path = write_set()
    path.write_text(path.read_text("utf-8") + '{"id": \n[1]\n', encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        load(path)
    assert [problem.line for problem in caught.value.problems] == [4, 5]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="读不出来"):
        load(tmp_path / "absent.jsonl")
    (tmp_path / "gbk.jsonl").write_bytes("题集".encode("gb18030"))
    with pytest.raises(DatasetError, match="不是 UTF-8"):
        load(tmp_path / "gbk.jsonl")


@pytest.mark.parametrize("path", sorted((ROOT / "eval" / "questions").glob("*.jsonl")), ids=lambda path: path.stem)
def test_our_own_sets_are_well_formed(path: Path) -> None:
    assert load(path).questions
