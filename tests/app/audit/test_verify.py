"""Whatever is changed in or taken out of the log is found, with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.audit import AuditLog, verify
from app.audit.line import digest

FIRST, SECOND = "2026-03-04.jsonl", "2026-03-05.jsonl"


@pytest.fixture
def written(log: AuditLog, folder: Path, clock: Any) -> Path:
    for number in range(4):
        log.write("ask", id=f"a{number}")
    clock.pass_days(1)
    for number in range(4, 8):
        log.write("ask", id=f"a{number}")
    return folder


def _edit(path: Path, change: Callable[[list[bytes]], None]) -> None:
    lines = path.read_bytes().splitlines()
    change(lines)
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def test_a_whole_log(written: Path) -> None:
    verdict = verify(written)
    assert (verdict.faults, verdict.notes, verdict.lines) == ((), (), 8)
    assert verdict.first.startswith("2026-03-04") and verdict.last.startswith("2026-03-05")
    assert verdict.head == digest((written / SECOND).read_bytes().splitlines()[-1])


def test_no_log_at_all(tmp_path: Path) -> None:
    assert verify(tmp_path / "audit").lines == 0 and verify(tmp_path / "audit").faults == ()


def _altered(lines: list[bytes]) -> None:
    lines[1] = lines[1].replace(b"a1", b"b1").replace(b"a5", b"b5")


def _removed(lines: list[bytes]) -> None:
    del lines[1]


def _swapped(lines: list[bytes]) -> None:
    lines[1], lines[2] = lines[2], lines[1]


def _inserted(lines: list[bytes]) -> None:
    lines.insert(1, lines[1].replace(b"a1", b"c1"))


def _garbage(lines: list[bytes]) -> None:
    lines[1] = b"\xff\x00 not a record"


@pytest.mark.parametrize("change", [_altered, _removed, _swapped, _inserted, _garbage])
@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_a_change_is_found_at_its_place(written: Path, name: str, change: Any) -> None:
    _edit(written / name, change)
    faults = verify(written).faults
    assert faults and name in faults[0] and ("第 2 行" in faults[0] or "第 3 行" in faults[0])


def test_the_last_line_changed_or_removed(written: Path) -> None:
    kept = (written / SECOND).read_bytes()
    _edit(written / SECOND, lambda lines: lines.__setitem__(-1, lines[-1].replace(b"a7", b"b7")))
    assert "末尾的行被改动或删除" in verify(written).faults[0]
    (written / SECOND).write_bytes(kept)
    assert verify(written).faults == ()
    _edit(written / SECOND, lambda lines: lines.pop())
    assert "末尾的行被改动或删除" in verify(written).faults[0]


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_a_whole_file_removed(written: Path, name: str) -> None:
    (written / name).unlink()
    assert verify(written).faults


def test_lines_cut_off_while_the_service_stood_still(written: Path, open_log: Callable[[], AuditLog]) -> None:
    _edit(written / SECOND, lambda lines: lines.pop())
    open_log().write("start")
    verdict = verify(written)
    assert len(verdict.faults) == 1 and f"{SECOND} 第 4 行之前有已写入的行不见了" in verdict.faults[0]


@pytest.mark.parametrize("left", [b"", b"nonsense"])
def test_head_removed_or_damaged(written: Path, open_log: Callable[[], AuditLog], left: bytes) -> None:
    (written / "HEAD").write_bytes(left)
    assert "HEAD" in verify(written).faults[0]
    open_log().write("start")
    assert ["不见了" in fault for fault in verify(written).faults] == [True]


def test_half_a_line_at_the_end_is_being_written(written: Path) -> None:
    with (written / SECOND).open("ab") as file:
        file.write(b'{"time"')
    assert verify(written).faults == ()
    with (written / FIRST).open("ab") as file:
        file.write(b'{"time"')
    assert FIRST in verify(written).faults[0]


def test_a_hash_noted_down_earlier(written: Path, log: AuditLog) -> None:
    noted = verify(written).head
    log.write("ask")
    assert verify(written, noted).known and not verify(written, "1" * 64).known
