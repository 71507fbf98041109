"""Back to the source's own characters."""

from __future__ import annotations

from eval.parsing.origin import Origin, without
from ingest.model import Segment

SOURCE = "## 甲乙，，丙\n页眉\n丁戊"
#         canonical: 甲乙，丙 ⏎ 丁戊
SEGMENTS = [Segment(0, 2, 3, 5), Segment(2, 3, 5, 7), Segment(3, 4, 7, 8), Segment(5, 7, 12, 14)]


def test_a_unit_is_the_source_text_it_was_made_from() -> None:
    origin = Origin(SOURCE, SEGMENTS)
    assert origin.text(0, 2) == "甲乙"
    assert origin.text(1, 4) == "乙，，丙", "what became one character stands for all it was made from"
    assert origin.text(3, 7) == "丙\n页眉\n丁戊"


def test_removed_lines_inside_are_left_out() -> None:
    assert Origin(SOURCE, SEGMENTS, [(9, 11)]).text(3, 7) == "丙\n\n丁戊"


def test_starts() -> None:
    origin = Origin(SOURCE, SEGMENTS)
    assert (origin.start(0), origin.start(3), origin.start(6)) == (3, 7, 13)
    assert origin.start(4) == 12, "a supplied line break leads to what follows it"
    assert origin.start(99) == len(SOURCE)


def test_without_keeps_what_only_touches() -> None:
    assert without("abcdefgh", 2, 6, [(0, 3), (3, 4), (5, 7)]) == "cef"
