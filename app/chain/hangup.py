"""Whoever asked has gone: what is being waited for on their behalf is given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Closing(Protocol):
    """Something that is waited for."""

    def close(self) -> None:
        """Give it up: waiting for it ends. May be called from any thread and more than once."""


class HangUp:
    """Call it, once and from any thread, when nobody reads the answer any more.

    Closing a generator cannot do this: it has to wait until the generator comes up for air, and a language model may be
    silent for a minute.
    """

    def __init__(self) -> None:
        self.gone = False
        self._lock = threading.Lock()
        self._waiting: list[Closing] = []

    def __call__(self) -> None:
        with self._lock:
            self.gone = True
            waiting = tuple(self._waiting)
        for each in waiting:
            each.close()

    @contextmanager
    def ends(self, awaited: Closing) -> Iterator[None]:
        """While inside, hanging up closes ``awaited``; at once where that has happened before."""
        with self._lock:
            self._waiting.append(awaited)
            gone = self.gone
        if gone:
            awaited.close()
        try:
            yield
        finally:
            with self._lock:
                self._waiting.remove(awaited)
