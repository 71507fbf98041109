"""``<file>.meta.yaml`` beside a source states or corrects what its text says of itself.

For a file that holds several documents ``documents:`` states it one by one, by title::

    issuer: 砚禾研究院
    documents:
      砚禾研究院打印办法:
        published: 2024-03-05
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from ingest.editions.status import STATUSES, normalised_title
from ingest.model import IngestError

_TEXT = ("title", "document_number", "issuer", "status", "trial", "title_note")
_DATES = ("signed", "adopted", "published", "effective", "expires")
_LISTS = ("repeals", "supersedes", "aliases")
_KNOWN = (*_TEXT, *_DATES, *_LISTS)
_NEVER_EMPTY = ("title", "status")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person says of one document: ``values`` by field name, dates in ISO form, None where the person says that
    there is none; ``lists`` holds ``repeals`` (instead of what the text says), ``supersedes`` (besides it) and
    ``aliases``."""

    values: Mapping[str, str | None] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def value(self, key: str, found: str | None) -> str | None:
        """What is stated for ``key``, else what was ``found``."""
        return self.values.get(key, found)


UNSAID = Stated()


@dataclass(frozen=True, slots=True)
class Sidecar:
    """``name`` is the file's. ``whole`` holds for every document of the source, ``documents`` for the one of that
    title, or of that id (``打印办法@2024-03-05``) where two editions have the same title."""

    name: str
    whole: Stated
    documents: Mapping[str, Stated] = field(default_factory=dict)

    def of(self, title: str, identifier: str) -> Stated:
        """What is stated for the document that prints this title and has this id without a sidecar."""
        own = [stated for key, stated in self.documents.items() if _fits(key, title, identifier)]
        if not own:
            return self.whole
        return Stated({**self.whole.values, **own[0].values}, {**self.whole.lists, **own[0].lists})

    def check(self, printed: Sequence[tuple[str, str]]) -> None:
        """Compare with the (title, id) pairs of the documents found. Raises IngestError ``sidecar`` for a key that
        fits none of them or several, and for one ``title`` given to several documents."""
        there = "、".join(f"“{identifier if _twice(title, printed) else title}”" for title, identifier in printed)
        if len(printed) > 1 and "title" in self.whole.values:
            raise IngestError(
                "sidecar",
                f"{self.name}：来源含 {len(printed)} 份文件（{there}），title 不能写在最外层。"
                "请写在 documents: 下对应的题名里。",
            )
        for key in self.documents:
            fitting = [identifier for title, identifier in printed if _fits(key, title, identifier)]
            if not fitting:
                raise IngestError(
                    "sidecar", f"{self.name}：documents 中的“{key}”在来源里没有。来源里有：{there}。请照此改写。"
                )
            if len(fitting) > 1:
                raise IngestError(
                    "sidecar",
                    f"{self.name}：来源里有 {len(fitting)} 份“{key}”。请改写成其中一份的编号：{'、'.join(fitting)}。",
                )


def parse_sidecar(data: bytes, name: str) -> Sidecar:
    """The sidecar in ``data``; ``name`` is shown in errors. Raises IngestError ``sidecar`` naming the key and what to
    write instead."""
    try:
        loaded = yaml.safe_load(data.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"（第 {mark.line + 1} 行附近）" if mark else ""
        raise IngestError("sidecar", f"{name}：不是有效的 UTF-8 YAML{where}。请按“键: 值”逐行书写。") from error
    if loaded is None:
        return Sidecar(name, UNSAID)
    if not isinstance(loaded, dict):
        raise IngestError("sidecar", f"{name}：应为“键: 值”的形式，例如 title: 某某办法。")
    documents = loaded.pop("documents", None) or {}
    if not isinstance(documents, dict) or not all(isinstance(each, dict | None) for each in documents.values()):
        raise IngestError(
            "sidecar", f"{name}：documents 下应先写题名，再缩进写各键，例如 打印办法:，下一行 status: 已废止。"
        )
    each = {str(title): _stated(f"{name} 的 documents“{title}”", keys or {}) for title, keys in documents.items()}
    return Sidecar(name, _stated(name, loaded, "、documents"), each)


def _stated(name: str, data: Mapping[Any, Any], more: str = "") -> Stated:
    values: dict[str, str | None] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in data.items():
        if key not in _KNOWN:
            raise IngestError("sidecar", f"{name}：不认识的键“{key}”。可用的键：{'、'.join(_KNOWN)}{more}。")
        if key in _LISTS:
            items = value if isinstance(value, list) else [] if value is None else [value]
            lists[key] = tuple(str(item).strip().removeprefix("《").removesuffix("》") for item in items)
        elif value is None or not str(value).strip():
            if key in _NEVER_EMPTY:
                raise IngestError("sidecar", f"{name}：{key} 没有值。请填写，或删去这一行。")
            values[key] = None
        elif key in _DATES:
            values[key] = _date(name, key, value)
        else:
            values[key] = str(value).strip()
    if values.get("status", STATUSES[0]) not in STATUSES:
        raise IngestError("sidecar", f"{name}：status 应为{'、'.join(STATUSES)}之一。")
    return Stated(values, lists)


def _date(name: str, key: str, value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(str(value).strip()).isoformat()
    except ValueError as error:
        raise IngestError("sidecar", f"{name}：{key} 的日期“{value}”应写成 2024-06-30 的样子。") from error


def _fits(key: str, title: str, identifier: str) -> bool:
    return key == identifier or normalised_title(key) == normalised_title(title)


def _twice(title: str, printed: Sequence[tuple[str, str]]) -> bool:
    return sum(normalised_title(title) == normalised_title(other) for other, _ in printed) > 1
