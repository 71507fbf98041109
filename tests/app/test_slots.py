"""No more places than there are, and each is counted while it is taken."""

from __future__ import annotations

import pytest

from app.slots import Slots


def test_no_more_than_there_are() -> None:
    slots = Slots(2)
    assert slots.take(0.01) and slots.take(0.01) and slots.in_use == 2
    assert not slots.take(0.01) and slots.in_use == 2
    slots.give_back()
    assert slots.in_use == 1 and slots.take(0.01)


def test_a_place_is_given_back_once() -> None:
    with pytest.raises(ValueError):
        Slots(1).give_back()
