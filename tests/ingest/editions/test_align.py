from __future__ import annotations

import random

from ingest.editions.align import align, compose, fold
from ingest.model import Segment

FIRST = "借出物品要当场登记，管理人员每季度核对一次账目；账物不符的，三日内报告。"


def _wordings(first: str, second: str) -> list[tuple[str, str]]:
    found = align(first, second).differences
    assert all(first[each.start : each.end] == each.canonical for each in found)
    return [(each.canonical, each.variant) for each in found]


def _check_runs(first: str, second: str) -> int:
    """Every run agrees; returns the characters covered."""
    end = other_end = covered = 0
    for start, other, length in align(first, second).runs:
        assert start >= end
        assert other >= other_end
        assert fold(first[start : start + length]) == fold(second[other : other + length])
        end, other_end, covered = start + length, other + length, covered + length
    return covered


def test_form_of_punctuation_and_white_space_do_not_count() -> None:
    first = "（一）所称“物品”，包括：设备、\n工具。"
    second = "(一) 所称「物品」,包括:设备、工具."
    assert _wordings(first, second) == []
    assert _check_runs(first, second) == len(first) - 1


def test_a_different_punctuation_mark_is_no_wording() -> None:
    assert _wordings("设备、工具，材料。", "设备，工具、材料；") == []


def test_wordings_are_reported_as_words() -> None:
    assert _wordings(FIRST, FIRST.replace("三日内", "五日内")) == [("三日", "五日")]
    assert _wordings("坚持好中选优，严格把关。", "坚持好里挑优，严格把关。") == [("好中选优", "好里挑优")]
    assert _wordings(FIRST, FIRST.replace("当场", "")) == [("要当场登", "要登")]
    assert _wordings(FIRST, FIRST.replace("账物", "账和物")) == [("账物", "账和物")]


def test_a_difference_does_not_reach_across_a_line_break() -> None:
    assert _wordings("借用登记\n（三日）\n物品清单", "借用登记\n物品清单") == [("（三日）", "")]
    assert _wordings("借用登记\n物品清单", "借用登记\n（三日）\n物品清单") == [("", "（三日）")]


def test_text_that_only_one_has() -> None:
    extra = "遗失物品的应当照价赔偿并由所在部门作出说明不得拖延。"
    assert _wordings(FIRST, FIRST + extra) == [("", extra)]
    assert _wordings(FIRST + extra, FIRST) == [(extra, "")]
    assert _wordings("", "") == []
    assert _wordings("", "甲") == [("", "甲")]
    assert align("", "甲").runs == ()


def test_runs_agree_on_random_edits() -> None:
    random.seed(7)
    for _ in range(60):
        first = "".join(random.choice("甲乙丙丁戊己，。； \n") for _ in range(200))
        second = list(first)
        for _ in range(random.randrange(12)):
            at = random.randrange(len(second))
            second[at : at + random.randrange(3)] = random.choice(["", "庚", " ", "辛，壬"])
        _check_runs(first, "".join(second))
        _wordings(first, "".join(second))
    assert _check_runs(FIRST, FIRST) == len(FIRST)


def test_compose_leads_to_the_other_file() -> None:
    # The second text came from its file with two characters of debris before 丁.
    first, second, file = "甲乙丙丁戊己", "序甲乙丙丁戊己", "##序甲乙丙@@丁戊己"
    segments = (Segment(0, 4, 2, 6), Segment(4, 7, 8, 11))
    made = compose(align(first, second).runs, segments)
    assert made == (Segment(0, 3, 3, 6), Segment(3, 6, 8, 11))
    for each in made:
        assert first[each.start : each.end] == file[each.source_start : each.source_end]


def test_compose_keeps_a_repaired_place_whole() -> None:
    segments = (Segment(0, 2, 0, 2), Segment(2, 4, 2, 9), Segment(4, 6, 9, 11))
    assert compose(((0, 0, 6),), segments) == segments
    assert compose(((0, 3, 3),), segments) == (Segment(0, 1, 2, 9), Segment(1, 3, 9, 11))
    assert compose(((0, 0, 6),), ()) == ()


def test_long_texts_that_differ_throughout() -> None:
    # Fails by not finishing: 30,000 characters must not be compared pair by pair.
    random.seed(1)
    signs = [chr(0x4E00 + n) for n in range(600)] + ["，", "。"] * 20
    first = "".join(random.choice(signs) for _ in range(30_000))
    second = "".join("某" if random.random() < 0.01 else char for char in first)
    assert _check_runs(first, second) > 28_000
