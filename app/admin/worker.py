"""``python -m app.admin.worker FOLDER``: runs the commands of one job and keeps its file up to date.

It is a process of its own, so that the service neither waits for it nor takes it along when it restarts. The lock that
the service has taken for it is inherited and held until it ends, however it ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import IO

from app.admin.job import LOG, RESULT, Job, State, read_job, write_job

_GOOD = (0, 3)
"""Exit statuses after which the next command runs: done; done but for some files (``ingest``)."""
_EVERY = 0.5
_PATIENCE = 20.0
_MOST = 4 * 1024 * 1024


class _CancelledError(Exception):
    """Somebody wants the job to end."""


def main(folder: Path) -> int:
    """Run the job in ``folder``. Its end stands in its file; the exit status only says whether there was one."""
    job = read_job(folder)
    if job is None:
        return 2
    with contextlib.suppress(OSError):
        os.nice(10)
    signal.signal(signal.SIGTERM, _cancel)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # may have been ignored by whoever started the service
    worker = _Worker(folder, replace(job, pid=os.getpid()))
    try:
        worker.run()
    except _CancelledError:
        worker.end("cancelled")
    except Exception as error:
        worker.end("failed", f"运行时出错（{type(error).__name__}：{error}）。请查看输出，并把它反馈给维护人员。")
    return 0


def _cancel(number: int, frame: FrameType | None) -> None:
    raise _CancelledError


class _Worker:
    def __init__(self, folder: Path, job: Job) -> None:
        self._folder = folder
        self._job = job
        self._told = 0.0
        self._errors: list[str] = []
        write_job(folder, job)

    def run(self) -> None:
        with (self._folder / LOG).open("a", encoding="utf-8") as log:
            for step, command in enumerate(self._job.commands):
                self._job = replace(self._job, step=step, stage="", done=0, total=0)
                status = self._run(command, log)
                if status not in _GOOD:
                    self.end(
                        "failed", "\n".join(self._errors) or f"命令以状态 {status} 结束，没有说明原因。请查看输出。"
                    )
                    return
        self.end("done")

    def _run(self, command: Sequence[str], log: IO[str]) -> int:
        said = self._folder / "stdout.txt"
        with said.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
            )
        try:
            assert process.stderr is not None
            for line in process.stderr:
                self._hear(line.rstrip("\n"), log)
            process.wait()
        except _CancelledError:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # asked twice, it must not end before what it runs
            process.send_signal(signal.SIGINT)
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
        self._keep(said, log)
        return process.returncode

    def _hear(self, line: str, log: IO[str]) -> None:
        if line.startswith('{"stage"'):
            with contextlib.suppress(ValueError, KeyError):
                told = json.loads(line)
                self._job = replace(self._job, stage=told["stage"], done=told["done"], total=told["total"])
                if time.monotonic() - self._told > _EVERY:
                    self._told = time.monotonic()
                    write_job(self._folder, self._job)
                return
        if line.startswith("错误："):
            self._errors = [line.removeprefix("错误：")]
        elif self._errors:
            self._errors.append(line)
        if log.tell() < _MOST:
            log.write(line + "\n")
            log.flush()

    def _keep(self, said: Path, log: IO[str]) -> None:
        text = said.read_text(encoding="utf-8", errors="replace")
        if text.startswith("{"):
            said.replace(self._folder / RESULT)
        else:
            log.write(text[:_MOST])
            log.flush()
            said.unlink()

    def end(self, state: State, error: str = "") -> None:
        ended = datetime.now(UTC).isoformat(timespec="seconds")
        self._job = replace(self._job, state=state, error=error[:4000], ended=ended)
        write_job(self._folder, self._job)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
