"""Users who ask at the same time, each the next question of the set as soon as the last is answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle, islice

from eval.dataset import Question
from eval.load.client import Client, Sample
from eval.load.measured import Limited, Load

_REFUSALS = 100  # requests over the limit that are timed
_PAUSE = 0.02  # seconds between them: a client that hammers would measure itself
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

    The one user's own requests beyond the first refusal are timed; those among them that are answered (the allowance
    fills up again) are counted apart. After ``most`` requests without a refusal there is taken to be no limit.
    """
    used = _use_up(connect, questions, users, most)
    if used is None:
        return Limited(None, (), Load(users, (), 0.0))
    done = threading.Event()
    begun = time.perf_counter()
    with ThreadPoolExecutor(1) as beside:
        others = beside.submit(_together, connect, users, Questions(questions), done)
        try:
            refused = _ask_on(connect, questions)
        finally:
            done.set()
        return Limited(used, tuple(refused), Load(users, tuple(others.result()), time.perf_counter() - begun))


def _together(connect: Connect, users: int, questions: Questions, done: threading.Event) -> list[Sample]:
    def one(number: int) -> list[Sample]:
        samples = []
        with connect(number) as client:
            while not done.is_set() and (question := questions.next()) is not None:
                samples.append(client.ask(question))
        return samples

    with ThreadPoolExecutor(users) as pool:
        try:
            return [sample for samples in pool.map(one, range(users)) for sample in samples]
        except BaseException:
            done.set()
            raise


def _use_up(connect: Connect, questions: Sequence[Question], users: int, most: int) -> int | None:
    """How many requests of one user were answered until one was refused; None where none was."""
    asked = Questions(questions, most)
    refused = threading.Event()

    def one(_: int) -> int:
        answered = 0
        with connect(GREEDY) as client:
            while not refused.is_set() and (question := asked.next()) is not None:
                if client.ask(question).status == 429:
                    refused.set()
                else:
                    answered += 1
        return answered

    with ThreadPoolExecutor(users) as pool:
        answered = sum(pool.map(one, range(users)))
    return answered if refused.is_set() else None


def _ask_on(connect: Connect, questions: Sequence[Question]) -> list[Sample]:
    samples: list[Sample] = []
    refused = 0
    with connect(GREEDY) as client:
        for question in islice(cycle(questions), _REFUSALS * 10):
            samples.append(client.ask(question))
            refused += samples[-1].status == 429
            if refused == _REFUSALS:
                break
            time.sleep(_PAUSE)
    return samples
