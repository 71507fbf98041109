from __future__ import annotations

from pathlib import Path

import pytest

from eval.dataset import Gold, Question
from eval.journal import FILE, Journal, JournalError
from eval.run import Cited, QuestionResult

QUESTIONS = tuple(Question(f"q{n}", f"问{n}", "direct", (Gold("甲", "第一条"),)) for n in range(3))
ABOUT = {"题集": "甲 1", "索引": "b1"}
FACTS = {"索引": "b1"}


def result(question: Question) -> QuestionResult:
    cited = (Cited("甲", "第一条", "第一条", "引文\u2028\ud800", True, None),)
    scores = {"correct": 1.0, "rr": 1 / 3, "fact_recall": None}
    return QuestionResult(
        question,
        False,
        cited,
        ("《甲》第一条",),
        (True, None),
        scores,
        12.3456,
        "",
        "备注",
        0.25,
        "某模型",
        2,
        1,
        ("改写第 1 句：…",),
    )


def begun(folder: Path) -> None:
    with Journal(folder, ABOUT, QUESTIONS, "那时") as journal:
        journal.begin("tiaowen", FACTS)
        for question in QUESTIONS:
            journal.add("tiaowen", result(question))
        journal.end("tiaowen", {"峰值": 10.5})
        journal.begin("bm25", FACTS)
        journal.add("bm25", result(QUESTIONS[0]))


def test_what_is_read_back_is_what_was_found_to_the_last_digit(tmp_path: Path) -> None:
    begun(tmp_path)
    with Journal(tmp_path, ABOUT, QUESTIONS, "现在") as journal:
        assert journal.started == "那时"
        done, half = journal.systems["tiaowen"], journal.begin("bm25", FACTS)
        assert done.results == {question.id: result(question) for question in QUESTIONS}
        assert (done.facts, done.memory_mb) == (FACTS, {"峰值": 10.5})
        assert list(half.results) == ["q0"] and half.memory_mb is None


def test_a_line_that_was_being_written_is_dropped_and_written_over(tmp_path: Path) -> None:
    begun(tmp_path)
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:-7])
    with Journal(tmp_path, ABOUT, QUESTIONS, "") as journal:
        assert journal.systems["bm25"].results == {}
        journal.add("bm25", result(QUESTIONS[1]))
    with Journal(tmp_path, ABOUT, QUESTIONS, "") as journal:
        assert list(journal.systems["bm25"].results) == ["q1"]


def test_every_line_is_in_the_file_at_once(tmp_path: Path) -> None:
    with Journal(tmp_path, ABOUT, QUESTIONS, "") as journal:
        journal.begin("tiaowen", FACTS)
        journal.add("tiaowen", result(QUESTIONS[0]))
        assert (tmp_path / FILE).read_bytes().count(b"\n") == 3


def test_what_decides_the_results_must_be_the_same(tmp_path: Path) -> None:
    begun(tmp_path)
    with pytest.raises(JournalError, match=r"但索引与那时不同.*--out"):
        Journal(tmp_path, {**ABOUT, "索引": "b2"}, QUESTIONS, "")
    with Journal(tmp_path, ABOUT, QUESTIONS, "") as journal, pytest.raises(JournalError, match="系统 bm25 的索引"):
        journal.begin("bm25", {"索引": "b2"})
    assert (tmp_path / FILE).exists()


@pytest.mark.parametrize("content", [b"{}\n", b"[]\n", b"no json\n", b'{"about": {}, "started": ""}\n[1]\n'])
def test_a_file_that_is_no_journal_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(JournalError, match=r"损坏|不同"):
        Journal(tmp_path, {}, QUESTIONS, "")
    assert (tmp_path / FILE).read_bytes() == content


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with Journal(tmp_path, ABOUT, QUESTIONS, ""), pytest.raises(JournalError, match="正在运行"):
        Journal(tmp_path, ABOUT, QUESTIONS, "")
    Journal(tmp_path, ABOUT, QUESTIONS, "").close()


def test_a_folder_made_for_nothing_goes_and_one_in_use_stays(tmp_path: Path) -> None:
    with Journal(tmp_path / "new", ABOUT, QUESTIONS, "") as journal:
        journal.remove()
    assert not (tmp_path / "new").exists()
    with Journal(tmp_path / "used", ABOUT, QUESTIONS, "") as journal:
        (tmp_path / "used" / "report.json").write_text("{}", encoding="utf-8")
        journal.remove()
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["report.json"]
    (tmp_path / "own").mkdir()
    with Journal(tmp_path / "own", ABOUT, QUESTIONS, "") as journal:
        journal.remove()
    assert (tmp_path / "own").exists()
