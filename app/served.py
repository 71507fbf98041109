"""The chain over the index that is published now; a newly published one takes its place without a restart."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.chain import RegulationChain
from app.site import site_file
from vectorstore.own_words import own_file
from vectorstore.published import IndexFolder

logger = logging.getLogger("tiaowen.served")

_FIRST_PAUSE, _LONGEST_PAUSE = 30.0, 1800.0
"""Seconds until a build that could not be opened is tried again; each time twice as many."""

ChainProvider = Callable[[], RegulationChain]
"""The chain over the index that is published now; raises ``app.chain.AskError`` (503) while there is none."""


def state(data: Path) -> str | None:
    """What ``data`` is served with, for telling whether it has changed: the published build and when the site's own
    words were written; None before the first build."""
    build = IndexFolder(data).current()
    return None if build is None else " ".join((build, _written(own_file(data)), _written(site_file(data))))


def _written(file: Path) -> str:
    try:
        known = file.stat()
    except OSError:
        return "-"
    return f"{known.st_mtime_ns}.{known.st_size}"


class Served:
    """Holds the chain in use. ``published()`` gives what is to be served, ``open_chain()`` opens it.

    Every ``period`` seconds at most, a request looks whether another state was published (see :func:`state`); after
    :meth:`follow`, so does a thread. It is opened in a thread of its own, then takes over, and ``grace`` seconds later
    the old one is closed; what is published meanwhile comes after that. One that cannot be opened leaves the old one
    serving, and is tried again after a pause that grows from half a minute to half an hour: the disk may have been
    full. Safe to use from several threads.
    """

    def __init__(
        self,
        published: Callable[[], str | None],
        open_chain: Callable[[], RegulationChain],
        *,
        period: float = 2.0,
        grace: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._published = published
        self._open_chain = open_chain
        self._period = period
        self._grace = grace
        self._clock = clock
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._state = self._published_now()  # what changes while it is being opened is seen as a change
        self._chain = open_chain()
        self._failed: _Failed | None = None
        self._looked = clock()
        self._replacing: threading.Thread | None = None
        self._follower: threading.Thread | None = None

    def follow(self) -> None:
        """Look without being asked, too: what was withdrawn in a quiet hour must not be quoted to the next who asks."""
        self._follower = threading.Thread(target=self._follow, name="follow-index", daemon=True)
        self._follower.start()

    def __call__(self) -> RegulationChain:
        """The chain to ask now."""
        with self._lock:
            now = self._clock()
            if now - self._looked >= self._period and not self._is_replacing:
                self._looked = now
                self._look()
            return self._chain

    @property
    def _is_replacing(self) -> bool:
        return self._replacing is not None and self._replacing.is_alive()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until no build is being opened, nor an old one, its ``grace`` included, waiting to be closed."""
        replacing = self._replacing
        if replacing is not None:
            replacing.join(timeout)

    def close(self) -> None:
        """Close the chain in use; nothing may be asked afterwards."""
        self._ended.set()
        if self._follower is not None:
            self._follower.join()
        self.wait()
        self._chain.close()

    def _follow(self) -> None:
        while not self._ended.wait(self._period):
            self()

    def _look(self) -> None:
        published = self._published_now()
        if published is None or published == self._state:
            return
        failed = self._failed
        if failed is not None and failed.state == published and self._clock() < failed.again:
            return
        self._replacing = threading.Thread(target=self._replace, args=(published,), name="open-index", daemon=True)
        self._replacing.start()

    def _published_now(self) -> str | None:
        try:
            return self._published()
        except Exception:
            logger.exception("读不到已发布的索引编号，继续使用原来的索引")
            return None

    def _replace(self, published: str) -> None:
        try:
            new = self._open_chain()
        except Exception as error:
            self._not_opened(published, error)
            return
        with self._lock:
            old, self._chain, self._state, self._failed = self._chain, new, published, None
        logger.info("已换用索引 %s", new.index.build_id)
        self._ended.wait(self._grace)  # whoever has just been given the old chain
        old.close()

    def _not_opened(self, published: str, error: Exception) -> None:
        before = self._failed if self._failed is not None and self._failed.state == published else None
        pause = _FIRST_PAUSE if before is None else min(_LONGEST_PAUSE, 2 * before.pause)
        kind = repr(error)
        if before is None or before.error != kind:  # the same fault again is no news
            said = "新索引 %s 打不开，继续使用 %s，稍后自动重试"
            logger.error(said, published, self._chain.index.build_id, exc_info=error)
        self._failed = _Failed(published, kind, pause, self._clock() + pause)


@dataclass(frozen=True, slots=True)
class _Failed:
    """A state that could not be opened, why, and when it is tried again, ``pause`` seconds after it failed."""

    state: str
    error: str
    pause: float
    again: float
