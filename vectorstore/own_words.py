"""``data``/synonyms.txt: what an institution adds to the packaged vocabulary, edited while the service runs."""

from __future__ import annotations

from pathlib import Path

from ingest.previous import has_previous, read_text, replace_text, undo
from vectorstore.synonyms import Fault, Vocabulary, VocabularyError, faults, load

OWN = "synonyms.txt"
_LARGEST = 200_000
"""Characters."""
_SHOWN = 10


def own_file(data: Path) -> Path:
    """The file, there or not."""
    return data / OWN


def vocabulary_of(data: Path) -> Vocabulary:
    """The vocabulary with which ``data`` is searched. Raises :class:`~vectorstore.synonyms.VocabularyError`."""
    return load(own=own_file(data))


def read_own(data: Path) -> str:
    """The institution's lines as they are, empty where it has none. Raises IngestError ``broken``."""
    return read_text(own_file(data)) or ""


def own_faults(text: str) -> list[Fault]:
    """What keeps ``text`` from being saved, line by line."""
    if len(text) > _LARGEST:
        return [Fault(1, f"共 {len(text)} 个字，超过上限 {_LARGEST} 个字，请删减。")]
    return faults(text)


def save_own(data: Path, text: str) -> None:
    """Replace the institution's lines; those before are kept for :func:`undo_own`. Raises VocabularyError, naming the
    lines, where they cannot be used, and IngestError ``unwritable``."""
    if found := own_faults(text):
        said = [f"第 {each.line} 行：{each.message}" for each in found[:_SHOWN]]
        more = [f"另有 {len(found) - _SHOWN} 行有同样的问题。"] if len(found) > _SHOWN else []
        raise VocabularyError("\n".join(["同义词没有保存：", *said, *more]))
    lines = "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")
    replace_text(own_file(data), lines + "\n" if lines else None)


def undo_own(data: Path) -> None:
    """Bring back the lines before the last change. Raises IngestError ``missing`` where there were none."""
    undo(own_file(data))


def can_undo(data: Path) -> bool:
    """Whether there is a change to take back."""
    return has_previous(own_file(data))
