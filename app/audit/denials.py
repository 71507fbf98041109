"""Requests that were turned away, in the audit log: no more lines than a flood of them deserves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from app.audit.log import AuditLog

_A_MINUTE = 60.0


class Denials:
    """Writes ``denied`` lines, at most ``most`` a minute; the next one says how many were left out (``left_out``)."""

    def __init__(self, log: AuditLog, most: int = 120, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._begun = clock()
        self._written = 0
        self._left_out = 0

    def __call__(self, **facts: object) -> None:
        """One request turned away."""
        with self._lock:
            now = self._clock()
            if now - self._begun >= _A_MINUTE:
                self._begun, self._written = now, 0
            if self._written >= self._most:
                self._left_out += 1
                return
            self._written += 1
            left_out, self._left_out = self._left_out, 0
        self._log.write("denied", **facts, left_out=left_out or None)
