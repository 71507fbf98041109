"""regulations.jsonl ⇄ Regulations: one regulation a line, replaced as a whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ingest.model import IngestError, Regulation
from ingest.record import SCHEMA, from_record, pieces


def write_regulations(path: Path, regulations: Iterable[Regulation]) -> None:
    """Replace ``path`` by these regulations as :func:`write_text` does."""
    _replace(path, (piece for regulation in regulations for piece in (*pieces(regulation), "\n")))


def write_text(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` atomically: whoever reads it sees the old file or the new one, also after a crash.
    Raises IngestError (``unwritable``) where the folder cannot be written."""
    _replace(path, (text,))


def _replace(path: Path, text: Iterable[str]) -> None:
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name + ".", suffix=".tmp")
    except OSError as error:
        raise _unwritable(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.writelines(text)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_regulations(path: Path) -> tuple[Regulation, ...]:
    """All regulations of the file, in its order. Raises IngestError (``missing``, ``broken``, ``schema``), naming file
    and line."""
    path = Path(path)
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError as error:
        raise IngestError("missing", f"找不到 {path}。请先运行 python -m ingest run 导入法规文件。") from error
    except OSError as error:
        raise IngestError("missing", f"无法读取 {path}（{error.strerror}）。请检查路径和读取权限。") from error
    # write_regulations ends every line: an unended last line was cut off.
    if lines[-1].strip():
        raise _broken(path, len(lines), "末行不完整，文件可能在复制时被截断")
    regulations: list[Regulation] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        regulation = _from_line(path, number, line)
        if regulation.id in seen:
            raise _broken(path, number, f"编号 {regulation.id} 与第 {seen[regulation.id]} 行重复")
        seen[regulation.id] = number
        regulations.append(regulation)
    return tuple(regulations)


def _from_line(path: Path, number: int, line: bytes) -> Regulation:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise _broken(path, number, "不是有效的 JSON") from error
    if not isinstance(record, dict):
        raise _broken(path, number, "不是一条法规记录")
    if record.get("schema") != SCHEMA:
        raise IngestError(
            "schema",
            f"{path} 第 {number} 行的格式版本是 {record.get('schema', '（无）')}，本程序使用版本 {SCHEMA}。"
            "请用本版本重新运行 python -m ingest run，再重建索引。",
        )
    try:
        return from_record(record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _broken(path, number, f"记录不完整或字段有误（{error}）") from error


def _sync_folder(folder: Path) -> None:
    # The rename itself must survive a power cut; systems that cannot sync a folder are left as they are.
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _broken(path: Path, number: int, why: str) -> IngestError:
    return IngestError(
        "broken", f"{path} 第 {number} 行已损坏：{why}。请从备份恢复该文件，或重新运行 python -m ingest run 生成。"
    )


def _unwritable(path: Path, error: OSError) -> IngestError:
    return IngestError("unwritable", f"无法写入 {path}（{error.strerror}）。请检查磁盘空间和写入权限。原文件未改动。")
