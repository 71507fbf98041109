"""The files of the audit log.

``YYYY-MM-DD.jsonl``  the lines of one day (of this machine's clock; a clock set back goes on in the newest file)
``HEAD``              hash of the last line, its file and that file's size: what every writing process goes on from
``ANCHOR``            hash of the last line of the last file that was removed for its age

The first line of a file carries the hash of the last line of the file before it, so that a whole file cannot disappear
either. Everything is readable by its owner only.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.audit.line import FIRST

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.jsonl")
_HEAD_SIZE = 64 + 1 + 10 + 1 + 16 + 1


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends: hash of the last line, day of its file, size of that file in bytes."""

    digest: str
    day: str
    size: int

    def encoded(self) -> bytes:
        """Always of the same length, so that it is replaced in place."""
        return f"{self.digest} {self.day} {self.size:016d}\n".encode("ascii")

    @classmethod
    def decoded(cls, written: bytes) -> Head | None:
        """None where it cannot be read."""
        parts = written.decode("ascii", "replace").split()
        if len(written) != _HEAD_SIZE or len(parts) != 3 or not parts[2].isdigit():
            return None
        return cls(parts[0], parts[1], int(parts[2]))


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the first line that is still kept must carry; files up to ``through`` were removed for their age."""

    digest: str = FIRST
    through: str = ""


def days(folder: Path) -> list[str]:
    """The days that have a file, oldest first."""
    try:
        return sorted(entry.name[:10] for entry in folder.iterdir() if _DAY.fullmatch(entry.name))
    except FileNotFoundError:
        return []


def file_of(folder: Path, day: str) -> Path:
    """The file of a day."""
    return folder / f"{day}.jsonl"


def open_private(path: Path, flags: int) -> int:
    """A file descriptor; a new file is its owner's alone, and the folder's owner's where root makes it.

    The latter because a command run by root must not leave a file that the service cannot write to.
    """
    descriptor = os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    if os.geteuid() == 0:
        owner = path.parent.stat()
        if os.fstat(descriptor).st_uid != owner.st_uid:
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
    return descriptor


def make(folder: Path) -> None:
    """The folder itself."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        owner = folder.parent.stat()
        os.chown(folder, owner.st_uid, owner.st_gid)


def read_head(folder: Path) -> Head | None:
    """None where there is none or it cannot be read."""
    try:
        return Head.decoded((folder / "HEAD").read_bytes())
    except FileNotFoundError:
        return None


def read_anchor(folder: Path) -> Anchor:
    """The anchor, or the beginning of everything where no file was removed yet. ``ValueError`` where it is damaged."""
    try:
        written = json.loads((folder / "ANCHOR").read_bytes())
    except FileNotFoundError:
        return Anchor()
    try:
        anchor = Anchor(written["digest"], written["through"])
        date.fromisoformat(anchor.through)
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    return anchor


def write_anchor(folder: Path, anchor: Anchor) -> None:
    """Replace the anchor as a whole."""
    new = folder / "ANCHOR.new"
    descriptor = open_private(new, os.O_WRONLY | os.O_TRUNC)
    try:
        os.write(descriptor, json.dumps({"digest": anchor.digest, "through": anchor.through}).encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    new.replace(folder / "ANCHOR")
