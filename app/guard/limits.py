"""How often: questions, other requests, failed logins."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from app.access import Visitor
from app.access.proxies import Peer, household
from app.guard.rate import Buckets
from app.guard.refusal import RefusedError
from app.guard.routes import Route

_FAILURES = 20
_THIRDS = 3
"""A question counts as three, since clients of ``/mcp`` without a session send three requests for one, and what is in a
body is not known here."""
_LEAST_OTHERS, _OTHERS_FOR_EACH = 600, 20  # the first page alone fetches a hundred files


class Limits:
    """Allowances of one minute; ``per_minute`` questions, 0 for as many as wanted. Failures are always limited."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        others = max(_LEAST_OTHERS, per_minute * _OTHERS_FOR_EACH) if per_minute else 0
        self._questions = Buckets(per_minute * _THIRDS, clock=clock)
        self._others = Buckets(others, clock=clock)
        self._failures = Buckets(_FAILURES, clock=clock)

    def request(self, route: Route, visitor: Visitor, peer: Peer) -> None:
        """Count a request of a visitor, or of an address where nobody is known. Raises :class:`RefusedError` (429)."""
        who = f"{visitor.kind} {visitor.name}" if visitor.name else household(peer.address)
        wait = self._questions.take(who, 1 if route.third else _THIRDS) if route.asks else self._others.take(who)
        if wait:
            about = f"提问太频繁，每分钟最多 {self._per_minute} 次" if route.asks else "请求太频繁"
            raise _too_many("too_many_requests", about, wait)

    def failure(self, peer: Peer) -> None:
        """Count a credential that is not good. Raises :class:`RefusedError` (429) beyond the allowance."""
        wait = self._failures.take(household(peer.address))
        if wait:
            raise _too_many("too_many_failures", "登录失败的次数太多", wait)

    def success(self, peer: Peer) -> None:
        """Take back a failure that was counted before the credential was looked at."""
        self._failures.give_back(household(peer.address))


def _too_many(code: str, about: str, wait: float) -> RefusedError:
    seconds = max(1, math.ceil(wait))
    return RefusedError(429, code, f"{about}，请 {seconds} 秒后再试。", seconds)
