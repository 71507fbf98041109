"""Hanging up ends what is waited for, whichever comes first."""

from __future__ import annotations

from app.chain import HangUp


class Awaited:
    closed = 0

    def close(self) -> None:
        self.closed += 1


def test_hanging_up_closes_what_is_waited_for_then() -> None:
    hang_up, over, now = HangUp(), Awaited(), Awaited()
    with hang_up.ends(over):
        pass
    with hang_up.ends(now):
        assert not hang_up.gone and now.closed == 0
        hang_up()
        assert hang_up.gone and now.closed == 1
    assert over.closed == 0


def test_what_begins_afterwards_is_closed_at_once() -> None:
    hang_up, late = HangUp(), Awaited()
    hang_up()
    with hang_up.ends(late):
        assert late.closed == 1
