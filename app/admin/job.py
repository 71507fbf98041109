"""One piece of work and how far it is, as a file that outlives the service."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from ingest.store import write_text

State = Literal["running", "done", "failed", "cancelled", "interrupted"]
"""interrupted: its process is gone without having said how it ended."""

JOB, LOG, RESULT = "job.json", "log.txt", "result.json"
_TAIL = 64 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """``kind`` and ``preview`` say what is done, ``about`` with what; ``commands`` run one after the other. ``stage``,
    ``done`` and ``total`` are the progress, ``error`` why it failed, in Chinese. Times are ISO, ``ended`` empty before
    the end."""

    id: str
    kind: str
    preview: bool
    title: str
    who: str
    begun: str
    about: dict[str, Any]
    commands: tuple[tuple[str, ...], ...]
    state: State = "running"
    pid: int = 0
    step: int = 0
    stage: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    ended: str = ""

    def shown(self) -> dict[str, Any]:
        """The job for the page: everything but its commands and its process."""
        return {key: value for key, value in asdict(self).items() if key not in ("commands", "pid")}


def write_job(folder: Path, job: Job) -> None:
    """Replace the job's file."""
    write_text(folder / JOB, json.dumps(asdict(job), ensure_ascii=False) + "\n")


def read_job(folder: Path) -> Job | None:
    """The job in this folder; None where there is none that can be read."""
    try:
        record = json.loads((folder / JOB).read_text(encoding="utf-8"))
        known = {each.name for each in fields(Job)}
        job = Job(**{key: value for key, value in record.items() if key in known})
        return replace(job, commands=tuple(tuple(command) for command in job.commands))
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def read_result(folder: Path) -> Any:
    """What its first command printed as JSON, None where it did not."""
    try:
        return json.loads((folder / RESULT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def read_log(folder: Path) -> str:
    """The end of what its commands said."""
    try:
        with (folder / LOG).open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _TAIL))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""
