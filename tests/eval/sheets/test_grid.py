from __future__ import annotations

import pytest

from eval.sheets.grid import guarded, place, unguarded


def test_places_are_named_as_excel_names_them() -> None:
    assert [place(5, 2), place(1, 26), place(1, 27), place(9, 703)] == ["B5", "Z1", "AA1", "AAA9"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5度", "@SUM(1)", "＝1", "\t=1", "'=1", "''=1"])
def test_what_excel_would_run_is_guarded_and_read_back(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text
    assert unguarded(guarded(text, runs_bare=False)) == text


@pytest.mark.parametrize("text", ["借几本", "'引用'", "1-2", "", "'"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == unguarded(text) == text
