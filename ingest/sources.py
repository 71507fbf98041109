"""Where sources come from: the files below the folders that were named, and what is packed in their archives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.formats import archive
from ingest.formats.archive import Member
from ingest.formats.html_saved import companion_folders, is_in
from ingest.formats.sniff import sniff
from ingest.model import IngestError

SIDECAR_ENDINGS = (".meta.yaml", ".meta.yml")
_MB = 1024 * 1024
_NOTES = ("README", "SOURCE")  # what people call the note that describes a folder


@dataclass(frozen=True, slots=True)
class Limits:
    """What one source may cost: its size (inside archives too), the time and the memory of reading it."""

    max_file_mb: float = 20.0
    seconds: float = 300.0
    memory_mb: int = 3000


def find_sources(paths: list[Path]) -> tuple[list[tuple[Path, str]], list[str]]:
    """The files below ``paths`` in a stable order, each with its name below the folder it was found in, and the names
    of what is passed over: notes about a folder (README, SOURCE), folders that browsers save beside a page.

    Sidecars (``*.meta.yaml``) and hidden files are no sources either, nor are the lock files of office programs. A file
    that is named itself is always one. Found, to be refused by :func:`fetch`, are also links that lead nowhere or to
    a folder (it may hold the link itself), and sidecars of no file. Raises IngestError ``missing`` for a path that
    does not exist.
    """
    found: list[tuple[Path, str]] = []
    notes: list[str] = []
    for path in paths:
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.is_file() or p.is_symlink())
            saved = companion_folders(file.relative_to(path).as_posix() for file in files)
            notes += [f"{folder}/" for folder in sorted(saved)]
            for file in files:
                name = file.relative_to(path)
                if any(part.startswith((".", "~$")) for part in name.parts) or _accompanies(file):
                    continue
                if is_in(name.as_posix(), saved):
                    continue
                if file.stem.upper() in _NOTES:
                    notes.append(name.as_posix())
                    continue
                found.append((file, name.as_posix()))
        elif path.is_file():
            found.append((path, path.name))
        else:
            raise IngestError("missing", f"找不到文件或文件夹：{path}。请检查路径是否写对。")
    return found, notes


def fetch(path: Path, name: str, limits: Limits) -> Iterator[Member]:
    """The file itself, or what is packed in it. What cannot be fetched comes as a member with an ``error``."""
    if said := _refused(path, name):
        yield Member(name, error=IngestError("missing", said))
        return
    try:
        size = path.stat().st_size
        if size > limits.max_file_mb * _MB:
            yield Member(name, error=_too_large(name, size, limits.max_file_mb))
            return
        data = path.read_bytes()
        sidecar = _sidecar(path)
    except OSError as error:
        said = f"{name}：读不出来（{error.strerror}）。请检查权限。"
        yield Member(name, error=IngestError("unreadable", said))
        return
    if data.startswith(b"PK") and _is_archive(data, name):
        yield from archive.members(data, name, archive.Limits(file_mb=limits.max_file_mb))
    else:
        yield Member(name, data, sidecar=sidecar)


def _accompanies(file: Path) -> bool:
    """Whether it is the sidecar of a file that is there."""
    ending = next((each for each in SIDECAR_ENDINGS if file.name.endswith(each)), "")
    return bool(ending) and file.with_name(file.name.removesuffix(ending)).exists()


def _refused(path: Path, name: str) -> str:
    if path.is_symlink() and not path.exists():
        return f"{name}：是符号链接，指向的文件不存在或还没有挂载。请检查后再导入。"
    if path.is_symlink() and path.is_dir():
        return f"{name}：是指向文件夹的符号链接，没有进入。请把它指向的文件夹也写在命令里。"
    if path.name.endswith(SIDECAR_ENDINGS):
        stem = path.name.rpartition(".meta.")[0]
        return f"{name}：旁边没有它说明的文件“{stem}”。请把它改名为“文件名.meta.yaml”（文件名含扩展名），或删去。"
    return ""


def _is_archive(data: bytes, name: str) -> bool:
    try:
        return sniff(data, name).format == "zip"
    except IngestError:
        return False  # the reader says it again, with the file's name


def _sidecar(path: Path) -> bytes | None:
    for ending in SIDECAR_ENDINGS:
        beside = path.with_name(path.name + ending)
        if beside.is_file():
            return beside.read_bytes()
    return None


def _too_large(name: str, size: int, limit: float) -> IngestError:
    return IngestError(
        "too_large",
        f"{name}：文件 {size / _MB:.1f} MB，超过上限 MAX_FILE_MB={limit:g}。"
        f"确需导入时，把 MAX_FILE_MB 调大（如 MAX_FILE_MB={int(size / _MB) + 1}）后重试。",
    )
