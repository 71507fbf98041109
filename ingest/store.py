"""regulations.jsonl ⇄ Regulations: one regulation a line, replaced as a whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from ingest.model import (
    Article,
    Difference,
    Heading,
    IngestError,
    Item,
    Paragraph,
    Regulation,
    Segment,
    Source,
    Subitem,
)

T = TypeVar("T")

SCHEMA = 1
"""Raised whenever a record of :mod:`ingest.model` changes, so that an older file is refused, not misread."""

# Segments and differences are by far the most numerous: they are kept as rows, in the order of their fields.
_SEGMENT = ("start", "end", "source_start", "source_end")
_DIFFERENCE = ("start", "end", "canonical", "variant")


def write_regulations(path: Path, regulations: Iterable[Regulation]) -> None:
    """Replace ``path`` by these regulations atomically: whoever reads it sees the old file or the new one, also after
    a crash. Raises IngestError (``unwritable``) where the folder cannot be written."""
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name + ".", suffix=".tmp")
    except OSError as error:
        raise _unwritable(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            for regulation in regulations:
                out.write(to_line(regulation) + "\n")
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


def to_line(regulation: Regulation) -> str:
    """The regulation as one line of JSON, with the ``schema`` number first."""
    record = {"schema": SCHEMA, **_record(regulation)}
    record["sources"] = [
        {
            "file": source.file,
            "sha256": source.sha256,
            "segments": [[getattr(segment, key) for key in _SEGMENT] for segment in source.segments],
            "differences": [[getattr(item, key) for key in _DIFFERENCE] for item in source.differences],
        }
        for source in regulation.sources
    ]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def from_record(record: dict[str, Any]) -> Regulation:
    """The regulation of one parsed line. Raises KeyError, TypeError or ValueError where fields are missing, unknown or
    of the wrong kind, and where an offset lies outside the text."""
    values = dict(record)
    values.pop("schema", None)
    regulation = _build(
        Regulation,
        values,
        headings=lambda rows: _each(Heading, rows),
        articles=lambda rows: tuple(_article(row) for row in rows),
        sources=lambda rows: tuple(_source(row) for row in rows),
        repeals=_strings,
        aliases=_strings,
        notices=_strings,
    )
    _check(regulation)
    return regulation


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


def _article(row: dict[str, Any]) -> Article:
    return _build(Article, row, path=_strings, paragraphs=lambda rows: tuple(_paragraph(each) for each in rows))


def _paragraph(row: dict[str, Any]) -> Paragraph:
    return _build(Paragraph, row, items=lambda rows: tuple(_item(each) for each in rows))


def _item(row: dict[str, Any]) -> Item:
    return _build(Item, row, subitems=lambda rows: _each(Subitem, rows))


def _source(row: dict[str, Any]) -> Source:
    return _build(
        Source,
        row,
        segments=lambda rows: tuple(Segment(*_integers(each, 4)) for each in rows),
        differences=lambda rows: tuple(_difference(*row) for row in rows),
    )


def _difference(start: int, end: int, canonical: str, variant: str) -> Difference:
    _integers([start, end], 2)
    _strings([canonical, variant])
    return Difference(start, end, canonical, variant)


def _each(kind: type[T], rows: list[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(_build(kind, row) for row in rows)


def _strings(values: list[Any]) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError("应为字符串列表")
    return tuple(values)


def _integers(values: list[Any], count: int) -> tuple[int, ...]:
    if len(values) != count or not all(type(value) is int for value in values):
        raise TypeError(f"应为 {count} 个整数")
    return tuple(values)


def _build(kind: type[T], row: dict[str, Any], **readers: Callable[[Any], Any]) -> T:
    """``kind`` from a row that names exactly its fields."""
    record: Any = kind
    names = {each.name for each in fields(record)}
    if unknown := sorted(set(row) - names):
        raise KeyError(f"{kind.__name__} 有未知字段 {'、'.join(unknown)}")
    if missing := sorted(names - set(row)):
        raise KeyError(f"{kind.__name__} 缺少字段 {'、'.join(missing)}")
    values = {name: readers[name](value) if name in readers else value for name, value in row.items()}
    for each in fields(record):
        expected = _SCALARS.get(str(each.type))
        if expected and type(values[each.name]) not in expected:
            raise TypeError(f"{kind.__name__}.{each.name} 的类型不对")
    return kind(**values)


_SCALARS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "int | None": (int, type(None)),
    "str": (str,),
    "str | None": (str, type(None)),
    "bool": (bool,),
}


def _record(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_record(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {each.name: _record(getattr(value, each.name)) for each in fields(value)}
    return value


def _check(regulation: Regulation) -> None:
    """Offsets that point outside the text would surface as a wrong quotation much later."""
    length = len(regulation.text)
    spans = [(each.start, each.end) for each in regulation.headings]
    for article in regulation.articles:
        spans.append((article.start, article.end))
        for paragraph in article.paragraphs:
            spans.append((paragraph.start, paragraph.end))
            spans.extend((item.start, item.end) for item in paragraph.items)
            spans.extend((sub.start, sub.end) for item in paragraph.items for sub in item.subitems)
    for source in regulation.sources:
        spans.extend((each.start, each.end) for each in source.segments)
        spans.extend((each.start, each.end) for each in source.differences)
    if bad := next(((start, end) for start, end in spans if not 0 <= start <= end <= length), None):
        raise ValueError(f"位置 {bad} 超出正文")


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
