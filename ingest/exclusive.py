"""One ingest of a data folder at a time: two would each write a whole that knows nothing of the other's."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(data: Path) -> Iterator[None]:
    """Wait until no other process ingests into ``data``, and keep others waiting meanwhile.

    The folder itself is locked, so that whoever may read it may do so and no file of another owner is in the way; the
    system lets go when the process ends, however it ends. A folder that is not there yet, or lies on a file system
    without such locks, is not locked.
    """
    try:
        descriptor = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
