"""Wrong passwords: each one makes the same address wait longer."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from app.access.proxies import household

_FREE = 3
_LONGEST = 900.0
_MOST = 10_000


class Attempts:
    """After three failures an address waits 2, 4, 8 … seconds, at most a quarter of an hour, before its next try
    counts. A success forgets them. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """The seconds until this address may try again, 0 for now."""
        with self._lock:
            count, until = self._failed.get(household(address), (0, 0.0))
            return max(0, math.ceil(until - self._clock())) if count >= _FREE else 0

    def failed(self, address: str) -> None:
        """Note a wrong password."""
        with self._lock:
            key = household(address)
            count = self._failed.pop(key, (0, 0.0))[0] + 1
            pause = min(_LONGEST, 2.0 ** min(count - _FREE + 1, 20)) if count >= _FREE else 0.0
            self._failed[key] = (count, self._clock() + pause)
            while len(self._failed) > _MOST:
                self._failed.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """Forget the failures."""
        with self._lock:
            self._failed.pop(household(address), None)
