"""An edition answers for its own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.model import Regulation
from vectorstore.editions import Calendar, in_force

OLD = Regulation("old", "考核办法", False, "", (), (), (), effective="2019-05-01", status="已废止")
NEW = replace(OLD, id="new", effective="2024-07-01", status="现行有效")
COMING = replace(OLD, id="coming", title="薪酬办法", effective="2099-01-01", status="尚未施行")
UNDATED = replace(OLD, id="undated", title="讲话", effective=None, status="现行有效")
HEIR = replace(OLD, id="heir", title="请假规定", effective="2022-01-01", status="现行有效", repeals=("考勤规定",))
GONE = replace(OLD, id="gone", title="考勤规定", effective="2020-01-01", status="已废止")
ALL = {r.id: r for r in (OLD, NEW, COMING, UNDATED, HEIR, GONE)}


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        (None, {"new", "undated", "heir"}),
        (date(2018, 1, 1), {"undated"}),
        (date(2020, 6, 1), {"old", "gone", "undated"}),
        (date(2023, 1, 1), {"old", "heir", "undated"}),
        (date(2024, 6, 30), {"old", "heir", "undated"}),
        (date(2024, 7, 1), {"new", "heir", "undated"}),
    ],
)
def test_what_is_in_force(day: date | None, ids: set[str]) -> None:
    assert in_force(ALL, day) == ids


TODAY = date(2025, 1, 1)


def ids(*regulations: Regulation, day: date | None = None) -> set[str]:
    return set(in_force({r.id: r for r in regulations}, day, today=TODAY))


def test_a_term_ends() -> None:
    trial = replace(NEW, id="trial", expires="2024-12-31")
    assert ids(trial) == set()
    assert ids(trial, day=date(2024, 12, 31)) == {"trial"}


def test_a_day_to_come() -> None:
    assert ids(NEW, replace(NEW, id="next", effective="2025-06-01")) == {"new"}
    assert ids(NEW, replace(NEW, id="next", effective="2025-06-01"), day=date(2025, 6, 1)) == {"next"}


def test_a_persons_word_holds_today_and_later_but_not_before() -> None:
    ended = replace(OLD, status_stated=True)
    kept = replace(OLD, id="kept", status="现行有效", status_stated=True)
    assert ids(ended) == ids(ended, day=date(2026, 1, 1)) == set()
    assert ids(ended, day=date(2020, 1, 1)) == {"old"}
    assert ids(kept, NEW) == {"kept", "new"}
    assert ids(kept, NEW, day=date(2018, 1, 1)) == set()


def test_a_draft_never_answers() -> None:
    draft = replace(UNDATED, id="draft", title="薪酬办法（征求意见稿）")
    assert ids(draft) == ids(draft, day=date(2024, 1, 1)) == set()


def test_the_calendar_turns_while_an_index_is_served() -> None:
    coming = replace(NEW, id="next", effective="2025-01-02", status="尚未施行")
    regulations = {r.id: r for r in (NEW, coming, UNDATED)}
    day = [TODAY]
    calendar = Calendar(regulations, lambda: day[0])
    assert calendar.in_force(None) == {"new", "undated"}
    assert regulations["next"].status == "尚未施行"
    day[0] = date(2025, 1, 2)
    assert calendar.in_force(None) == {"next", "undated"}
    assert [regulations[i].status for i in ("new", "next", "undated")] == ["已被修订", "现行有效", "现行有效"]
    assert calendar.in_force(TODAY) == {"new", "undated"}


def test_the_calendar_forgets_days_it_was_asked_long_ago() -> None:
    calendar = Calendar({NEW.id: NEW}, lambda: TODAY)
    for number in range(200):
        assert calendar.in_force(date(2024, 7, 1 + number % 28)) == {"new"}
        assert calendar.in_force(date(1800 + number, 1, 1)) == frozenset()
