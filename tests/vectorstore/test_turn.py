"""One thread computes at a time; one that waits for something else lets the others compute."""

from __future__ import annotations

import threading

import pytest

from vectorstore.turn import Turn


def test_the_turn_is_one_threads_at_a_time_and_lent_while_it_waits() -> None:
    turn = Turn()
    done = threading.Event()

    def other() -> None:
        with turn.taken():
            done.set()

    thread = threading.Thread(target=other)
    with turn.taken():
        thread.start()
        assert not done.wait(0.05)  # it waits for its turn
        with turn.given_up():
            assert done.wait(30)
            thread.join(30)
        with pytest.raises(RuntimeError), turn.given_up():
            raise RuntimeError
        assert turn._lock.locked()  # had back, whatever happened meanwhile
    assert not turn._lock.locked()
