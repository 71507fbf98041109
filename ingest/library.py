"""``data``/library: files given to the program itself (on the administration page, or by ``add``), which every ingest
of that data folder reads besides the sources it is told."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ingest.model import IngestError
from ingest.sources import SIDECAR_ENDINGS, find_sources

LIBRARY = "library"
_PREVIOUS = ".previous"


def library_folder(data: Path) -> Path:
    """The library of a data folder, there or not. Hidden folders in it are no sources."""
    return data / LIBRARY


def library_files(data: Path) -> list[str]:
    """The names of the source files in the library, sidecars apart."""
    folder = library_folder(data)
    return [name for _, name in find_sources([folder])[0]] if folder.is_dir() else []


def sidecars(file: Path) -> list[Path]:
    """The sidecars that lie beside ``file``."""
    return [beside for ending in SIDECAR_ENDINGS if (beside := file.with_name(file.name + ending)).is_file()]


@dataclass(frozen=True, slots=True)
class LibraryChange:
    """What an ingest is to change in the library of ``data``: the files below ``staged`` come into it, in the place of
    those of the same name, and those named in ``removed`` leave it. Nothing changes before :meth:`commit`."""

    data: Path
    staged: Path | None = None
    removed: frozenset[str] = frozenset()

    def sources(self) -> list[Path]:
        """The folders an ingest reads: the library as it is and what comes into it."""
        folders = [library_folder(self.data), *([self.staged] if self.staged else [])]
        return [folder for folder in folders if folder.is_dir()]

    def without(self) -> frozenset[str]:
        """The paths of the library's files that the ingest must pass over. Raises IngestError ``missing`` for a name
        that is to be removed and is not there."""
        folder, there = library_folder(self.data), set(library_files(self.data))
        if unknown := sorted(self.removed - there):
            raise IngestError(
                "missing",
                f"制度库里没有“{'”“'.join(unknown)}”。现有的文件见 python -m ingest list --data {self.data}。",
            )
        return frozenset(str(folder / name) for name in self.removed | (set(self._coming()) & there))

    def commit(self) -> None:
        """Do it. What is replaced or removed is kept in the library's ``.previous``, one version of each name. Ended
        half-way, a file that is replaced is there all the same, the old one or the new one."""
        folder = library_folder(self.data)
        for name in sorted(self.removed):
            for path in (folder / name, *sidecars(folder / name)):
                self._keep(path)
                path.unlink(missing_ok=True)
        for name in self._coming():
            assert self.staged is not None
            self._keep(folder / name)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.staged / name).replace(folder / name)
        if self.staged is not None:
            shutil.rmtree(self.staged, ignore_errors=True)

    def _coming(self) -> list[str]:
        """Every file that is staged, sidecars among them."""
        if self.staged is None or not self.staged.is_dir():
            return []
        files = (path for path in sorted(self.staged.rglob("*")) if path.is_file() and not path.is_symlink())
        return [path.relative_to(self.staged).as_posix() for path in files if not path.name.startswith(".")]

    def _keep(self, path: Path) -> None:
        """A second name of the file, or a copy, in ``.previous``; the file itself stays."""
        if not path.is_file():
            return
        folder = library_folder(self.data)
        aside = folder / _PREVIOUS / path.relative_to(folder)
        aside.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder / _PREVIOUS, prefix=".") as making:
            whole = Path(making) / "whole"
            try:
                os.link(path, whole)
            except OSError:  # a file system without second names
                shutil.copy2(path, whole)
            whole.replace(aside)
