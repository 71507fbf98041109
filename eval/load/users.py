"""Users who ask at the same time, each the next question of the set as soon as the last is answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle

from eval.dataset import Question
from eval.load.client import Client, Sample
from eval.load.measured import Limited, Load

_REFUSALS = 100  # requests over the limit that are timed
_PAUSE = 0.2  # seconds that each of their connections waits: one that hammers would measure itself
_MOST = 5_000  # requests after which there seems to be no limit

GREEDY = -1
"""The number of the user who asks too much."""

Connect = Callable[[int], Client]
"""A new connection of the user with this number, from 0."""


class Questions:
    """The questions in turn, from the first again after the last; safe to use from several threads."""

    def __init__(self, questions: Sequence[Question], most: int | None = None) -> None:
        self._left = cycle(questions)
        self._most = most
        self._asked = count()
        self._lock = threading.Lock()

    def next(self) -> Question | None:
        """The next question; None when as many as wanted have been given."""
        with self._lock:
            if self._most is not None and next(self._asked) >= self._most:
                return None
            return next(self._left)


def load(connect: Connect, questions: Sequence[Question], users: int, requests: int) -> Load:
    """``requests`` questions, asked by ``users`` at once."""
    begun = time.perf_counter()
    samples = _together(connect, users, Questions(questions, requests), threading.Event())
    return Load(users, tuple(samples), time.perf_counter() - begun)


def over_limit(connect: Connect, questions: Sequence[Question], users: int, *, most: int = _MOST) -> Limited:
    """One user uses up the allowance and goes on asking, while ``users`` others ask as usual.

    The one asks over as many connections as there are others: over a single one, a busy server would answer more
    slowly than the allowance fills up again. Their requests beyond the first refusal are timed; those among them that
    are answered are counted apart. After ``most`` requests without a refusal there is taken to be no limit.
    """

    def greedy(_: int) -> Client:
        return connect(GREEDY)

    refused = _Refusals(1)
    used_up = _together(greedy, users, Questions(questions, most), refused.enough, seen=refused.count)
    if not refused.enough.is_set():
        return Limited(None, (), Load(users, (), 0.0))
    allowed = sum(sample.status != 429 for sample in used_up)
    done = threading.Event()
    begun = time.perf_counter()
    with ThreadPoolExecutor(1) as beside:
        others = beside.submit(_together, connect, users, Questions(questions), done)
        try:
            refused = _Refusals(_REFUSALS)
            asked = Questions(questions, 20 * _REFUSALS)
            beyond = _together(greedy, users, asked, refused.enough, seen=refused.count, pause=_PAUSE)
        finally:
            done.set()
        meanwhile = Load(users, tuple(others.result()), time.perf_counter() - begun)
    return Limited(allowed, tuple(beyond), meanwhile)


class _Refusals:
    """Says when there were ``wanted`` refusals."""

    def __init__(self, wanted: int) -> None:
        self.enough = threading.Event()
        self._left = wanted
        self._lock = threading.Lock()

    def count(self, sample: Sample) -> None:
        """Look at one more sample."""
        with self._lock:
            self._left -= sample.status == 429
            if self._left <= 0:
                self.enough.set()


def _together(
    connect: Connect,
    users: int,
    questions: Questions,
    done: threading.Event,
    *,
    seen: Callable[[Sample], None] = lambda sample: None,
    pause: float = 0.0,
) -> list[Sample]:
    """What ``users`` got, until the questions are at an end or it is ``done``; each waits ``pause`` seconds between."""

    def one(number: int) -> list[Sample]:
        samples: list[Sample] = []
        with connect(number) as client:
            done.wait(pause * number / users)  # not all of them in the same moment
            while not done.is_set() and (question := questions.next()) is not None:
                samples.append(client.ask(question))
                seen(samples[-1])
                done.wait(pause)
        return samples

    with ThreadPoolExecutor(users) as pool:
        try:
            return [sample for samples in pool.map(one, range(users)) for sample in samples]
        except BaseException:
            done.set()
            raise
