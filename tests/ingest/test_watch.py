"""A folder that is followed."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

from ingest.watch import State, follow, look, settled, signs

DAY = dt.date(2031, 6, 1)
LONG = 60
"""Seconds after which a test gives up: none of them waits for a time, only for an event."""


def replay(*states: State) -> Callable[[], State]:
    """Looks that see these states in turn, and the last one ever after."""
    left = list(states)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def nothing() -> None:
    return None


def test_what_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "子").mkdir()
    for name in ("甲.txt", "甲.txt.meta.yaml", "子/乙.txt", ".隐藏.txt", "~$丙.docx"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    seen = look([tmp_path, tmp_path / "没有"])
    assert {Path(path).name for path in seen} == {"甲.txt", "甲.txt.meta.yaml", "乙.txt"}
    before = seen[str(tmp_path / "甲.txt")]
    (tmp_path / "甲.txt").write_text("另外的内容，更长一些", encoding="utf-8")
    assert look([tmp_path])[str(tmp_path / "甲.txt")] != before


def test_settled_waits_for_a_file_that_grows() -> None:
    grown = [{"甲": (size, size)} for size in (1, 2, 3, 3)]
    assert settled(replay(*grown), nothing, 5) == ({"甲": (3, 3)}, frozenset())


def test_settled_does_not_wait_for_ever() -> None:
    sizes = iter(range(1000))
    state, changing = settled(lambda: {"甲": (next(sizes), 0), "乙": (7, 7)}, nothing, 5)
    assert (state, changing) == ({"乙": (7, 7)}, {"甲"})
    assert next(sizes) == 6


def test_a_file_that_goes_while_we_look() -> None:
    assert settled(replay({"甲": (1, 1)}, {}, {}), nothing, 5) == ({}, frozenset())


def followed(looking: Callable[[], State], wakes: int, days: list[dt.date] | None = None) -> list[frozenset[str]]:
    calls: list[frozenset[str]] = []
    day = iter(days or [])
    follow(
        calls.append,
        looking=looking,
        wakes=iter(range(wakes)),
        pause=nothing,
        stop=threading.Event(),
        today=lambda: next(day, DAY),
    )
    return calls


def test_work_is_done_at_once_and_then_only_for_changes() -> None:
    assert followed(replay({"甲": (1, 1)}), wakes=5) == [frozenset()]
    old, new = {"甲": (1, 1)}, {"甲": (2, 2)}
    assert followed(replay(old, old, old, old, new), wakes=5) == [frozenset(), frozenset()]


def test_a_file_being_copied_is_named_and_waited_for() -> None:
    sizes = iter(range(1, 100))
    copied = [3 * 7]

    def looking() -> State:
        size = min(next(sizes), copied[0])
        return {"甲": (7, 7), "乙": (size, size)}

    assert followed(looking, wakes=12) == [{"乙"}, frozenset()]


def test_a_new_day_is_a_change() -> None:
    state = replay({"甲": (1, 1)})
    assert len(followed(state, wakes=3, days=[DAY, DAY, DAY + dt.timedelta(1), DAY + dt.timedelta(1)])) == 2


def test_it_stops() -> None:
    stop = threading.Event()
    calls: list[frozenset[str]] = []

    def work(changing: frozenset[str]) -> None:
        calls.append(changing)
        stop.set()

    sizes = iter(range(100))
    follow(work, looking=lambda: {"甲": (next(sizes), 0)}, wakes=iter(range(9)), pause=nothing, stop=stop, patience=1)
    assert len(calls) == 1


def _in_thread(
    make: Callable[[threading.Event], Iterator[None]],
) -> tuple[Queue[None], threading.Event, threading.Thread]:
    told: Queue[None] = Queue()
    stop = threading.Event()

    def run() -> None:
        for sign in make(stop):
            told.put(sign)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return told, stop, thread


def test_signs_come_for_real_changes_and_end(tmp_path: Path) -> None:
    told, stop, thread = _in_thread(lambda stop: signs([tmp_path, tmp_path / "甲.txt"], stop, every=0.2))
    told.get(timeout=LONG)  # a look without a report: the watcher is at work
    (tmp_path / "甲.txt").write_text("省纸。", encoding="utf-8")
    told.get(timeout=LONG)
    stop.set()
    thread.join(timeout=LONG)
    assert not thread.is_alive()


def test_a_folder_that_is_not_there_yet_is_looked_for(tmp_path: Path) -> None:
    folder = tmp_path / "以后"
    told, stop, thread = _in_thread(lambda stop: signs([folder / "子"], stop, every=0.05))
    told.get(timeout=LONG)
    (folder / "子").mkdir(parents=True)
    for _ in range(3):
        told.get(timeout=LONG)
    stop.set()
    thread.join(timeout=LONG)
    assert not thread.is_alive()


def test_the_whole_with_real_files(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("省纸。", encoding="utf-8")
    seen: Queue[set[str]] = Queue()
    stop = threading.Event()

    def work(changing: frozenset[str]) -> None:
        seen.put({Path(path).name for path in look([tmp_path]) if path not in changing})

    thread = threading.Thread(
        target=follow,
        args=(work,),
        kwargs={
            "looking": lambda: look([tmp_path]),
            "wakes": signs([tmp_path], stop, every=0.2),
            "pause": lambda: stop.wait(0.01),
            "stop": stop,
        },
        daemon=True,
    )
    thread.start()
    assert seen.get(timeout=LONG) == {"甲.txt"}
    (tmp_path / "乙.txt").write_text("双面。", encoding="utf-8")
    while (names := seen.get(timeout=LONG)) != {"甲.txt", "乙.txt"}:
        assert names == {"甲.txt"}
    (tmp_path / "甲.txt").unlink()
    while (names := seen.get(timeout=LONG)) != {"乙.txt"}:
        assert names == {"甲.txt", "乙.txt"}
    stop.set()
    thread.join(timeout=LONG)
    assert not thread.is_alive()
