"""An XLSX file as its parts: a ZIP package opened within limits, its XML parsed without anything from outside."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.batch.sheet import BatchError

if TYPE_CHECKING:
    from lxml.etree import _Element

_MB = 1024 * 1024
_MAX_XML, _MAX_ALL, _MAX_ENTRIES = 24 * _MB, 120 * _MB, 5000
_OLE = b"\xd0\xcf\x11\xe0"
_SAVE_AS = "请在 Excel 或 WPS 里打开，另存为 .xlsx（不设密码）再试。"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class Package:
    """An opened file. Raises :class:`BatchError` wherever it cannot be read."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise BatchError("unreadable", f"文件设有打开密码，或者是旧的 .xls、.et 格式。{_SAVE_AS}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise _broken() from error
        entries = self._zip.infolist()
        if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_ALL:
            raise _too_large()
        self._entries = {_plain(entry.filename): entry for entry in entries}
        self._left = _MAX_XML  # of all parts together: parsed, they take ten times as much and stay in memory
        if any(name.endswith("vbaproject.bin") for name in self._entries):
            raise BatchError("unreadable", f"工作簿带有宏，为安全起见不处理。{_SAVE_AS}")
        self.workbook = self.related("").get("officeDocument", [("", "xl/workbook.xml")])[0][1]
        if _plain(self.workbook) not in self._entries:
            raise BatchError("unreadable", f"压缩包里没有 Excel 工作簿。{_SAVE_AS}")

    def xml(self, path: str) -> _Element | None:
        """The root of a part; None where it is not there."""
        from lxml import etree

        entry = self._entries.get(_plain(path))
        if entry is None:
            return None
        self._left -= entry.file_size
        if self._left < 0:
            raise _too_large()
        content = self._bytes(entry)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _broken() from error
        if root.getroottree().docinfo.internalDTD is not None:
            # Office writes none: it is there to fetch or to multiply
            raise _broken()
        return root

    def related(self, path: str) -> Mapping[str, list[tuple[str, str]]]:
        """What the part at ``path`` refers to, the package itself for an empty one: the last word of the relation's
        type → (its id, the path of the part) of each."""
        folder, file = posixpath.split(path)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, list[tuple[str, str]]] = {}
        for relation in root if root is not None else ():
            if relation.get("TargetMode") == "External":
                continue
            target = (relation.get("Target") or "").replace("\\", "/")
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found.setdefault(kind, []).append((relation.get("Id") or "", whole))
        return found

    def rewritten(self, parts: Mapping[str, bytes]) -> bytes:
        """The file with these parts, by path, in place of its own; every other part as it is."""
        changed = {_plain(path): content for path, content in parts.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in self._zip.infolist():
                content = changed.get(_plain(entry.filename))
                kept = zipfile.ZipInfo(entry.filename, entry.date_time)
                kept.compress_type, kept.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
                made.writestr(kept, self._bytes(entry) if content is None else content)
        return out.getvalue()

    def _bytes(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            return self._zip.read(entry)  # never more than the size it states, whatever it holds
        except _DAMAGE as error:
            raise _broken() from error


def _plain(path: str) -> str:
    """Part names are compared without case (ISO/IEC 29500-2), and some writers use backslashes."""
    return path.replace("\\", "/").lstrip("/").lower()


def _broken() -> BatchError:
    return BatchError("unreadable", f"文件已损坏，或者不是 Excel 工作簿。{_SAVE_AS}")


def _too_large() -> BatchError:
    message = "工作簿解开后太大。请只保留问题一页，删去图片和多余的空行、空列，再试。"
    return BatchError("too_large", message)
