"""Who is signed in: kept in memory only, so that a restart signs everybody out."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

IDLE = 30 * 60.0
LONGEST = 12 * 3600.0
"""Seconds without anything done, and in all, after which a session ends."""
_MOST = 50


@dataclass(frozen=True, slots=True)
class Session:
    """``key`` is the cookie's value, ``csrf`` what changes have to bring along, ``name`` what the person says of
    themselves, for the log."""

    key: str
    csrf: str
    name: str
    begun: float


class Sessions:
    """The open sessions. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._open: dict[str, tuple[Session, float]] = {}

    def begin(self, name: str) -> Session:
        """A new session; beyond fifty the one that was used least recently ends."""
        now = self._clock()
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32), name, now)
        with self._lock:
            self._expire(now)
            while len(self._open) >= _MOST:
                del self._open[min(self._open, key=lambda key: self._open[key][1])]
            self._open[session.key] = session, now
        return session

    def find(self, key: str, *, touch: bool = True) -> Session | None:
        """The session with this key, if it is open; ``touch``: somebody is doing something, it begins to idle anew."""
        now = self._clock()
        with self._lock:
            self._expire(now)
            found = self._open.get(key)
            if found is None:
                return None
            if touch:
                self._open[key] = found[0], now
            return found[0]

    def end(self, key: str) -> None:
        """Sign out."""
        with self._lock:
            self._open.pop(key, None)

    def _expire(self, now: float) -> None:
        over = [
            key for key, (session, used) in self._open.items() if now - used > IDLE or now - session.begun > LONGEST
        ]
        for key in over:
            del self._open[key]
