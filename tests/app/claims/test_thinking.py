from __future__ import annotations

from app.claims.thinking import FORGET, Thinking


def visible(*pieces: str) -> str:
    filtered = Thinking()
    return "".join(char for piece in pieces for char in filtered.visible(piece)) + "".join(filtered.rest())


def test_only_what_stands_outside() -> None:
    assert visible("甲<think>乙</think>丙") == "甲丙"
    assert visible("甲<thi", "nk>乙</", "think>丙") == "甲丙"
    assert visible("甲<think>乙") == "甲"


def test_what_is_no_tag_stays() -> None:
    assert visible("1<2，<<think>乙</think>丙<thin") == "1<2，<丙<thin"


def test_an_end_without_a_beginning_forgets_what_was_before() -> None:
    assert visible("甲</think>丙") == f"甲{FORGET}丙"
    assert visible(f"甲{FORGET}丙") == "甲丙"
