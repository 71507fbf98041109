"""Who shares an allowance, and what counts towards which."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.access import Visitor
from app.access.proxies import Peer
from app.guard.limits import Limits
from app.guard.refusal import RefusedError
from app.guard.routes import Route

ASKS, READS = Route("ask", asks=True), Route("api")
PART = Route("mcp", asks=True, third=True)
NOBODY = Visitor("", "open")


def _peer(address: str) -> Peer:
    return Peer(address, False, False)


def _limits(per_minute: int) -> Limits:
    return Limits(per_minute, lambda: 0.0)


def _allowed(call: Callable[[], None], most: int = 5000) -> int:
    for number in range(most):
        try:
            call()
        except RefusedError as refusal:
            assert refusal.status == 429 and refusal.retry_after and "秒后再试" in refusal.message
            return number
    return most


def test_questions_and_other_requests_are_counted_apart() -> None:
    limits = _limits(3)
    assert _allowed(lambda: limits.request(ASKS, NOBODY, _peer("192.0.2.1"))) == 3
    assert _allowed(lambda: limits.request(READS, NOBODY, _peer("192.0.2.1"))) == 600
    assert _allowed(lambda: _limits(100).request(READS, NOBODY, _peer("192.0.2.1")), 3) == 3


def test_three_requests_of_a_client_without_a_session_are_one_question() -> None:
    limits = _limits(7)
    assert _allowed(lambda: limits.request(PART, NOBODY, _peer("192.0.2.1"))) == 21
    for _ in range(4):
        limits.request(ASKS, NOBODY, _peer("192.0.2.2"))  # of the same allowance
    assert _allowed(lambda: limits.request(PART, NOBODY, _peer("192.0.2.2"))) == 9
    with pytest.raises(RefusedError):
        limits.request(ASKS, NOBODY, _peer("192.0.2.2"))


def test_a_large_allowance_of_questions_raises_the_other() -> None:
    limits = _limits(100)
    assert _allowed(lambda: limits.request(READS, NOBODY, _peer("192.0.2.1"))) == 2000


def test_by_address_by_network_by_name() -> None:
    limits = _limits(1)
    limits.request(ASKS, NOBODY, _peer("192.0.2.1"))
    limits.request(ASKS, NOBODY, _peer("192.0.2.2"))
    limits.request(ASKS, NOBODY, _peer("2001:db8:1:2::3"))
    with pytest.raises(RefusedError):
        limits.request(ASKS, NOBODY, _peer("2001:db8:1:2:ffff::9"))
    limits.request(ASKS, NOBODY, _peer("2001:db8:1:3::3"))
    limits.request(ASKS, Visitor("张三", "token"), _peer("192.0.2.1"))
    with pytest.raises(RefusedError, match="每分钟最多 1 次"):
        limits.request(ASKS, Visitor("张三", "token"), _peer("203.0.113.9"))
    limits.request(ASKS, Visitor("张三", "key"), _peer("192.0.2.1"))  # a program of that name is another


def test_a_name_is_not_an_address() -> None:
    limits = _limits(1)
    limits.request(ASKS, NOBODY, _peer("192.0.2.1"))
    limits.request(ASKS, Visitor("192.0.2.1", "token"), _peer("198.51.100.1"))


def test_failures_are_always_limited() -> None:
    limits = _limits(0)
    assert _allowed(lambda: limits.request(ASKS, NOBODY, _peer("192.0.2.1"))) == 5000
    assert _allowed(lambda: limits.failure(_peer("192.0.2.1"))) == 20
    limits.failure(_peer("192.0.2.2"))


def test_a_success_takes_a_failure_back() -> None:
    limits, peer = _limits(0), _peer("192.0.2.1")

    def good() -> None:
        limits.failure(peer)
        limits.success(peer)

    assert _allowed(good, 100) == 100
