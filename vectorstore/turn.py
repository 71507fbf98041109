"""Searching, one thread at a time.

Python runs one thread at a time anyway; threads that all want to run only make each other, the model between two of its
operations, and the thread that reads and writes the connections wait for several of Python's switching intervals. With
one searching thread at a time everybody else waits for one interval at most.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turn:
    """Whose turn it is to compute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn and have it. Not to be nested."""
        with self._lock:
            yield

    @contextmanager
    def given_up(self) -> Iterator[None]:
        """Inside :meth:`taken`: let others compute while this thread waits for something else."""
        self._lock.release()
        try:
            yield
        finally:
            self._lock.acquire()
