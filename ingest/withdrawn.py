"""Editions that the institution has taken back: what ingest leaves out although it stands in the sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path

from ingest.documents.titles import quoted
from ingest.editions.status import normalised_title
from ingest.model import IngestError, Regulation
from ingest.store import write_text

WITHDRAWN = "withdrawn.json"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One edition taken back. ``when`` is an ISO time, ``files`` and ``sources`` are names and SHA-256 of the files it
    stood in, ``text`` is the SHA-256 of its canonical text: with them it is found again under another id."""

    id: str
    title: str
    when: str
    who: str
    reason: str
    files: tuple[str, ...]
    sources: tuple[str, ...]
    text: str

    def said(self) -> str:
        """The withdrawal on one Chinese line."""
        by = f"，{self.who}" if self.who else ""
        why = f"：{self.reason}" if self.reason else ""
        return f"{quoted(self.title)}（{self.id}，{self.when[:10]}{by}{why}）"


def withdrawal(regulation: Regulation, *, when: str, who: str, reason: str) -> Withdrawal:
    """The entry that takes ``regulation`` back."""
    files = tuple(dict.fromkeys(source.file for source in regulation.sources))
    sources = tuple(dict.fromkeys(source.sha256 for source in regulation.sources))
    return Withdrawal(regulation.id, regulation.title, when, who, reason, files, sources, _hash(regulation))


def leave_out(
    regulations: Sequence[Regulation], withdrawals: Iterable[Withdrawal]
) -> tuple[tuple[Regulation, ...], dict[str, Withdrawal]]:
    """The regulations that stay, and the withdrawal of each id that does not.

    The same words under the same title are meant wherever they stand; else the same id, however the words were put
    right since; else the one document of that title in a file that has not changed: a date stated in a sidecar changes
    the id.
    """
    left: dict[str, Withdrawal] = {}
    for entry in withdrawals:
        for regulation in _meant(entry, [each for each in regulations if each.id not in left]):
            left[regulation.id] = entry
    return tuple(each for each in regulations if each.id not in left), left


def _meant(entry: Withdrawal, regulations: Sequence[Regulation]) -> list[Regulation]:
    title = normalised_title(entry.title)
    titled = [each for each in regulations if normalised_title(each.title) == title]
    if same_words := [each for each in titled if _hash(each) == entry.text]:
        return same_words
    if same_id := [each for each in regulations if each.id == entry.id]:
        return same_id
    same_file = [each for each in titled if any(source.sha256 in entry.sources for source in each.sources)]
    return same_file if len(same_file) == 1 else []


def _hash(regulation: Regulation) -> str:
    return sha256(regulation.text.encode("utf-8", "surrogatepass")).hexdigest()


def read_withdrawn(data: Path) -> tuple[Withdrawal, ...]:
    """The entries of ``data``/withdrawn.json, none where there is no such file. Raises IngestError ``broken``: what was
    taken back must not come back because a file is damaged."""
    path = data / WITHDRAWN
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_entry(each) for each in record["withdrawn"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IngestError(
            "broken", f"撤下清单 {path} 读不出来（{error}）。请从备份恢复它；确定没有撤下的制度时，可以把它移走。"
        ) from error


def _entry(record: dict[str, object]) -> Withdrawal:
    values = {each.name: record[each.name] for each in fields(Withdrawal)}
    lists = {key: tuple(map(str, value)) for key, value in values.items() if isinstance(value, list)}
    return Withdrawal(**{key: str(value) for key, value in values.items()} | lists)  # type: ignore[arg-type]


def write_withdrawn(data: Path, withdrawals: Sequence[Withdrawal]) -> None:
    """Replace the list as a whole."""
    record = {"schema": SCHEMA, "withdrawn": [asdict(each) for each in withdrawals]}
    write_text(data / WITHDRAWN, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
