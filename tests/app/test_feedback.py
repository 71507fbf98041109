"""Feedback is one whole line each, from many threads, as private as the site wants, and does not fill the disk."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from app.feedback import Feedback, FeedbackError, FeedbackLog


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line(tmp_path: Path) -> None:
    log = FeedbackLog(tmp_path / "new" / "feedback.jsonl")
    log.append(Feedback("a" * 32, "无用", "答的是\n另一条", "工号 123456 怎么办", ("r1#第一条",)), "b1")
    (line,) = _lines(log.path)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "answer_id": "a" * 32,
        "verdict": "无用",
        "reason": "答的是\n另一条",
        "build_id": "b1",
        "article_ids": ["r1#第一条"],
    }
    assert log.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("policy", "question"), [("masked", "工号 **** 怎么办"), ("full", "工号 123456 怎么办")])
def test_the_question_is_kept_as_the_site_wants(tmp_path: Path, policy: Any, question: str) -> None:
    log = FeedbackLog(tmp_path / "feedback.jsonl", policy)
    log.append(Feedback("a" * 32, "有用", question="工号 123456 怎么办"), "b1")
    assert _lines(log.path)[0]["question"] == question


def test_many_threads(tmp_path: Path) -> None:
    log = FeedbackLog(tmp_path / "feedback.jsonl")

    def write(number: int) -> None:
        for n in range(20):
            log.append(Feedback(f"{number:02d}{n:02d}".rjust(32, "0"), "有用", "好" * 200), "b1")

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({line["answer_id"] for line in _lines(log.path)}) == 160


def test_a_full_file_takes_no_more(tmp_path: Path) -> None:
    log = FeedbackLog(tmp_path / "feedback.jsonl", limit=400)
    log.append(Feedback("a" * 32, "有用"), "b1")
    before = log.path.read_bytes()
    with pytest.raises(FeedbackError, match="已满"):
        log.append(Feedback("b" * 32, "有用", "好" * 200), "b1")
    assert log.path.read_bytes() == before


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, no folder")
    with pytest.raises(FeedbackError, match="没有保存"):
        FeedbackLog(tmp_path / "data" / "feedback.jsonl").append(Feedback("a" * 32, "有用"), "b1")
