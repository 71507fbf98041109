"""Usage, unanswered questions, feedback and actions from what the service wrote."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app.admin import insight
from app.admin.insight import Insight
from app.audit import AuditLog
from app.feedback import Feedback, FeedbackLog

NOW = datetime.now().astimezone()
TODAY = NOW.date()


def write(data: Path) -> None:
    log = AuditLog(data / "audit", 180, "masked")
    for question in ("年假几天", "年假几天", "食堂在哪"):
        log.write("ask", visitor="甲", refused=True, cited=[], question=question)
    log.write("ask", visitor="乙", refused=False, cited=["a#第一条"], question="事假几天")
    log.write("denied", status=429, left_out=4)
    log.write("admin", action="login", visitor="王某", address="192.0.2.1")


def test_usage(tmp_path: Path) -> None:
    write(tmp_path)
    found = Insight(tmp_path, True, "masked").usage(30, TODAY)
    assert (found["asked"], found["refused"], found["denied"], found["visitors"]) == (4, 3, 5, 2)
    assert len(found["days"]) == 30 and found["days"][-1] == {
        "day": TODAY.isoformat(),
        "asked": 4,
        "refused": 3,
        "denied": 5,
    }
    assert found["cited"] == [{"article": "a#第一条", "times": 1}]
    assert Insight(tmp_path, True, "masked").usage(30, TODAY + timedelta(days=31))["asked"] == 0


def test_unanswered_the_most_frequent_first(tmp_path: Path) -> None:
    write(tmp_path)
    found = Insight(tmp_path, True, "masked").unanswered(30, TODAY)
    assert [(each["question"], each["times"]) for each in found["questions"]] == [("年假几天", 2), ("食堂在哪", 1)]
    assert (found["refused"], found["kept"], found["more"]) == (3, "masked", False)


def test_feedback_the_latest_first(tmp_path: Path) -> None:
    log = FeedbackLog(tmp_path / "feedback.jsonl", "full")
    log.append(Feedback("a1", "有用"), "b1")
    log.append(Feedback("a2", "无用", "<b>答非所问</b>", "问什么", ("a#第一条",)), "b1")
    with (tmp_path / "feedback.jsonl").open("a", encoding="utf-8") as file:
        file.write('half a line\n"text"\n')
    found = Insight(tmp_path, True, "full").feedback()
    assert (found["useful"], found["useless"]) == (1, 1)
    assert [each["verdict"] for each in found["latest"]] == ["无用", "有用"]
    assert found["latest"][0]["reason"] == "<b>答非所问</b>"


def test_actions(tmp_path: Path) -> None:
    write(tmp_path)
    found = Insight(tmp_path, True, "none").actions(30, TODAY)
    assert [each["action"] for each in found["actions"]] == ["login"] and "prev" not in found["actions"][0]
    assert Insight(tmp_path, True, "none").actions(30, TODAY + timedelta(days=29))["actions"] == found["actions"]
    assert Insight(tmp_path, True, "none").actions(30, TODAY + timedelta(days=30))["actions"] == []


def test_too_many_different_questions_are_counted_in_all_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.setattr(insight, "_DISTINCT", 1)
    found = Insight(tmp_path, True, "masked").unanswered(30, TODAY)
    assert [(each["question"], each["times"]) for each in found["questions"]] == [("年假几天", 2)]
    assert found["refused"] == 3 and found["more"]


def test_nothing_written_yet(tmp_path: Path) -> None:
    nothing = Insight(tmp_path / "没有", False, "none")
    today = date(2026, 1, 1)
    assert nothing.usage(30, today)["asked"] == 0 and nothing.unanswered(30, today)["questions"] == []
    assert nothing.feedback()["latest"] == [] and nothing.actions(30, today)["actions"] == []
