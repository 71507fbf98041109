"""The circuit breaker by a clock of the test's own."""

from __future__ import annotations

import logging
import threading

import pytest

from app.llm.breaker import Breaker, Permit


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(failures=3, rest=30.0, clock=clock)


def leave(breaker: Breaker) -> Permit:
    permit = breaker.enter()
    assert permit is not None
    return permit


def fail(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        leave(breaker).failed("接口出错（503）")


def test_three_failures_in_a_row_open_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 2)
    leave(breaker).succeeded()
    fail(breaker, 2)
    fail(breaker)
    assert breaker.enter() is None
    clock.now = 29.9
    assert breaker.enter() is None


def test_whether_it_is_open_can_be_seen(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 2)
    assert not breaker.is_open
    fail(breaker)
    assert breaker.is_open
    clock.now = 30.0
    trial = leave(breaker)
    assert breaker.is_open
    trial.succeeded()
    assert not breaker.is_open


def test_what_says_nothing_counts_neither_way(breaker: Breaker) -> None:
    fail(breaker, 2)
    leave(breaker).released()
    fail(breaker)
    assert breaker.enter() is None


def test_after_the_rest_exactly_one_trial(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now = 30.0
    trial = leave(breaker)
    assert breaker.enter() is None
    trial.failed("x")
    assert breaker.enter() is None
    clock.now = 59.9
    assert breaker.enter() is None
    clock.now = 60.0
    leave(breaker).succeeded()
    fail(breaker, 2)  # counted from the beginning
    leave(breaker)


def test_a_trial_that_was_given_up_leaves_room_for_the_next(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now = 30.0
    leave(breaker).released()
    assert breaker.enter() is not None and breaker.enter() is None


def test_what_was_sent_before_the_opening_prolongs_nothing(breaker: Breaker, clock: Clock) -> None:
    late = leave(breaker)
    fail(breaker, 3)
    clock.now = 29.0
    late.failed("x")
    clock.now = 30.0
    assert breaker.enter() is not None


def test_a_late_success_closes_it(breaker: Breaker) -> None:
    late = leave(breaker)
    fail(breaker, 3)
    late.succeeded()
    assert breaker.enter() is not None


def test_a_permit_speaks_once(breaker: Breaker) -> None:
    permit = leave(breaker)
    for _ in range(5):
        permit.failed("x")
    assert breaker.enter() is not None


def test_each_change_is_logged_once(breaker: Breaker, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "tiaowen.llm"):
        fail(breaker, 3)
        for _ in range(4):
            assert breaker.enter() is None
            clock.now += 30
            fail(breaker)
        clock.now += 30
        leave(breaker).succeeded()
        leave(breaker).succeeded()
    opened, closed = [record.getMessage() for record in caplog.records]
    assert "连续 3 次" in opened and "接口出错（503）" in opened and "30 秒" in opened and "恢复" in closed


def test_of_many_threads_one_gets_the_trial(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now = 30.0
    start, permits = threading.Barrier(16), []

    def enter() -> None:
        start.wait()
        permits.append(breaker.enter())

    threads = [threading.Thread(target=enter) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(permit is not None for permit in permits) == 1
