"""One ingest of a data folder at a time: two would each write a whole that knows nothing of the other's."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LOOK_AGAIN = 0.2
"""Seconds between two tries."""


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@contextmanager
def exclusive(
    data: Path, say: Callable[[str], object] = _say, pause: Callable[[], object] = lambda: time.sleep(LOOK_AGAIN)
) -> Iterator[None]:
    """Wait until no other process ingests into ``data``, and keep others waiting meanwhile.

    Who has to wait is told once, through ``say``; ``pause`` is called between two tries, and what it raises ends the
    wait. The folder itself is locked, so that whoever may read it may do so and no file of another owner is in the way;
    the system lets go when the process ends, however it ends. A folder that is not there yet is made, and taken away
    again where nothing was put into it. One that cannot be made, or lies on a file system without such locks, is not
    locked.
    """
    made: list[Path] = []
    descriptor = None
    try:
        descriptor = _locked(data, made, say, pause)
        yield
    finally:
        for folder in made:
            with contextlib.suppress(OSError):  # something was put into it
                folder.rmdir()
        if descriptor is not None:
            os.close(descriptor)


def _locked(data: Path, made: list[Path], say: Callable[[str], object], pause: Callable[[], object]) -> int | None:
    """A descriptor of ``data`` that holds the lock; None where there can be none. ``made`` gets the folders that had
    to be made, the innermost first."""
    told = False
    while True:
        descriptor = _opened(data, made)
        if descriptor is None:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(data, descriptor):
                return descriptor
        except BlockingIOError:
            if not told:
                say(f"另一个导入正在写 {data}，现在等它结束；不想等的，按 Ctrl-C 取消，不会写入任何内容。")
                told = True
            try:
                pause()
            except BaseException:
                os.close(descriptor)
                raise
        except OSError:
            return descriptor
        os.close(descriptor)


def _opened(data: Path, made: list[Path]) -> int | None:
    missing = [folder for folder in (data, *data.parents) if not folder.exists()]
    try:
        for folder in reversed(missing):
            with contextlib.suppress(FileExistsError):  # made by another one just now
                folder.mkdir()
                made.insert(0, folder)
        return os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None


def _is_still(data: Path, descriptor: int) -> bool:
    """Whether the locked folder is the one of that name: who held the lock may have taken it away."""
    try:
        return os.path.samestat(os.fstat(descriptor), data.stat())
    except OSError:
        return False
