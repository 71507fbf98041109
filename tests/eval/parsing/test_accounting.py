"""Where every character of a source went."""

from __future__ import annotations

import pytest

from eval.parsing.accounting import account
from ingest.lines.mapped import Edit
from ingest.model import Regulation, Segment, Source


def regulation(text: str, *segments: tuple[int, int, int, int]) -> Regulation:
    source = Source("甲.txt", "", tuple(Segment(*each) for each in segments))
    return Regulation("甲", "甲", False, text, (), (), (source,))


def test_the_parts_add_up() -> None:
    source = "甲,乙\n- 1 -\n丙"
    found = account(
        source,
        [regulation("甲，乙\n丙", (0, 3, 0, 3), (4, 5, 10, 11))],
        [Edit("页码", 4, 9, "- 1 -", removed=True)],
        [Edit("标点改全角", 1, 2, ",", "，")],
    )
    assert (found.kept, found.repaired, found.removed, found.blank) == (3, 1, 5, 2)
    assert found.kept + found.repaired + found.removed + found.blank == found.characters == len(source)
    assert (found.lost, found.doubled, found.failures) == (0, 0, [])
    assert found.reasons == {"页码": 3}, "white space is no loss"


def test_punctuation_counts() -> None:
    found = account("甲——乙 ", [regulation("甲乙", (0, 1, 0, 1), (1, 2, 3, 4))], [], [])
    assert found.lost == 2
    assert [(s.start, s.end, s.text) for s in found.failures] == [(1, 3, "——")]


def test_a_changed_character_needs_a_repair() -> None:
    found = account("甲乙", [regulation("甲丙", (0, 2, 0, 2))], [], [])
    assert [(s.start, s.end) for s in found.failures] == [(1, 2)]


def test_a_contracted_stretch_needs_a_repair() -> None:
    contracted = regulation("甲，", (0, 1, 0, 1), (1, 2, 1, 4))
    assert account("甲，，，", [contracted], [], []).lost == 3
    assert account("甲，，，", [contracted], [], [Edit("重复标点合一", 1, 4, "，，，", "，")]).lost == 0


@pytest.mark.parametrize(
    ("second", "edits"),
    [
        ([regulation("乙", (0, 1, 1, 2))], []),
        ([], [Edit("页眉页脚", 1, 2, "乙", removed=True)]),
    ],
)
def test_what_stands_twice_is_found(second: list[Regulation], edits: list[Edit]) -> None:
    found = account("甲乙", [regulation("甲乙", (0, 2, 0, 2)), *second], edits, [])
    assert found.doubled == 1
    assert [(s.start, s.end) for s in found.failures] == [(1, 2)]


def test_a_removal_is_not_excused_by_a_repair_inside_it() -> None:
    found = account(
        "甲-",
        [regulation("甲", (0, 1, 0, 1))],
        [Edit("页码", 1, 2, "-", removed=True)],
        [Edit("标点改全角", 1, 2, "-", "－")],
    )
    assert (found.removed, found.repaired) == (1, 0)
