"""Reading the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.audit import folder as files
from app.audit.line import decode


def read(folder: Path, since: date) -> Iterator[dict[str, Any]]:
    """The records of the files from day ``since`` on, oldest first; what is no record is passed over.

    ``folder`` is the audit folder (``data/audit``); where there is none there are no records.
    """
    for day in files.days(folder):
        if day >= since.isoformat():
            try:
                with files.file_of(folder, day).open("rb") as lines:
                    for line in lines:
                        record = decode(line) if line.endswith(b"\n") else None
                        if record is not None:
                            yield record
            except FileNotFoundError:  # removed for its age meanwhile
                continue
