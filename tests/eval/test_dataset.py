from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.dataset import ENDINGS, DatasetError, Gold, Problem, as_record, load, write, write_template

Write = Callable[..., Path]
Record = Callable[..., dict[str, Any]]

ROOT = Path(__file__).resolve().parents[2]
HEADER = {"set": "题", "version": 1, "corpus": "", "written": "", "note": ""}


def test_a_right_set_is_read(write_set: Write, record: Record) -> None:
    history = [{"question": "能借几本", "answer": "五本"}]
    path = write_set(record(), record(id="q9", kind="followup", history=history, as_of="2020-05-01"))
    loaded = load(path)
    assert (loaded.name, loaded.version, len(loaded.sha256)) == ("借阅", 3, 64)
    first, second = loaded.questions
    assert first.gold == (Gold("青石镇图书室借阅办法（试行）", "第二条", "第（一）项"),)
    assert (first.facts, first.line) == ((("十五日", "15日"),), 2)
    assert (second.history, second.as_of) == ((("能借几本", "五本"),), date(2020, 5, 1))


def test_all_faults_are_listed_at_once(write_set: Write, record: Record) -> None:
    with pytest.raises(DatasetError) as caught:
        load(write_set(record(kind="guess"), record(id="q2", facts=...)))
    assert [(p.line, p.field) for p in caught.value.problems] == [(2, "kind"), (3, "facts")]


def test_duplicate_ids_name_both_lines(write_set: Write, record: Record) -> None:
    with pytest.raises(DatasetError, match="第 3 行，字段 id：“q1”与第 2 行重复"):
        load(write_set(record(), record()))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("absent.jsonl", "没有这个文件"),
        ("folder.jsonl", "这是一个目录"),
        ("old.xls", "另存为 .xlsx"),
        ("gbk.jsonl", "不是 UTF-8"),
        ("broken.xlsx", "不是完好的"),
        ("headless.csv", "没有表头"),
        ("empty.csv", "是空的"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "old.xls").write_bytes(b"")
    (tmp_path / "gbk.jsonl").write_bytes("题集".encode("gb18030"))
    (tmp_path / "broken.xlsx").write_bytes(b"x")
    (tmp_path / "headless.csv").write_bytes("甲,乙".encode())
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(DatasetError, match=words) as caught:
        load(tmp_path / name)
    assert caught.value.is_unreadable and name in str(caught.value)


def test_a_set_with_faults_was_read(write_set: Write, record: Record) -> None:
    with pytest.raises(DatasetError) as caught:
        load(write_set(record(kind="guess")))
    assert not caught.value.is_unreadable


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_form_holds_the_same_set(write_set: Write, record: Record, tmp_path: Path, ending: str) -> None:
    history = [{"question": "=能借几本", "answer": "五本"}]
    records = [
        record(facts=[["十五日", "15日"], ["1/3"]]),
        record(id="q9", kind="followup", history=history, note="难"),
    ]
    original = load(write_set(*records))
    path = tmp_path / "写" / f"借阅{ending}"
    write(path, [as_record(question) for question in original.questions], original.header)
    found = load(path)
    assert [as_record(question) for question in found.questions] == records
    assert (found.header, found.name, found.version) == (original.header, "借阅", 3)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_faults_in_a_sheet_are_named_by_row_and_column(tmp_path: Path, ending: str, record: Record) -> None:
    path = tmp_path / f"题{ending}"
    write(path, [record()], {**HEADER, "set": "借阅"})
    problem = load(path).located(Problem(7, "gold[1].label", "没有", False))
    assert str(problem) == "第 7 行，字段 标准答案（第 2 处）：没有"


def test_a_csv_as_excel_saves_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "考核.csv"
    path.write_bytes('题号,问题,标准答案\r\n1,"借几本\r\n还几本",《甲办法》第一条\r\n,,\r\n'.encode("gbk"))
    found = load(path)
    assert (found.name, found.version, found.questions[0].question) == ("考核", 1, "借几本\n还几本")
    assert found.questions[0].gold == (Gold("甲办法", "第一条"),)
    assert any("GBK" in remark for remark in found.remarks)


def test_what_a_form_cannot_hold_is_told_and_nothing_is_written(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "题.xlsx"
    for changes, words in (
        ({"question": "借\x07几本"}, "控制字符"),
        ({"question": "借\r几本"}, "question写成 .xlsx 后读回来不一样"),
        ({"question": "长" * 40_000}, "请改用 .jsonl"),
        ({"id": "（示例）"}, "只读回 0 题|一道题也没有"),
        ({"kind": "guess"}, "未知的题型"),
    ):
        with pytest.raises(DatasetError, match=words):
            write(path, [record(**changes)], HEADER)
    with pytest.raises(DatasetError, match="题集说明：extra"):
        write(path, [record()], {**HEADER, "extra": "x"})
    assert not list(tmp_path.iterdir())


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "题.jsonl"
    write(path, [record()], HEADER)
    before = path.read_bytes()
    with pytest.raises(DatasetError):
        write(path, [record(facts=...)], HEADER)
    assert path.read_bytes() == before


def test_where_nothing_can_be_written(tmp_path: Path, record: Record) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatasetError, match="写不进去"):
        write(tmp_path / "file" / "题.jsonl", [record()], HEADER)
    with pytest.raises(DatasetError, match="扩展名"):
        write(tmp_path / "题.ods", [record()], HEADER)


def test_the_template_is_a_workbook(tmp_path: Path) -> None:
    write_template(tmp_path / "题集.xlsx")
    with pytest.raises(DatasetError, match="一道题也没有"):
        load(tmp_path / "题集.xlsx")


@pytest.mark.parametrize("path", sorted((ROOT / "eval" / "questions").glob("*.jsonl")), ids=lambda path: path.stem)
def test_our_own_sets_are_well_formed(path: Path) -> None:
    assert load(path).questions
