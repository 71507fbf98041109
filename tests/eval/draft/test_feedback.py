"""What users said → cases: nothing is made up, and what is missing is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.feedback import Feedback, FeedbackLog
from eval.draft.feedback import FeedbackFileError, judged
from ingest.model import Regulation

USEFUL: dict[str, Any] = {
    "time": "2026-11-20T08:00:00+00:00",
    "verdict": "有用",
    "article_ids": ["new#第二条"],
    "question": "晚还多久会停借？",
}


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: dict[str, Any] | str) -> Path:
        path = tmp_path / "feedback.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
        return path

    return write


def test_useful_gives_a_gold_to_check(file: Callable[..., Path], regulations: dict[str, Regulation]) -> None:
    (draft,) = judged(file(USEFUL), regulations.values()).drafts
    assert [(gold.regulation, gold.article) for gold in draft.gold] == [(regulations["new"].title, "第二条")]
    assert (draft.kind, draft.state) == ("direct", "请核实")


def test_useless_leaves_the_gold_to_a_person(file: Callable[..., Path], regulations: dict[str, Regulation]) -> None:
    said = {**USEFUL, "verdict": "无用", "reason": "不是这一条"}
    (draft,) = judged(file(said), regulations.values()).drafts
    assert (draft.gold, draft.kind, draft.state) == ((), "unanswerable", "请核实")
    assert "不是这一条" in draft.note
    assert f"《{regulations['new'].title}》第二条" in draft.note


def test_newest_first_and_each_question_once(file: Callable[..., Path], regulations: dict[str, Regulation]) -> None:
    later = {**USEFUL, "time": "2026-11-21T08:00:00+00:00", "verdict": "无用", "question": "晚还 多久会停借"}
    other = {**USEFUL, "time": "2026-11-22T08:00:00+00:00", "question": "图书丢了怎么办"}
    found = judged(file(USEFUL, later, other), regulations.values())
    assert [draft.question for draft in found.drafts] == ["图书丢了怎么办", "晚还 多久会停借"]
    assert "1 次点了相反的" in found.drafts[1].note
    assert found.repeated == 1


def test_without_the_question_there_is_no_case_and_the_setting_is_named(
    file: Callable[..., Path], regulations: dict[str, Regulation]
) -> None:
    silent = {name: value for name, value in USEFUL.items() if name != "question"}
    found = judged(file(silent, "{坏", {"verdict": "一般"}), regulations.values())
    assert (found.drafts, found.lines, found.without_question, found.damaged) == ((), 3, 1, 2)
    assert "log_questions" in found.remark


def test_an_article_that_is_gone_is_no_gold(file: Callable[..., Path], regulations: dict[str, Regulation]) -> None:
    (draft,) = judged(file({**USEFUL, "article_ids": ["new#第八条"]}), regulations.values()).drafts
    assert draft.gold == ()
    assert "new#第八条" in draft.note


def test_what_the_service_writes_can_be_read(tmp_path: Path, regulations: dict[str, Regulation]) -> None:
    path = tmp_path / "feedback.jsonl"
    told = Feedback("a1", "有用", question="我的电话13912345678，晚还会停借吗", article_ids=("new#第二条",))
    FeedbackLog(path, "masked").append(told, "build")
    FeedbackLog(path, "none").append(told, "build")
    found = judged(path, regulations.values())
    assert [draft.question for draft in found.drafts] == ["我的电话****，晚还会停借吗"]
    assert found.without_question == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FeedbackFileError, match=r"feedback\.jsonl"):
        judged(tmp_path / "nothing.jsonl", [])
