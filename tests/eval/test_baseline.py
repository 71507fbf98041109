from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.baseline import BaselineError, check_baseline, fingerprint, read_baseline, save_baseline
from eval.dataset import Gold, Question, QuestionSet
from eval.run import QuestionResult, Run

Keep = Callable[[Run], Path]


def made(*outcomes: tuple[str, float | None], name: str = "集", version: int = 1) -> Run:
    """A run of questions with these values of fact_recall; 1 is correct."""
    results = tuple(
        QuestionResult(
            Question(identity, f"问{identity}几时关门", "direct", (Gold("甲办法", "第一条"),)),
            False,
            (),
            (),
            (),
            {"correct": float(value == 1), "fact_recall": value},
            1,
        )
        for identity, value in outcomes
    )
    chosen = QuestionSet(name, version, "", Path("集.jsonl"), "0" * 64, tuple(result.question for result in results))
    facts = {"对象": "检索链", "索引": "b1", "数据目录": "/srv/office/data"}
    return Run(chosen, "tiaowen", facts, results, "2026-11-22 10:00:00")


BEFORE = made(("a", 1.0), ("b", 1 / 3), ("c", None))
QUESTIONS = BEFORE.question_set.questions


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    """Saves a run as a baseline."""

    def save(run: Run) -> Path:
        save_baseline(tmp_path / "deep" / "b.json", run)
        return tmp_path / "deep" / "b.json"

    return save


def test_a_baseline_is_read_as_it_was_kept(keep: Keep) -> None:
    kept = read_baseline(keep(BEFORE))
    assert (kept.set_name, kept.version, kept.sha256, kept.system) == ("集", 1, "0" * 64, "tiaowen")
    assert kept.started == "2026-11-22 10:00:00"
    assert kept.scores == {
        "a": {"correct": 1.0, "fact_recall": 1.0},
        "b": {"correct": 0.0, "fact_recall": 0.333333},
        "c": {"correct": 0.0, "fact_recall": None},
    }
    assert kept.asked == {question.id: fingerprint(question) for question in QUESTIONS}


def test_a_baseline_tells_no_wording_and_no_path(keep: Keep) -> None:
    text = keep(BEFORE).read_text("utf-8")
    assert "关门" not in text and "甲办法" not in text and "/srv" not in text
    assert read_baseline(keep(BEFORE)).facts == {"对象": "检索链", "索引": "b1"}
    assert len(text.splitlines()) < 40  # a line for each question


def test_saving_replaces_the_file_as_a_whole(keep: Keep) -> None:
    path = keep(BEFORE)
    keep(made(("z", 1.0)))
    assert list(read_baseline(path).asked) == ["z"]
    assert [file.name for file in path.parent.iterdir()] == ["b.json"]


def test_a_run_with_unanswered_questions_is_no_baseline(tmp_path: Path) -> None:
    broken = replace(BEFORE, results=(BEFORE.results[0], replace(BEFORE.results[1], error="服务返回 500")))
    with pytest.raises(BaselineError, match="1 题（b）没有得到回答"):
        save_baseline(tmp_path / "b.json", broken)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BaselineError, match="写不进"):
        save_baseline(tmp_path / "file" / "b.json", BEFORE)


@pytest.mark.parametrize(
    "change",
    [
        {"question": "别的"},
        {"gold": (Gold("甲办法", "第二条"),)},
        {"facts": (("十点",),)},
        {"match": "all"},
        {"history": (("先问", "先答"),)},
    ],
)
def test_the_fingerprint_knows_all_that_is_asked_and_expected(change: dict[str, Any]) -> None:
    assert fingerprint(replace(QUESTIONS[0], **change)) != fingerprint(QUESTIONS[0])
    assert fingerprint(replace(QUESTIONS[0], line=99)) == fingerprint(QUESTIONS[0])


def test_the_same_questions_may_be_compared(keep: Keep) -> None:
    check_baseline(read_baseline(keep(BEFORE)), BEFORE.question_set, QUESTIONS)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (made(("a", 1), name="另一套"), "基线是题集“集”的，本次评的是“另一套”"),
        (made(("a", 1), version=2), "基线用的是第 1 版，本次是第 2 版"),
        (made(("a", 1), ("b", 1)), r"1 题（c）本次没有（用了 --limit"),
        (made(*((i, 1) for i in "abcdefghi")), r"6 题（d、e、f、g、h等）基线里没有"),
    ],
)
def test_other_questions_are_told(keep: Keep, other: Run, words: str) -> None:
    with pytest.raises(BaselineError, match=words):
        check_baseline(read_baseline(keep(BEFORE)), other.question_set, other.question_set.questions)


def test_a_changed_question_is_told(keep: Keep) -> None:
    changed = (QUESTIONS[0], replace(QUESTIONS[1], facts=(("十点",),)), QUESTIONS[2])
    with pytest.raises(BaselineError, match=r"1 题（b）题面、标准答案或要点改过.*--save-baseline"):
        check_baseline(read_baseline(keep(BEFORE)), BEFORE.question_set, changed)


def damaged(**changes: Any) -> str:
    head = {"format": "tiaowen-baseline-1", "set": {"name": "集", "version": 1, "sha256": ""}, "system": "x"}
    whole = {**head, "facts": {}, "started": "", "measures": ["correct"], "questions": [["a", "f", 1]]}
    return json.dumps({**whole, **changes})


def test_the_pattern_of_damage_is_whole_before(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(damaged(), encoding="utf-8")
    assert read_baseline(tmp_path / "b.json").scores == {"a": {"correct": 1.0}}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "已损坏"),
        (damaged()[:-20], "已损坏"),
        ("[]", "不是本版本的基线文件"),
        (damaged(format="tiaowen-baseline-9"), "不是本版本的基线文件"),
        ('{"overall": {}}', "这是评测报告，不是基线"),
        (damaged(questions=[["a", "f"]]), "已损坏"),  # a score is missing
        (damaged(questions=[["a", "f", "高"]]), "已损坏"),
        (damaged(questions=[["a", "f", 1], ["a", "f", 0]]), "已损坏"),  # one id twice
        (damaged(questions=[7]), "已损坏"),
        (damaged(measures=["refusal"]), "已损坏"),
        (damaged(set=None), "已损坏"),
        (damaged(facts=[]), "已损坏"),
    ],
)
def test_a_file_that_is_no_baseline(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BaselineError, match=f"{words}.*--save-baseline"):
        read_baseline(path)


def test_a_missing_baseline(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="检查路径"):
        read_baseline(tmp_path / "absent.json")
