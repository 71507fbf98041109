"""Files on their way into the library: received one by one, looked at in a dry run, then confirmed or thrown away."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ingest.library import LibraryChange, library_files, library_folder, sidecars
from ingest.model import IngestError
from ingest.sources import SIDECAR_ENDINGS
from ingest.store import write_text

_REMOVED = ".removed.json"
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_LONGEST = 200
"""Bytes of a file name; with the ending of a sidecar and of a temporary file it still fits into 255."""
MOST = 200


def safe_name(name: str) -> str:
    """The file name without folders, control and direction characters and what some system does not allow in a name.
    Raises IngestError ``name`` where nothing is left of it."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(each for each in last if unicodedata.category(each) not in ("Cf", "Cc", "Cs", "Co", "Cn"))
    safe = _FORBIDDEN.sub("_", " ".join(visible.split())).strip(". ").removeprefix("~$")
    ending = next((each for each in SIDECAR_ENDINGS if safe.endswith(each)), Path(safe).suffix)
    stem = safe.removesuffix(ending)
    while len((stem + ending).encode("utf-8")) > _LONGEST and stem:
        stem = stem[:-1].rstrip()
    if not stem or len(ending.encode("utf-8")) > 40:
        raise IngestError("name", f"文件名“{name[:40]}”不能用。请改成普通的文件名（含扩展名）后再上传。")
    return stem + ending


class Staging:
    """The files staged for the library of ``data``, and the names of those that are to leave it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self.folder = library_folder(data) / ".staged"

    def receive(self) -> Path:
        """An empty file to write an upload into; :meth:`put` or ``unlink`` ends its life."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".receiving-")
        os.close(handle)
        return Path(name)

    def put(self, received: Path, name: str, *, replaces: str = "") -> str:
        """Stage the received file and return the name it has from now on.

        It takes the place of the library's file of that name, or of ``replaces``. A sidecar that the replaced file has
        stays with it unless another is staged. Raises IngestError ``name``, ``missing`` or ``too_many``.
        """
        safe = safe_name(name)
        there = library_files(self._data)
        if replaces and replaces not in there:
            raise IngestError("missing", f"制度库里没有“{replaces}”，无从替换。请刷新页面后再试。")
        if len(self.names()) >= MOST and safe not in self.names():
            raise IngestError("too_many", f"一次最多放 {MOST} 个文件。请先导入已上传的，或把文件打成一个 ZIP。")
        received.chmod(0o644)
        received.replace(self.folder / safe)
        if not safe.endswith(SIDECAR_ENDINGS):
            self._copy(sidecars(library_folder(self._data) / (replaces or safe)), replaces or safe, safe)
        elif (main := safe.rpartition(".meta.")[0]) in there and main not in self.names():
            shutil.copyfile(library_folder(self._data) / main, self.folder / main)
        if replaces and replaces != safe:
            self._remember([*self.removed(), replaces])
        return safe

    def _copy(self, beside: Iterable[Path], replaced: str, name: str) -> None:
        for sidecar in beside:
            target = self.folder / (name + sidecar.name.removeprefix(Path(replaced).name))
            if not target.exists():
                shutil.copyfile(sidecar, target)

    def names(self) -> list[str]:
        """The staged files, sidecars among them."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if path.is_file() and not path.name.startswith("."))

    def removed(self) -> list[str]:
        """The names of the library's files that are to leave it."""
        try:
            return [str(name) for name in json.loads((self.folder / _REMOVED).read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError):
            return []

    def remove(self, name: str) -> None:
        """Let the library's file ``name`` leave it. Raises IngestError ``missing``."""
        if name not in library_files(self._data):
            raise IngestError("missing", f"制度库里没有“{name}”。请刷新页面后再试。")
        self._remember([*self.removed(), name])

    def _remember(self, removed: Iterable[str]) -> None:
        write_text(self.folder / _REMOVED, json.dumps(list(dict.fromkeys(removed)), ensure_ascii=False))

    def drop(self, name: str) -> None:
        """Take one file back out, or let a file of the library stay after all."""
        if name in self.names():
            for path in (self.folder / name, *sidecars(self.folder / name)):
                path.unlink(missing_ok=True)
        self._remember(each for each in self.removed() if each != name)

    def clear(self) -> None:
        """Throw everything away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def change(self) -> LibraryChange:
        """What :func:`ingest.pipeline.prepare` is to try out or do."""
        there = set(library_files(self._data))
        return LibraryChange(self._data, self.folder, frozenset(name for name in self.removed() if name in there))
