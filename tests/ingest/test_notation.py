from __future__ import annotations

import re

import pytest

from ingest.notation import BRACKET, RANGE, UNIT, N, number


@pytest.mark.parametrize(
    ("text", "value"), [("四十四", 44), ("44", 44), ("（六）", 6), ("(6)", 6), ("㈥", 6), ("⑴", 1), ("一百零三", 103)]
)
def test_number(text: str, value: int) -> None:
    assert number(text) == value
    assert re.fullmatch(rf"{N}|{BRACKET}", text)


def test_no_number_is_none() -> None:
    assert number(None) is None


@pytest.mark.parametrize("text", ["零", "2024", "一百二", "十百", ""])
def test_what_no_address_has(text: str) -> None:
    with pytest.raises(ValueError):
        number(text)


def test_a_unit_is_its_word_or_the_way_to_it() -> None:
    assert re.match(rf"第五{UNIT['item']}", "第五、六项")
    assert re.match(rf"第五{UNIT['item']}", "第五项")
    assert not re.match(rf"第五{UNIT['item']}", "第五项目")
    assert not re.match(rf"第五{UNIT['item']}", "第五、六款")


def test_a_range_ends_with_its_sign() -> None:
    assert RANGE.search("项至第") and RANGE.search("-") and not RANGE.search("、")
