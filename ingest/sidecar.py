"""``<file>.meta.yaml`` beside a source states or corrects what its text does not say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import yaml

from ingest.model import IngestError

_TEXT = ("title", "document_number", "issuer", "status")
_DATES = ("adopted", "published", "effective")
_LISTS = ("supersedes", "aliases")
STATUSES = ("现行有效", "尚未施行", "已废止", "已被修订")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """``values`` by field name, dates in ISO form; ``lists`` holds ``supersedes`` and ``aliases``."""

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)


def parse_sidecar(content: bytes, name: str) -> Sidecar:
    """The sidecar's content. Raises IngestError ``sidecar`` naming the file, the key and what to write instead."""
    try:
        data = yaml.safe_load(content.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"（第 {mark.line + 1} 行附近）" if mark else ""
        raise IngestError("sidecar", f"{name}：不是有效的 UTF-8 YAML{where}。请按“键: 值”逐行书写。") from error
    if data is None:
        return Sidecar()
    if not isinstance(data, dict):
        raise IngestError("sidecar", f"{name}：应为“键: 值”的形式，例如 title: 某某办法。")
    known = (*_TEXT, *_DATES, *_LISTS)
    values: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in data.items():
        if key not in known:
            raise IngestError("sidecar", f"{name}：不认识的键“{key}”。可用的键：{'、'.join(known)}。")
        if key in _LISTS:
            lists[key] = tuple(str(v) for v in (value if isinstance(value, list) else [value]))
        elif key in _DATES:
            values[key] = _date(name, key, value)
        else:
            values[key] = str(value).strip()
    if values.get("status", STATUSES[0]) not in STATUSES:
        raise IngestError("sidecar", f"{name}：status 应为{'、'.join(STATUSES)}之一。")
    return Sidecar(values, lists)


def _date(name: str, key: str, value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(str(value).strip()).isoformat()
    except ValueError as error:
        raise IngestError("sidecar", f"{name}：{key} 的日期“{value}”应写成 2024-06-30 的样子。") from error
