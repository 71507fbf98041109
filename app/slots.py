"""A limited number of places for what may go on at once."""

from __future__ import annotations

import threading


class Slots:
    """``count`` places; ``in_use`` of them are taken now. Safe to use from several threads."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.in_use = 0
        self._free = threading.BoundedSemaphore(count)
        self._lock = threading.Lock()

    def take(self, seconds: float | None = None) -> bool:
        """Take a place, waiting at most ``seconds`` for it; whether there was one."""
        taken = self._free.acquire(timeout=seconds)
        if taken:
            with self._lock:
                self.in_use += 1
        return taken

    def give_back(self) -> None:
        """Give a place back."""
        with self._lock:
            self.in_use -= 1
        self._free.release()
