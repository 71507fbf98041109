"""An audit folder and a clock that stands still until it is set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.audit import AuditLog


@dataclass
class Clock:
    """Says what it was set to."""

    now: datetime = datetime(2026, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "audit"


@pytest.fixture
def open_log(folder: Path, clock: Clock) -> Callable[[], AuditLog]:
    """The log as a process that has just started opens it."""
    return lambda: AuditLog(folder, 180, "masked", clock)


@pytest.fixture
def log(open_log: Callable[[], AuditLog]) -> AuditLog:
    return open_log()
