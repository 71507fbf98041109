"""A flood of refusals makes a bounded number of lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.audit import AuditLog, Denials, read


def test_no_more_lines_a_minute_than_allowed(tmp_path: Path) -> None:
    now = 0.0
    denials = Denials(AuditLog(tmp_path, 180), most=2, clock=lambda: now)
    for _ in range(5):
        denials(status=429)
    now = 60.0
    denials(status=403)
    assert [(r["status"], r.get("left_out")) for r in read(tmp_path, date.min)] == [
        (429, None),
        (429, None),
        (403, 3),
    ]
