"""Allowances that fill up again evenly (token buckets), for as many clients as memory is set aside for."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class _Bucket:
    left: float
    at: float


class Buckets:
    """``per_minute`` each, all of it at once if need be; 0 limits nothing.

    The clients that were away longest are forgotten beyond ``most``: their buckets are the ones nearest to full.
    """

    def __init__(self, per_minute: float, most: int = 20_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = per_minute
        self._most = most
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, who: str, count: int = 1) -> float:
        """Take ``count``: 0 where there were as many, else the seconds until there will be."""
        if not self._size:
            return 0
        bucket = self._filled(who)
        if bucket.left < count:
            return (count - bucket.left) * 60 / self._size
        bucket.left -= count
        return 0

    def give_back(self, who: str) -> None:
        """Undo a :meth:`take`."""
        if self._size and who in self._buckets:
            bucket = self._filled(who)
            bucket.left = min(self._size, bucket.left + 1)

    def _filled(self, who: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(who, _Bucket(self._size, now))
        self._buckets.move_to_end(who)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        bucket.left = min(self._size, bucket.left + (now - bucket.at) * self._size / 60)
        bucket.at = now
        return bucket
