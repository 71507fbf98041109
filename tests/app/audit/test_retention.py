"""Old files go as a whole, and the log can still be verified."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from app.audit import AuditLog, read, verify

BEGINNING = date.min


def test_files_older_than_kept_are_removed_and_the_anchor_stays(log: AuditLog, folder: Path, clock: Any) -> None:
    for _ in range(3):
        log.write("ask")
        clock.pass_days(1)
    clock.pass_days(179)  # 2 September: what is kept begins on 6 March
    log.write("ask")
    assert sorted(path.name for path in folder.glob("*.jsonl")) == ["2026-03-06.jsonl", "2026-09-02.jsonl"]
    verdict = verify(folder)
    assert verdict.faults == () and verdict.lines == 3 and "到期" in verdict.notes[0]
    assert [record["event"] for record in read(folder, BEGINNING)] == ["ask", "expired", "ask"]


def test_the_first_kept_line_is_held_to_the_anchor(log: AuditLog, folder: Path, clock: Any) -> None:
    for days in (1, 1, 180):
        log.write("ask")
        log.write("ask")
        clock.pass_days(days)
    log.write("ask")
    path = folder / "2026-03-06.jsonl"
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])
    assert "2026-03-06.jsonl 第 1 行与最早保留的一行之前不衔接" in verify(folder).faults[0]


def test_everything_may_be_old(log: AuditLog, folder: Path, clock: Any, open_log: Any) -> None:
    log.write("ask")
    clock.pass_days(400)
    open_log().write("start")
    assert [record["event"] for record in read(folder, BEGINNING)] == ["expired", "start"]
    assert verify(folder).faults == ()


def test_a_removal_that_was_interrupted_is_no_fault(log: AuditLog, folder: Path, clock: Any) -> None:
    log.write("ask")
    kept = (folder / "2026-03-04.jsonl").read_bytes()
    clock.pass_days(200)
    log.write("ask")
    (folder / "2026-03-04.jsonl").write_bytes(kept)
    assert verify(folder).faults == ()


def test_a_damaged_anchor_is_said_and_stops_nothing(log: AuditLog, folder: Path, clock: Any, open_log: Any) -> None:
    log.write("ask")
    clock.pass_days(200)
    log.write("ask")
    (folder / "ANCHOR").write_bytes(b"[]")
    assert "ANCHOR" in verify(folder).faults[0]
    open_log().write("ask")
    assert len(list(read(folder, BEGINNING))) == 3
