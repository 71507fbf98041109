"""What there is: regulations stored and served, files of the library, what waits to be confirmed."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.library import library_files, library_folder, sidecars
from ingest.model import IngestError, Regulation
from ingest.origins import is_from, read_origins
from ingest.pipeline import REGULATIONS
from ingest.staging import Staging
from ingest.store import read_regulations
from ingest.withdrawn import read_withdrawn
from vectorstore.errors import VectorstoreError
from vectorstore.published import IndexFolder


@dataclass(frozen=True, slots=True)
class _Stored:
    """The regulations as the page lists them, and the hash of each one's line, as a build's manifest has it."""

    listed: tuple[dict[str, Any], ...]
    hashes: dict[str, str]


class Overview:
    """Looks at ``data``; what is costly to read is read again only when it has changed. Safe to use from threads."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._seen: tuple[tuple[int, int], _Stored] | None = None

    def regulations(self) -> dict[str, Any]:
        """The stored regulations, the withdrawn ones, sources and library. Raises IngestError ``broken``."""
        library = library_files(self._data)
        origins = read_origins(self._data) or ()
        return {
            "regulations": [
                {**each, "library": [name for name in library if any(is_from(file, (name,)) for file in each["files"])]}
                for each in self._stored().listed
            ],
            "withdrawn": [
                {"id": each.id, "title": each.title, "when": each.when, "who": each.who, "reason": each.reason}
                for each in read_withdrawn(self._data)
            ],
            "sources": [{"path": each.path, "files": len(each.files)} for each in origins if each.path],
            "library": [self._file(name) for name in library],
        }

    def _file(self, name: str) -> dict[str, Any]:
        path = library_folder(self._data) / name
        try:
            size = path.stat().st_size
        except OSError:
            size = 0
        return {"name": name, "bytes": size, "sidecar": bool(sidecars(path))}

    def index(self) -> dict[str, Any]:
        """The published index, whether another one is kept to go back to, and whether what is stored is published."""
        folder = IndexFolder(self._data)
        try:
            manifest = folder.serving()
            builds = folder.builds()
        except VectorstoreError as error:
            return {"build": None, "message": error.message}
        try:
            hashes, problem = self._stored().hashes, ""
        except IngestError as error:
            hashes, problem = manifest.documents, error.message
        return {
            "build": manifest.build_id,
            "built": manifest.built,
            "regulations": manifest.regulations,
            "passages": manifest.passages,
            "model": manifest.model,
            "previous": manifest.previous if manifest.previous in builds else None,
            "current": hashes == manifest.documents,
            "rejected": folder.rejected() is not None,
            "message": problem,
        }

    def staged(self) -> dict[str, Any]:
        """What waits to be confirmed."""
        staging = Staging(self._data)
        sizes = {name: (staging.folder / name).stat().st_size for name in staging.names()}
        library = set(library_files(self._data))
        files = [{"name": name, "bytes": size, "replaces": name in library} for name, size in sizes.items()]
        return {"files": files, "removed": staging.removed()}

    def _stored(self) -> _Stored:
        path = self._data / REGULATIONS
        try:
            known = path.stat()
        except OSError:
            return _Stored((), {})
        with self._lock:
            mark = (known.st_mtime_ns, known.st_size)
            if self._seen is None or self._seen[0] != mark:
                self._seen = mark, _read(path)
            return self._seen[1]


def _read(path: Path) -> _Stored:
    regulations = read_regulations(path)
    lines = [line for line in path.read_bytes().split(b"\n") if line.strip()]
    hashes = {each.id: hashlib.sha256(line).hexdigest() for each, line in zip(regulations, lines, strict=False)}
    return _Stored(tuple(_listed(regulations)), hashes)


def _listed(regulations: Sequence[Regulation]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "title": each.title,
            "number": each.document_number,
            "issuer": each.issuer,
            "published": each.published,
            "effective": each.effective,
            "status": each.status,
            "articles": len(each.articles),
            "files": list(dict.fromkeys(source.file for source in each.sources)),
        }
        for each in regulations
    ]
