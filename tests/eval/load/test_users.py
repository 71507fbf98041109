"""Users at once: every question asked as often as wanted, each user with an address of their own, limits met."""

from __future__ import annotations

import threading
from typing import Any

from eval.dataset import Question
from eval.load import users
from eval.load.client import Client, Sample

ASKED = tuple(Question(f"q{n}", f"问题{n}", "direct") for n in range(5))


def connecting(fake: Any) -> users.Connect:
    return lambda number: Client(fake.url, f"198.18.0.{number + 2}")


def test_the_questions_in_turn_and_no_more_than_wanted(fake: Any) -> None:
    found = users.load(connecting(fake), ASKED, users=3, requests=12)
    assert len(found.samples) == 12 and not found.faults and found.users == 3
    assert sorted(fake.questions) == sorted([f"问题{n % 5}" for n in range(12)])
    assert set(fake.asked) <= {"198.18.0.2", "198.18.0.3", "198.18.0.4"}
    assert found.seconds > 0


def test_users_ask_at_the_same_time() -> None:
    """Each waits for all the others: alone, the first would wait for ever."""
    barrier = threading.Barrier(4)

    class Meeting(Client):
        def ask(self, question: Question) -> Sample:
            barrier.wait(timeout=30)
            return Sample("ok", 200, 0.0)

    found = users.load(lambda number: Meeting("http://127.0.0.1", ""), ASKED, users=4, requests=4)
    assert len(found.answered) == 4


def test_faults_are_counted_and_asking_goes_on(fake: Any) -> None:
    fake.faults = [(503, b'{"error": {"code": "busy"}}'), (502, b""), (502, b"")]
    found = users.load(connecting(fake), ASKED, users=1, requests=10)
    assert found.faults == {"http_502": 2, "busy": 1} and len(found.answered) == 7


def test_one_user_over_the_limit_is_refused_and_the_others_are_served(fake: Any) -> None:
    fake.allowance = 100_000

    def connect(number: int) -> Client:
        if number == users.GREEDY:
            fake.asked["198.18.0.1"] = max(fake.asked["198.18.0.1"], fake.allowance - 7)
        return Client(fake.url, f"198.18.0.{number + 2}")

    found = users.over_limit(connect, ASKED, users=8)
    assert found.allowed == 7
    assert len(found.refused) == len(found.beyond) >= 100
    assert found.others.answered and not found.others.faults
    assert all(sample.code == "too_many_requests" for sample in found.refused)


def test_without_a_limit_there_is_nothing_to_measure(fake: Any) -> None:
    found = users.over_limit(connecting(fake), ASKED, users=2, most=50)
    assert found.allowed is None and not found.beyond and not found.others.samples
    assert sum(fake.asked.values()) == 50
