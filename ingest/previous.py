"""Small files that a person edits while the program runs: replaced whole, with the version before kept for undoing."""

from __future__ import annotations

from pathlib import Path

from ingest.model import IngestError
from ingest.store import write_text

_GONE = "\0"
"""What is kept where there was no file before: no text that anybody saves."""


def replace_text(path: Path, text: str | None) -> None:
    """Write ``text`` to ``path`` (None: remove the file) and keep what was there before. Nothing happens where it is
    the same. Raises IngestError ``unwritable``."""
    before = read_text(path)
    if text == before:
        return
    write_text(_kept(path), _GONE if before is None else before)
    _write(path, text)


def undo(path: Path) -> None:
    """Exchange the file and the version before it; done twice, nothing has changed. Raises IngestError ``missing``
    where no version was kept."""
    kept = read_text(_kept(path))
    if kept is None:
        raise IngestError("missing", "没有上一版可以恢复：还没有修改过。")
    replace_text(path, None if kept == _GONE else kept)


def has_previous(path: Path) -> bool:
    """Whether :func:`undo` has something to do."""
    return _kept(path).is_file()


def read_text(path: Path) -> str | None:
    """The file's text, None where there is none. Raises IngestError ``broken`` where it is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IngestError("broken", f"{path} 读不出来：请确认它以 UTF-8 编码保存、可以读取，或把它移走。") from error


def _write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink(missing_ok=True)
    else:
        write_text(path, text)


def _kept(path: Path) -> Path:
    return path.with_name(path.name + ".previous")
