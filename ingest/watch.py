"""Follows a folder: when its files change, and have stopped changing, what depends on them is done again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from threading import Event

from ingest.model import IngestError
from ingest.sources import SIDECAR_ENDINGS, find_sources

State = dict[str, tuple[int, int]]
"""What shows that a file has changed: its size in bytes and the time it was written, in nanoseconds."""

EVERY = 10.0
"""Seconds after which the folder is looked at even if nothing was reported: network drives report nothing."""
PAUSE = 1.0
"""Seconds for which a file must stay as it is; a file that is being copied grows or gets a new time."""
PATIENCE = 5
"""How many pauses other files wait for one that keeps changing."""


def look(sources: Sequence[Path]) -> State:
    """The source files and their sidecars as they are now; a source that is not there has none."""
    state: State = {}
    for source in sources:
        try:
            found = find_sources([source])[0]
        except (IngestError, OSError):
            continue
        for path, _ in found:
            for each in (path, *(path.with_name(path.name + ending) for ending in SIDECAR_ENDINGS)):
                try:
                    known = each.stat()
                except OSError:
                    continue
                state[str(each)] = (known.st_size, known.st_mtime_ns)
    return state


def settled(looking: Callable[[], State], pause: Callable[[], object], patience: int) -> tuple[State, frozenset[str]]:
    """The state once no file changes any more, or after ``patience`` pauses, and the files that still do. The state
    leaves those out."""
    before = looking()
    changing: frozenset[str] = frozenset()
    for _ in range(patience):
        pause()
        after = looking()
        changing = frozenset(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
        before = after
        if not changing:
            break
    return {path: seen for path, seen in before.items() if path not in changing}, changing


def follow(
    work: Callable[[frozenset[str]], None],
    *,
    looking: Callable[[], State],
    wakes: Iterator[object],
    pause: Callable[[], object],
    stop: Event,
    patience: int = PATIENCE,
    today: Callable[[], dt.date] = dt.date.today,
) -> None:
    """Call ``work`` at once, and whenever ``wakes`` gives a sign and the files, or the day, are not those of the last
    call; return when ``stop`` is set or ``wakes`` ends. ``work`` is given the files that are still being written."""
    done: tuple[dt.date, State] | None = None
    for _ in chain([None], wakes):
        if stop.is_set():
            return
        day = today()
        if done == (day, looking()):
            continue
        state, changing = settled(looking, pause, patience)
        if stop.is_set():
            return
        if done != (day, state):
            work(changing)
            done = (day, state)


def signs(sources: Sequence[Path], stop: Event, every: float) -> Iterator[None]:
    """A sign whenever the system reports a change below ``sources``, and ``every`` seconds without one; ends when
    ``stop`` is set. Where the system cannot report (no such folder yet, too many folders), only the latter."""
    from watchfiles import watch

    while not stop.is_set():
        folders = sorted({source if source.is_dir() else source.parent for source in sources})
        try:
            for _ in watch(
                *(folder for folder in folders if folder.is_dir()),
                watch_filter=None,
                stop_event=stop,
                rust_timeout=int(every * 1000),
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                yield None
                if not all(folder.is_dir() for folder in folders):
                    break
        except (OSError, RuntimeError):
            pass
        if not stop.wait(every):
            yield None
