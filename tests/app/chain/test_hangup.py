"""Hanging up ends what is waited for, whichever comes first."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import cast

import pytest

from app.answer import Answer
from app.chain import AskRequest, Event, HangUp, RegulationChain


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


@pytest.mark.parametrize("hangs_up", [True, False])
def test_what_was_read_is_recorded_however_the_reader_leaves(
    rephrasing: Callable[..., RegulationChain], hangs_up: bool
) -> None:
    kept: list[Answer] = []
    asker = rephrasing(
        "图书出借按下列规定办理：工具书不外借。[1]",
        "工具书不外借。",
        recorder=lambda request, answer: kept.append(answer),
    )
    hang_up = HangUp()
    events = cast("Generator[Event]", asker.stream(AskRequest("工具书能外借吗", mode="llm"), hang_up))
    while next(events)["event"] != "claim":
        assert kept == []
    if hangs_up:
        hang_up()
        list(events)
    events.close()
    (answer,) = kept
    assert answer.generated and (answer.mode, answer.generated.kind, answer.generated.claims) == (
        "extractive",
        "left",
        (),
    )
    assert answer.citations and len(answer.id) == 32
