"""Keys of programs."""

from __future__ import annotations

from app.access.keys import Keys

FIRST, SECOND = "a" * 24, "b" * 24


def test_whose_key_it_is() -> None:
    keys = Keys({"办公": FIRST, "人事": SECOND})
    assert keys.owner(FIRST) == "办公" and keys.owner(SECOND) == "人事"
    for wrong in ("", FIRST[:-1], FIRST + "a", FIRST.upper(), "办公", "ÿ", "\ud800"):
        assert keys.owner(wrong) is None
    assert Keys({}).owner("") is None


def test_no_key_is_kept() -> None:
    assert FIRST not in repr(vars(Keys({"办公": FIRST})))
