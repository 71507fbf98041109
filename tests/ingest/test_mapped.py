"""Text that keeps the way back to its source."""

from __future__ import annotations

import re

from ingest.mapped import Mapped, concat, join_lines
from ingest.model import Segment


def test_a_source_maps_character_by_character() -> None:
    mapped = Mapped.of("甲乙丙")
    assert list(mapped.starts) == [0, 1, 2]
    assert list(mapped.ends) == [1, 2, 3]
    assert mapped.cut(1, 3).source_span == (1, 3)


def test_an_empty_part_has_an_empty_span() -> None:
    assert Mapped.of("   ").strip().source_span == (0, 0)


def test_a_replacement_of_equal_length_stays_one_to_one() -> None:
    changed = Mapped.of("甲,乙").substitute(re.compile(","), lambda m: "，")
    assert changed.text == "甲，乙"
    assert list(changed.starts) == [0, 1, 2]


def test_a_contraction_maps_to_the_whole_match_and_is_told() -> None:
    told: list[tuple[int, int, str, str]] = []
    changed = Mapped.of("甲，，，乙").substitute(re.compile("，+"), lambda m: "，", lambda *each: told.append(each))
    assert changed.text == "甲，乙"
    assert (changed.starts[1], changed.ends[1]) == (1, 4)
    assert told == [(1, 4, "，，，", "，")]


def test_an_unchanged_match_is_no_change() -> None:
    mapped = Mapped.of("甲，乙")
    told: list[str] = []
    assert mapped.substitute(re.compile("，+"), lambda m: "，", lambda *each: told.append("x")) is mapped
    assert told == []


def test_a_removal_leaves_a_hole_between_segments() -> None:
    changed = Mapped.of("甲--乙").substitute(re.compile("-+"), lambda m: "")
    text, segments = join_lines([changed])
    assert text == "甲乙"
    assert segments == (Segment(0, 1, 0, 1), Segment(1, 2, 3, 4))


def test_lines_are_joined_by_breaks_that_no_segment_covers() -> None:
    source = Mapped.of("甲乙\r\n丙丁")
    text, segments = join_lines([source.cut(0, 2), source.cut(4, 6)])
    assert text == "甲乙\n丙丁"
    assert segments == (Segment(0, 2, 0, 2), Segment(3, 5, 4, 6))


def test_a_contracted_run_is_a_segment_of_its_own() -> None:
    changed = Mapped.of("甲，，乙丙").substitute(re.compile("，+"), lambda m: "，")
    _, segments = join_lines([changed])
    assert segments == (Segment(0, 1, 0, 1), Segment(1, 2, 1, 3), Segment(2, 4, 3, 5))


def test_concatenation_keeps_both_origins() -> None:
    source = Mapped.of("甲乙丙丁")
    joined = concat([source.cut(2, 4), source.cut(0, 1)])
    assert joined.text == "丙丁甲"
    assert list(joined.starts) == [2, 3, 0]


def test_no_line_no_text() -> None:
    assert join_lines([]) == ("", ())
