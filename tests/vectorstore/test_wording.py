"""How like two questions are by their characters."""

from __future__ import annotations

import pytest

from vectorstore.wording import Wording


def test_the_share_of_character_pairs() -> None:
    found = Wording(["能借几本书", "能借几本", "食堂几点开饭", "？"]).shared("能借几本")
    assert found.tolist() == pytest.approx([3 / (4 * 3) ** 0.5, 1.0, 0.0, 0.0])


def test_what_no_text_has_counts_against_the_likeness() -> None:
    wording = Wording(["能借几本"])
    assert wording.shared("周末能借几本")[0] < wording.shared("能借几本")[0]


@pytest.mark.parametrize("text", ["", "？", "hello", "一"])
def test_any_text_can_be_compared(text: str) -> None:
    assert Wording(["能借几本", "还书"]).shared(text).shape == (2,)
    assert Wording([]).shared(text).shape == (0,)
