"""The jobs of ``data``/admin/jobs: one at a time, each in a process of its own, each with a folder that tells of it."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.admin.job import Job, read_job, read_log, read_result, write_job
from app.admin.tasks import TITLES, Task

_KEPT = 50
_ENDING = 10.0
"""Seconds that a process may take to end once its work is done."""
_PROJECT = Path(__file__).parent.parent.parent


class BusyError(Exception):
    """Another job is running; the message is Chinese."""


class Jobs:
    """Starts jobs and tells of them. Safe to use from several threads."""

    def __init__(self, data: Path, model: str | None, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._data = data.resolve()
        self._model = model
        self._now = now
        self._folder = data / "admin" / "jobs"
        self._lock = threading.Lock()
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, task: Task, who: str) -> Job:
        """Begin the task. Raises :class:`BusyError` while another one is running."""
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = self._awaited()
            if lock is None:
                raise BusyError("另一项工作正在进行，请等它结束，或先取消它。")
            try:
                now = self._now()
                job = Job(
                    id=f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}",
                    kind=task.kind,
                    preview=task.preview,
                    title=TITLES[task.kind],
                    who=who,
                    begun=now.isoformat(timespec="seconds"),
                    about=task.about(),
                    commands=task.commands(self._data, self._model, who),
                )
                folder = self._folder / job.id
                folder.mkdir()
                write_job(folder, job)
                self._spawn(folder, lock)
            finally:
                os.close(lock)
            self._prune()
            return job

    def _spawn(self, folder: Path, lock: int) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.upper().startswith("TIAOWEN_")}
        path = os.pathsep.join([str(_PROJECT), *filter(None, [environment.get("PYTHONPATH")])])
        environment |= {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
        command = [sys.executable, "-m", "app.admin.worker", str(folder.resolve())]
        self._started.append(
            subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=(lock,),
            )
        )

    def latest(self) -> Job | None:
        """The job begun last, running or ended."""
        return next(iter(self._jobs(1)), None)

    def history(self) -> list[Job]:
        """The jobs that are kept, the last one first."""
        return self._jobs(_KEPT)

    def running(self) -> Job | None:
        """The job that is being done now."""
        job = self.latest()
        return job if job is not None and job.state == "running" else None

    def result(self, job: Job) -> Any:
        """What a preview has found; see ``ingest.commands.shared``."""
        return read_result(self._folder / job.id)

    def log(self, job: Job) -> str:
        """The end of what its commands said."""
        return read_log(self._folder / job.id)

    def find(self, identity: str) -> Job | None:
        """The job with this id."""
        return next((job for job in self.history() if job.id == identity), None)

    def cancel(self) -> bool:
        """Ask the running job to end; whether there was one."""
        job = self.running()
        if job is None or not job.pid:
            return False
        try:
            os.kill(job.pid, signal.SIGTERM)
        except ProcessLookupError:
            return False
        return True

    def wait(self, timeout: float | None = None) -> None:
        """Wait until what this object started has ended."""
        for process in list(self._started):
            process.wait(timeout)

    def _jobs(self, most: int) -> list[Job]:
        self._started = [process for process in self._started if process.poll() is None]
        if not self._folder.is_dir():
            return []
        names = sorted((path.name for path in self._folder.iterdir() if path.is_dir()), reverse=True)
        found: list[Job] = []
        for name in names:
            job = read_job(self._folder / name)
            if job is not None:
                found.append(self._as_it_is(job))
            if len(found) == most:
                break
        return found

    def _as_it_is(self, job: Job) -> Job:
        """The job; where it says that it is running and nobody is at work, what has become of it."""
        if job.state != "running" or self._is_locked():
            return job
        job = read_job(self._folder / job.id) or job  # it may have ended between reading and looking
        if job.state != "running":
            return job
        error = "中途断了（服务停止或机器重启）。已发布的索引不受影响，请重新操作。"
        return replace(job, state="interrupted", error=error)

    def _awaited(self) -> int | None:
        """:meth:`_locked`; where a job has said that it is done, the end of its process is awaited."""
        end = time.monotonic() + _ENDING
        while (lock := self._locked()) is None and time.monotonic() < end:
            names = sorted(path.name for path in self._folder.iterdir() if path.is_dir())
            job = read_job(self._folder / names[-1]) if names else None
            if job is not None and job.state == "running":
                break
            time.sleep(0.02)
        return lock

    def _locked(self) -> int | None:
        """The lock that the job will hold, None where another one has it."""
        descriptor = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor

    def _is_locked(self) -> bool:
        with self._lock:  # looking takes the lock for a moment, which must not turn a start away
            lock = self._locked()
            if lock is None:
                return True
            os.close(lock)
            return False

    def _prune(self) -> None:
        names = sorted(path.name for path in self._folder.iterdir() if path.is_dir())
        for name in names[:-_KEPT]:
            shutil.rmtree(self._folder / name, ignore_errors=True)
