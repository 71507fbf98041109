from __future__ import annotations

import time
from collections.abc import Callable

from app.claims import Passage, check


def test_text_that_repeats_itself_costs_no_more_than_so_much(passage: Callable[..., Passage]) -> None:
    repeated = "值守人员应当登记，"
    begun = time.perf_counter()
    for count in (100, 230):
        assert check(f"{(repeated * 40)[:-1]}。[1]", {1: passage(f"{repeated * count}不得离岗。")}).claim is None
    assert time.perf_counter() - begun < 60
