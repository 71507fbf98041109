"""Whether the audit log is whole: every line carries the hash of the one before it, from the anchor to ``HEAD``.

Who can write to the folder can recompute everything, so a site that must rule that out keeps the hash that ``verify``
prints somewhere else and hands it back later.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.audit import folder as files
from app.audit.line import decode, digest

_NOTES = {
    "repaired": "写到一半的行已在下一次写入前清除",
    "lost": "有事件因无法写入而未记录",
    "expired": "到期文件已按保留天数删除",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """``faults`` and ``notes`` are Chinese sentences with their places; ``head`` is the hash of the last line."""

    faults: tuple[str, ...]
    notes: tuple[str, ...]
    lines: int
    first: str
    last: str
    head: str
    known: bool


def verify(folder: Path, known: str = "") -> Verdict:
    """Read the whole log. ``known`` is a hash noted down earlier: ``Verdict.known`` says whether the log contains it.

    Works beside a running service: what is written meanwhile is checked too, half a line at the very end is no fault.
    """
    head = files.read_head(folder)  # before the lines, so that they can only be ahead of it
    faults: list[str] = []
    notes: list[str] = []
    try:
        anchor = files.read_anchor(folder)
    except ValueError:
        anchor = files.Anchor()
        faults.append("ANCHOR 损坏，无法确认最早一行之前是否有缺失")
    expected, before, count, first, last = anchor.digest, "最早保留的一行之前", 0, "", ""
    found, passed = known == anchor.digest, head is None or head.digest == anchor.digest
    days = [day for day in files.days(folder) if day > anchor.through]
    for day in days:
        lines = files.file_of(folder, day).read_bytes().split(b"\n")
        if lines.pop() and day != days[-1]:
            faults.append(f"{day}.jsonl 末尾的行不完整")
        for number, line in enumerate(lines, 1):
            where, record = f"{day}.jsonl 第 {number} 行", decode(line)
            if record is None:
                faults.append(f"{where}不是审计记录")
            else:
                if record["prev"] != expected:
                    faults.append(f"{where}与{before}不衔接：其中一处被改动，或其间有行被删除、插入")
                if record.get("event") == "gap":
                    faults.append(f"{where}之前有已写入的行不见了（被删除，或断电丢失）")
                elif record.get("event") in _NOTES:
                    notes.append(f"{where}：{_NOTES[record['event']]}")
                first, last = first or str(record.get("time", "")), str(record.get("time", ""))
            expected, before, count = digest(line), where, count + 1
            found = found or expected == known
            passed = passed or (head is not None and expected == head.digest)
    if head is None and days:
        faults.append("HEAD 不见了或已损坏，无法确认末尾是否有缺失")
    elif not passed:
        faults.append(f"最后写入的行（哈希 {head.digest[:16] if head else ''}…）不在日志里：末尾的行被改动或删除")
    return Verdict(tuple(faults), tuple(notes), count, first, last, expected, found)
