"""passages.jsonl ⇄ Passages, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from ingest.model import Passage

_NAMES = tuple(each.name for each in fields(Passage))
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SHARED = ("regulation_id", "article_id", "context")


def passage_line(passage: Passage) -> str:
    """The passage as one line of JSON, without its line end."""
    return _ENCODE({name: getattr(passage, name) for name in _NAMES})


def write_passages(path: Path, passages: Iterable[Passage]) -> None:
    """Write the passages to ``path``, one a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(passage_line(passage) + "\n" for passage in passages)


def read_passages(path: Path) -> list[Passage]:
    """All passages of the file. Raises ``ValueError``, ``KeyError`` or ``TypeError`` where a line is no passage."""
    passages = []
    shared: dict[str, str] = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            record["spans"] = tuple((start, end) for start, end in record["spans"])
            for name in _SHARED:  # one string in memory for all passages of an article or regulation
                record[name] = shared.setdefault(record[name], record[name])
            passages.append(Passage(**record))
    return passages
