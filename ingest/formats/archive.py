"""ZIP archives: the files inside, one by one, each bounded in size before it is read."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.formats.html_saved import companion_folders, is_in
from ingest.formats.sniff import sniff
from ingest.model import IngestError

_MB = 1024 * 1024
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX|Thumbs\.db|desktop\.ini|~\$[^/]*|\.[^/]*)(?:/|$)", re.IGNORECASE)
_SIDECAR = re.compile(r"\.meta\.ya?ml$")
_RATIO_FROM = _MB  # small files of blanks compress a thousandfold and harm nobody


@dataclass(frozen=True, slots=True)
class Limits:
    """``file_mb`` and ``total_mb`` bound a member and all members together, unpacked; ``ratio`` is unpacked to packed;
    ``depth`` 2 allows an archive in an archive."""

    file_mb: float = 20
    total_mb: float = 1000
    files: int = 5000
    ratio: float = 200
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: ``name`` is ``pack.zip/folder/a.docx``; ``sidecar`` are the bytes of its ``.meta.yaml``.
    Where it cannot be read ``error`` says why and ``data`` is empty."""

    name: str
    data: bytes = b""
    error: IngestError | None = None
    sidecar: bytes | None = None


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked, of the archive and the archives in it together."""

    files: int
    size: float
    spent: bool = False


def members(data: bytes, name: str, limits: Limits) -> Iterator[Member]:
    """The files in the archive in its order, archives in it opened too. Never raises: what cannot be read, a member or
    the archive itself, comes as a member with an ``error`` (``broken``, ``encrypted``, ``bomb``, ``too_large``,
    ``empty``, ``unsupported``). Junk of the operating system is passed over, and the folders that browsers save beside
    pages."""
    yield from _open(data, name, limits, _Budget(limits.files, limits.total_mb * _MB), 1)


def _open(data: bytes, name: str, limits: Limits, budget: _Budget, depth: int) -> Iterator[Member]:
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        yield Member(name, error=_broken(name, "压缩包"))
        return
    with package:
        files = _files(package)
        budget.files -= len(files)
        if budget.files < 0:
            budget.spent = True
            yield Member(name, error=_bomb(name, f"压缩包里的文件超过 {limits.files} 个，没有打开。请分成几个压缩包"))
            return
        folders = companion_folders(files)
        documents = [path for path in files if not _SIDECAR.search(path) and not is_in(path, folders)]
        if not documents:
            yield Member(name, error=IngestError("empty", f"{name}：压缩包里没有文件。请检查是否压缩了正确的文件夹。"))
        for path in documents:
            inner = f"{name}/{path}"
            try:
                content = _read(package, files[path], inner, limits, budget)
                sidecar = _sidecar(package, files, path, name, limits, budget)
            except IngestError as error:
                yield Member(inner, error=error)
            else:
                if not _is_archive(content, inner):
                    yield Member(inner, content, sidecar=sidecar)
                elif depth < limits.depth:
                    yield from _open(content, inner, limits, budget, depth + 1)
                else:
                    yield Member(inner, error=_bomb(inner, f"压缩包套了 {depth} 层以上，没有打开。请先解开里层"))
            if budget.spent:
                return


def _files(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by a harmless name: no folder, junk or symbolic link; a name that comes twice is numbered."""
    files: dict[str, zipfile.ZipInfo] = {}
    for info in package.infolist():
        path = _safe(_decoded(info))
        if info.is_dir() or not path or _JUNK.search(path) or stat.S_ISLNK(info.external_attr >> 16):
            continue
        name, number = path, 1
        while name in files:
            number += 1
            name = str(PurePosixPath(path).with_stem(f"{PurePosixPath(path).stem}（{number}）"))
        files[name] = info
    return files


def _decoded(info: zipfile.ZipInfo) -> str:
    """The member's name: UTF-8 where it says so, else what Chinese archivers write without saying so."""
    if unicode := _unicode_path(info.extra):
        return unicode
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_path(extra: bytes) -> str:
    """The name in the Info-ZIP field 0x7075, which Windows archivers add to names in the local code page."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x7075 and size > 5:
            return extra[9 : 4 + size].decode("utf-8", errors="ignore")
        extra = extra[4 + size :]
    return ""


def _safe(path: str) -> str:
    parts = re.sub(r"^[A-Za-z]:", "", path.replace("\\", "/")).split("/")
    return "/".join(part.strip() for part in parts if part.strip() not in ("", ".", ".."))


def _sidecar(
    package: zipfile.ZipFile,
    files: dict[str, zipfile.ZipInfo],
    path: str,
    name: str,
    limits: Limits,
    budget: _Budget,
) -> bytes | None:
    for suffix in (".meta.yaml", ".meta.yml"):
        if info := files.get(path + suffix):
            return _read(package, info, f"{name}/{path}{suffix}", limits, budget)
    return None


def _read(package: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limits: Limits, budget: _Budget) -> bytes:
    """A member's bytes, after a look at what it says of its size; more than that is never unpacked."""
    if info.flag_bits & 1:
        raise IngestError("encrypted", f"{name}：压缩包设有密码，读不出来。请解开后重新压缩（不设密码）再导入。")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise IngestError("unsupported", f"{name}：压缩方式不常见，读不出来。请用系统自带的压缩功能重新压缩成 ZIP。")
    if info.file_size > _RATIO_FROM and info.file_size > limits.ratio * info.compress_size:
        raise _bomb(name, f"压缩比超过 {limits.ratio:g} 倍，疑为压缩炸弹，没有打开。确认无害的请解压")
    if info.file_size > limits.file_mb * _MB:
        raise IngestError(
            "too_large",
            f"{name}：文件 {info.file_size / _MB:.1f} MB，超过上限 MAX_FILE_MB={limits.file_mb:g}。确需导入时，"
            f"把 MAX_FILE_MB 调大（如 MAX_FILE_MB={int(info.file_size / _MB) + 1}）后重试。",
        )
    budget.size -= info.file_size
    if budget.size < 0:
        budget.spent = True
        raise _bomb(name, f"压缩包解开后超过 {limits.total_mb:g} MB，从这个文件起没有读。请分成几个压缩包")
    try:
        with package.open(info) as stream:
            # A member that holds more than it says fails its checksum; asking for a size keeps it from being unpacked.
            content = stream.read(info.file_size + 1)
            if len(content) != info.file_size:
                raise EOFError
            return content
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise _broken(name, "压缩包里的这个文件") from error


def _is_archive(content: bytes, name: str) -> bool:
    try:
        return content.startswith(b"PK") and sniff(content, name).format == "zip"
    except IngestError:
        return False  # a table, an OFD file: its own refusal comes when it is read


def _broken(name: str, what: str) -> IngestError:
    return IngestError("broken", f"{name}：{what}已损坏或不完整（可能没有下载完）。请重新下载或重新压缩后再导入。")


def _bomb(name: str, why: str) -> IngestError:
    return IngestError("bomb", f"{name}：{why}后再导入。")
