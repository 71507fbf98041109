"""Lines are written whole, one after the other, whoever writes them and whatever happened to the writer before."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import stat
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import app.audit.log
from app.audit import AuditLog, read, verify

DAY = "2026-03-04.jsonl"
BEGINNING = date.min


def events(folder: Path) -> list[str]:
    return [record["event"] for record in read(folder, BEGINNING)]


def test_a_line(log: AuditLog, folder: Path) -> None:
    log.write("denied", status=429, address="192.0.2.7", reason=None)
    (record,) = (json.loads(line) for line in (folder / DAY).read_text(encoding="utf-8").splitlines())
    assert record == {
        "time": "2026-03-04T09:30:00.000+08:00",
        "event": "denied",
        "status": 429,
        "address": "192.0.2.7",
        "prev": "0" * 64,
    }


def test_nobody_else_can_read_it(log: AuditLog, folder: Path) -> None:
    log.write("start")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can leave files that others cannot write")
def test_what_root_creates_belongs_to_the_owner_of_the_folder(log: AuditLog, folder: Path) -> None:
    folder.parent.mkdir()
    os.chown(folder.parent, 12345, 12345)
    log.write("admin")
    assert {path.stat().st_uid for path in (folder, *folder.iterdir())} == {12345}


def test_personal_numbers_are_masked_also_deep_inside(log: AuditLog, folder: Path, clock: Any) -> None:
    facts: dict[str, Any] = {"note": "电话13800138000", "list": ["身份证11010119900307123X"], "map": {"text": "a@b.cn"}}
    log.write("admin", **facts, visitor="20240117", regulation="某办法@2024-04-03")
    AuditLog(folder, 180, "full", clock).write("admin", **facts)
    masked, full = read(folder, BEGINNING)
    assert (masked["note"], masked["list"], masked["map"]) == ("电话****", ["身份证****"], {"text": "****"})
    assert (masked["visitor"], masked["regulation"]) == ("20240117", "某办法@2024-04-03")
    assert {key: full[key] for key in facts} == facts


def test_hostile_text_stays_inside_its_line(log: AuditLog, folder: Path) -> None:
    log.write("feedback", reason='\n{"event":"forged"}\u2028\ud800\x00', other="长" * 100_000)
    log.write("stop")
    assert events(folder) == ["feedback", "stop"]
    assert (folder / DAY).stat().st_size < 20_000 and verify(folder).faults == ()


def test_one_file_a_day_and_the_chain_goes_on(log: AuditLog, folder: Path, clock: Any) -> None:
    log.write("start")
    clock.pass_days(1)
    log.write("stop")
    assert sorted(path.name for path in folder.glob("*.jsonl")) == [DAY, "2026-03-05.jsonl"]
    assert verify(folder).faults == () and verify(folder).lines == 2


def test_a_clock_set_back_goes_on_in_the_newest_file(log: AuditLog, folder: Path, clock: Any) -> None:
    log.write("start")
    clock.pass_days(-2)
    log.write("stop")
    assert [path.name for path in folder.glob("*.jsonl")] == [DAY] and verify(folder).faults == ()


def test_threads_and_a_second_log_on_the_same_folder(log: AuditLog, folder: Path, open_log: Any) -> None:
    logs = [log, open_log()]
    threads = [threading.Thread(target=lambda log=log: [log.write("ask", n=n) for n in range(50)]) for log in logs * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(events(folder)) == 300 and verify(folder).faults == () and log.lost == 0


def _write_many(folder: str) -> None:
    log = AuditLog(Path(folder), 180)
    for number in range(100):
        log.write("ask", n=number)


def test_two_processes_on_one_folder(folder: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_write_many, args=(str(folder),)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert verify(folder).faults == () and verify(folder).lines == 200


def test_half_a_line_of_a_killed_process_is_cut_off_and_said(log: AuditLog, folder: Path, open_log: Any) -> None:
    log.write("start")
    with (folder / DAY).open("ab") as file:
        file.write(b'{"time":"2026')
    open_log().write("start")
    assert events(folder) == ["start", "repaired", "start"]
    verdict = verify(folder)
    assert verdict.faults == () and "第 2 行" in verdict.notes[0]


def test_a_line_whose_writer_was_killed_before_head_counts(log: AuditLog, folder: Path, open_log: Any) -> None:
    log.write("start")
    before = (folder / "HEAD").read_bytes()
    log.write("ask")
    (folder / "HEAD").write_bytes(before)
    open_log().write("stop")
    assert events(folder) == ["start", "ask", "stop"] and verify(folder).faults == ()


def test_the_same_over_midnight(log: AuditLog, folder: Path, open_log: Any, clock: Any) -> None:
    log.write("start")
    before = (folder / "HEAD").read_bytes()
    clock.pass_days(1)
    log.write("ask")
    (folder / "HEAD").write_bytes(before)
    clock.pass_days(1)
    open_log().write("stop")
    assert events(folder) == ["start", "ask", "stop"] and verify(folder).faults == ()


def _full(descriptor: int, data: bytes) -> int:
    os.pwrite(descriptor, data[:7], os.fstat(descriptor).st_size)
    return 7


def test_a_full_disk_stops_nothing_and_is_said_later(
    log: AuditLog, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    log.write("start")
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR, "tiaowen.audit"):
        patched.setattr(app.audit.log, "os", _OnFullDisk())
        log.write("ask")
        log.write("ask")
    assert log.lost == 2 and len(caplog.records) == 1 and "磁盘空间" in caplog.text
    log.write("stop")
    assert events(folder) == ["start", "lost", "stop"] and verify(folder).faults == ()
    assert next(record for record in read(folder, BEGINNING) if record["event"] == "lost")["count"] == 2


class _OnFullDisk:
    """``os`` where only the first bytes of a line still fit."""

    def __getattr__(self, name: str) -> Any:
        return _full if name == "write" else getattr(os, name)


def test_a_lock_that_is_never_given_back_stops_nothing(
    log: AuditLog, folder: Path, open_log: Callable[[], AuditLog]
) -> None:
    log.write("start")
    with log._locked():
        other = open_log()
        other.write("ask")
        assert other.lost == 1
    other.write("ask")
    assert events(folder) == ["start", "lost", "ask"]


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    log = AuditLog(tmp_path / "data" / "audit", 180)
    log.write("start")
    assert log.lost == 1


def test_a_link_is_not_followed(log: AuditLog, folder: Path, tmp_path: Path) -> None:
    folder.mkdir(parents=True)
    (folder / DAY).symlink_to(tmp_path / "elsewhere")
    log.write("start")
    assert log.lost == 1 and not (tmp_path / "elsewhere").exists()
