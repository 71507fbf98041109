"""Removing whole files that are older than the site keeps them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from app.audit import folder as files
from app.audit.folder import Anchor
from app.audit.line import digest


def expire(folder: Path, days: int, today: date) -> Anchor | None:
    """Remove the files of days more than ``days`` before ``today``; the new anchor, or None where nothing was removed.

    The anchor is written first: a process killed in between leaves files that the next call removes.
    """
    oldest = (today - timedelta(days=days)).isoformat()
    gone = [day for day in files.days(folder) if day < oldest]
    if not gone:
        return None
    last = files.file_of(folder, gone[-1]).read_bytes().rstrip(b"\n").rsplit(b"\n", 1)[-1]
    anchor = Anchor(digest(last), gone[-1])
    files.write_anchor(folder, anchor)
    for day in gone:
        files.file_of(folder, day).unlink(missing_ok=True)
    return anchor
