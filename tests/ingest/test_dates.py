"""Dates as documents print them."""

from __future__ import annotations

from ingest.dates import find_dates


def test_both_ways_of_writing() -> None:
    found = find_dates("2023年4月5日订，二〇二四年十二月三十一日修")
    assert [day for day, _, _ in found] == ["2023-04-05", "2024-12-31"]


def test_places() -> None:
    text = "自２０２３年４月５日起"
    [(day, start, end)] = find_dates(text)
    assert (day, text[start:end]) == ("2023-04-05", "２０２３年４月５日")


def test_there_is_no_such_day() -> None:
    assert find_dates("2023年2月30日，2023年13月1日") == []
