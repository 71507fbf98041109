"""Writing the audit log.

Decisions. Several processes may write to one folder (the service and a command beside it): each line is written under
a file lock, going on from ``HEAD``. Half a line left by a process that was killed is cut off before the next one is
written, which a line ``repaired`` says; lines that ``HEAD`` vouches for but that are gone make a line ``gap``, which
``verify`` reports. A log that cannot be written (full disk, no permission, lock not to be had) never stops an answer:
the event is dropped, counted, said on stderr at most once a minute, and once writing works again a line ``lost`` says
how many were dropped. Lines are not synced one by one: a power failure may cost the last seconds.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from app.audit import folder as files
from app.audit.folder import Head
from app.audit.line import FIRST, digest, encode
from app.audit.retention import expire
from app.privacy import LogQuestions

logger = logging.getLogger("tiaowen.audit")

_PATIENCE = 0.2  # seconds to wait for the lock; it is held for microseconds unless its holder was stopped
_QUIET = 60.0  # seconds between two complaints on stderr


def _now() -> datetime:
    return datetime.now().astimezone()


class AuditLog:
    """Appends to the files of ``folder``, which are kept for ``days`` days. Safe to use from threads and processes.

    Under ``log_questions`` other than ``full`` personal numbers are masked in every text. ``lost`` counts the events
    that could not be written since this object was made.
    """

    def __init__(
        self, folder: Path, days: int, log_questions: LogQuestions = "none", clock: Callable[[], datetime] = _now
    ) -> None:
        self.folder = folder
        self.policy: LogQuestions = log_questions
        self.lost = 0
        self._days = days
        self._clock = clock
        self._lock = threading.Lock()
        self._unsaid = 0
        self._complained = float("-inf")
        self._today = ""

    def write(self, event: str, **facts: object) -> None:
        """Keep one line. Never raises for a fault of the disk."""
        with self._lock:
            try:
                self._write(event, facts)
            except OSError as error:
                self.lost += 1
                self._unsaid += 1
                self._complain(error)

    def _write(self, event: str, facts: dict[str, object]) -> None:
        now = self._clock()
        files.make(self.folder)
        with self._locked() as (descriptor, head):
            today = now.date().isoformat()
            if self._today != today or head is None or self._size(head.day) != head.size:
                head = self._recovered(descriptor, head, now)
                head = self._expired(descriptor, head, now)
                self._today = today
            if self._unsaid:
                head = self._append(descriptor, head, now, "lost", {"count": self._unsaid})
                self._unsaid = 0
            self._append(descriptor, head, now, event, facts)

    def _append(self, descriptor: int, head: Head, now: datetime, event: str, facts: dict[str, object]) -> Head:
        line = encode(now.isoformat(timespec="milliseconds"), event, facts, head.digest, self.policy)
        day = max(now.date().isoformat(), head.day)
        file = files.open_private(files.file_of(self.folder, day), os.O_WRONLY | os.O_APPEND)
        try:
            size = os.fstat(file).st_size
            written = os.write(file, line + b"\n")
            if written != len(line) + 1:  # a disk that filled up half-way through the line
                os.ftruncate(file, size)
                raise OSError(28, "磁盘空间不足")
        finally:
            os.close(file)
        after = Head(digest(line), day, size + written)
        os.pwrite(descriptor, after.encoded(), 0)
        return after

    def _size(self, day: str) -> int:
        try:
            return files.file_of(self.folder, day).stat().st_size
        except FileNotFoundError:
            return 0

    def _recovered(self, descriptor: int, head: Head | None, now: datetime) -> Head:
        """Where the log really ends, after whatever happened to the last writer; what was found is written down."""
        known = files.days(self.folder)
        if head is None and not known:
            return Head(self._anchor(), now.date().isoformat(), 0)
        missing = head is None or self._size(head.day) < head.size
        # from where HEAD points to, or where that cannot be trusted from the beginning of what there is
        end = head if head is not None and not missing else Head(FIRST, known[0] if known else "", 0)
        begun, cut = end, 0
        for day in (day for day in known if day >= begun.day):
            end, half = self._adopted(day, begun.size if day == begun.day else 0, end)
            cut += half
        if cut:
            end = self._append(descriptor, end, now, "repaired", {"bytes": cut})
        if missing:
            end = self._append(descriptor, end, now, "gap", {"expected": head.digest if head else ""})
        return end

    def _anchor(self) -> str:
        try:
            return files.read_anchor(self.folder).digest
        except ValueError:
            return FIRST

    def _adopted(self, day: str, offset: int, end: Head) -> tuple[Head, int]:
        """What another writer put behind ``offset`` without getting to ``HEAD``; bytes of half a line cut off."""
        path = files.file_of(self.folder, day)
        with path.open("rb+") as file:
            file.seek(offset)
            rest = file.read()
            whole, _, half = rest.rpartition(b"\n")
            if half:
                file.truncate(offset + len(rest) - len(half))
        size = offset + len(rest) - len(half)
        if not rest or size == offset:
            return (Head(end.digest, day, size) if day == end.day else end), len(half)
        return Head(digest(whole.rsplit(b"\n", 1)[-1]), day, size), len(half)

    def _expired(self, descriptor: int, head: Head, now: datetime) -> Head:
        anchor = expire(self.folder, self._days, now.date())
        if anchor is None:
            return head
        return self._append(descriptor, head, now, "expired", {"through": anchor.through, "digest": anchor.digest})

    @contextmanager
    def _locked(self) -> Iterator[tuple[int, Head | None]]:
        descriptor = files.open_private(self.folder / "HEAD", os.O_RDWR)
        try:
            given_up = time.monotonic() + _PATIENCE
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= given_up:
                        raise OSError(11, "另一个进程占用着审计日志") from None
                    time.sleep(0.001)
            yield descriptor, Head.decoded(os.pread(descriptor, 256, 0))
        finally:
            os.close(descriptor)  # and with it the lock

    def _complain(self, error: OSError) -> None:
        if time.monotonic() - self._complained < _QUIET:
            return
        self._complained = time.monotonic()
        logger.error(
            "审计日志写不进去（%s），已有 %d 条未能记录；请检查 %s 的磁盘空间和权限。回答提问不受影响。",
            error.strerror or error,
            self.lost,
            self.folder,
        )
