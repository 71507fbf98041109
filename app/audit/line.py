"""A line of the audit log: a JSON object that carries the SHA-256 of the line before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.privacy import LogQuestions, mask

FIRST = "0" * 64
"""What the very first line carries in place of a hash."""

_LONGEST = 2000  # characters of one string: a line stays short whatever was sent
# made by this program or needed to tell people apart; every other string may hold what somebody typed
_AS_THEY_ARE = frozenset(
    {"address", "article", "as_of", "build", "cited", "id", "kind", "method", "mode", "mode_asked", "model"}
    | {"model_outcome", "regulation", "regulations", "request", "run", "through", "version", "visitor"}
    | {"expected", "digest"}
)


def encode(time: str, event: str, facts: Mapping[str, object], prev: str, policy: LogQuestions) -> bytes:
    """The bytes of one line, without the line break. ``None`` facts are left out."""
    record: dict[str, object] = {"time": time, "event": event}
    for key, value in facts.items():
        if value is not None:
            record[key] = _shielded(value, policy == "full" or key in _AS_THEY_ARE)
    record["prev"] = prev
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8", "replace")


def decode(line: bytes) -> dict[str, Any] | None:
    """The record of a line, or None where it is none."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) and isinstance(record.get("prev"), str) else None


def digest(line: bytes) -> str:
    """What the next line carries of ``line`` (without its line break)."""
    return hashlib.sha256(line).hexdigest()


def _shielded(value: object, as_it_is: bool) -> object:
    """``value`` with personal numbers and addresses masked in every string, also deeper inside."""
    if isinstance(value, str):
        cut = value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
        return cut if as_it_is else mask(cut)
    if isinstance(value, Mapping):
        return {str(key): _shielded(part, as_it_is or str(key) in _AS_THEY_ARE) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_shielded(part, as_it_is) for part in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value
