"""Dates as documents print them."""

from __future__ import annotations

import pytest

from ingest.metadata.dates import days_after, find_dates, is_date, last_day, stated_date


def test_both_ways_of_writing() -> None:
    found = find_dates("2023年4月5日订，二〇二四年十二月三十一日修")
    assert [day for day, _, _ in found] == ["2023-04-05", "2024-12-31"]


def test_places() -> None:
    text = "自２０２３年４月５日起"
    [(day, start, end)] = find_dates(text)
    assert (day, text[start:end]) == ("2023-04-05", "２０２３年４月５日")


def test_there_is_no_such_day() -> None:
    assert find_dates("2023年2月30日，2023年13月1日") == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024.3.5 10:30", "2024-03-05"),
        ("2024/03/05", "2024-03-05"),
        ("二〇二四年三月五日", "2024-03-05"),
        ("发布于2024年3月5日，2024-03-06更新", "2024-03-05"),
        ("2024-13-05", None),
        ("0001-2024-003", None),
        ("不详", None),
    ],
)
def test_a_field_that_holds_a_date(text: str, day: str | None) -> None:
    assert stated_date(text) == day


def test_a_line_that_is_a_date() -> None:
    assert is_date(" 2024年3月5日 ") and is_date("（2024年3月5日）")
    assert not is_date("2024年3月5日印发") and not is_date("2024年2月30日")


@pytest.mark.parametrize(
    ("start", "years", "months", "last"),
    [
        ("2024-05-01", 5, 0, "2029-04-30"),
        ("2024-03-01", 1, 0, "2025-02-28"),
        ("2024-02-29", 1, 0, "2025-02-28"),
        ("2024-01-31", 0, 1, "2024-02-29"),
        ("2024-12-31", 0, 2, "2025-02-28"),
        ("2024-08-01", 0, 6, "2025-01-31"),
    ],
)
def test_the_last_day_of_a_term(start: str, years: int, months: int, last: str) -> None:
    assert last_day(start, years, months) == last


def test_days_later() -> None:
    assert days_after("2024-02-28", 2) == "2024-03-01"
