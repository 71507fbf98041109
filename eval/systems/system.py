"""A system under test, opened, and what is needed to open one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.settings import Settings
from eval.run import Asker
from ingest.model import IngestError
from vectorstore.errors import VectorstoreError

OPENING_ERRORS = (IngestError, VectorstoreError)
"""What opening an index, a model or source files may raise, besides :class:`eval.run.UnreachableError`; both have a
Chinese ``message``."""


@dataclass(frozen=True)
class Setup:
    """Where systems find what they need: the settings of the service (data folder, model), the files or folders that
    were ingested (``sources``), how long one question may take, and the process of a server whose memory is read."""

    settings: Settings
    sources: tuple[Path, ...] = ()
    timeout_s: float = 60
    pid: int | None = None


@dataclass(frozen=True)
class SystemUnderTest:
    """``build_id`` is the index that it answers from, ``facts`` describe it in the report, ``memory`` tells its
    resident memory in mebibytes, now and at its peak, empty where that cannot be read. A context manager that gives
    back what it holds."""

    asker: Asker
    build_id: str
    facts: Mapping[str, str]
    close: Callable[[], None] = lambda: None
    memory: Callable[[], Mapping[str, float]] = dict

    def __enter__(self) -> SystemUnderTest:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
