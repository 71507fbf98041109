"""An edition answers for its own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.model import Regulation
from vectorstore.editions import in_force

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
