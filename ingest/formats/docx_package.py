"""The parts of a Word file: a ZIP package opened within limits, its XML parsed without anything from outside."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from ingest.formats.docx_xml import W, to_transitional
from ingest.model import IngestError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PART_MB = 128.0
"""Of one XML part, unpacked: some 15 million characters of text with their markup. The parsed tree needs five to ten
times as much memory; a bound there must be. Pictures and embedded files are never unpacked."""

MAX_RATIO = 300
"""Of unpacked to packed size, from 32 MB on. Deflate makes 1000:1 of a bomb; text with markup stays below 100:1."""

_RATIO_FROM = 32 * 1024 * 1024
_MAX_ENTRIES = 20_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPES = tuple("<!DOCTYPE".encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be"))
_AS_DOCX = "请用 WPS 或 Word 打开后另存为 .docx 再导入。"
_DAMAGED = "请确认文件能在 WPS 或 Word 中正常打开，重新保存或重新下载后再导入。"
_OTHERS = (("xl/", "Excel 表格"), ("ppt/", "PowerPoint 演示文稿"), ("content.xml", "OpenDocument 文件（.odt）"))


class Package:
    """An opened Word file. Parts are parsed when asked for; ``main`` is the document's own root element."""

    def __init__(self, data: bytes, name: str, max_part_mb: float = MAX_PART_MB) -> None:
        """Raises IngestError: ``empty``, ``encrypted``, ``legacy``, ``mismatch``, ``broken``, ``bomb``."""
        self._name = name
        self._max_part = int(max_part_mb * 1024 * 1024)
        self._zip = self._opened(data)
        # Part names are compared without case (ISO/IEC 29500-2), and some writers use backslashes.
        self._entries = {i.filename.replace("\\", "/").lstrip("/").lower(): i for i in self._zip.infolist()}
        if len(self._entries) > _MAX_ENTRIES:
            raise self._error("bomb", f"压缩包内有 {len(self._entries)} 个文件，不是正常的 Word 文档。请检查来源。")
        self._path = self._main_path()
        root = self._parsed(self._path)
        if root is None or root.tag != f"{W}document":
            raise self._not_word()
        self.main: _Element = root
        self._related = self._relationships(self._path)

    def part(self, kind: str) -> _Element | None:
        """The root of the one part of this kind (``styles``, ``numbering``, ``footnotes`` …), None where absent."""
        return next(iter(self.parts(kind)), None)

    def parts(self, kind: str) -> list[_Element]:
        """The roots of all parts of this kind (``header``), in the order of their file names."""
        paths = sorted({target for end, target in self._related if end == kind})
        return [root for path in paths if (root := self._parsed(path)) is not None]

    def _error(self, code: str, message: str) -> IngestError:
        return IngestError(code, f"{self._name}：{message}")

    def _opened(self, data: bytes) -> zipfile.ZipFile:
        if not data:
            raise self._error("empty", "文件是空的，没有可导入的文字。请检查原文件。")
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise self._error(
                    "encrypted",
                    "设有打开密码，读不出来。请用 WPS 或 Word 打开，在“文件—信息—保护文档”中取消密码，保存后再导入。",
                )
            if "WordDocument".encode("utf-16-le") in data:
                raise self._error("legacy", f"是旧版 Word 文件（.doc/.wps），不是 .docx。{_AS_DOCX}")
            raise self._error("mismatch", f"是旧版 Office 文件，不是 .docx。{_AS_DOCX}")
        try:
            opened = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            if data.startswith(b"PK"):
                raise self._error("broken", f"文件不完整或已损坏（可能没有下载完）。{_DAMAGED}") from error
            kind = "RTF 文件" if data.startswith(b"{\\rtf") else "PDF" if data.startswith(b"%PDF") else ""
            raise self._error(
                "mismatch", f"扩展名是 Word，内容{'却是 ' + kind if kind else '不是 Word 文档'}。{_AS_DOCX}"
            ) from error
        return opened

    def _not_word(self) -> IngestError:
        names = list(self._entries)
        kind = next((kind for start, kind in _OTHERS if any(each.startswith(start) for each in names)), "")
        found = f"其实是{kind}" if kind else "压缩包里没有 Word 正文（word/document.xml）"
        return self._error("mismatch", f"{found}，不是 Word 文档。{_AS_DOCX}")

    def _main_path(self) -> str:
        stated = [target for end, target in self._relationships("") if end == "officeDocument"]
        path = next((each for each in (*stated, "word/document.xml") if each.lower() in self._entries), None)
        if path is None:
            raise self._not_word()
        return path

    def _relationships(self, path: str) -> list[tuple[str, str]]:
        """(the last word of the type, path of the part) of each part that ``path`` refers to; the package's for ""."""
        folder, file = posixpath.split(path)
        root = self._parsed(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = []
        for relation in root if root is not None else ():
            if relation.get("TargetMode") == "External":
                continue
            target = (relation.get("Target") or "").replace("\\", "/")
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append(((relation.get("Type") or "").rpartition("/")[2], whole))
        return found

    def _parsed(self, path: str) -> _Element | None:
        """The root of a part; None where the package does not hold it (writers leave relations to nothing behind)."""
        from lxml import etree

        entry = self._entries.get(path.lower())
        if entry is None:
            return None
        content = self._unpacked(entry)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        # Office files have no document type: one can only be there to make the reader fetch or multiply something.
        if any(each in content for each in _DOCTYPES):
            raise self._error("broken", f"{path} 含有 DTD 声明，不是正常的 Word 文档，为安全起见不读取。请检查来源。")
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            why = re.sub(r"\s*\(<string>.*", "", str(error))[:80]
            raise self._error("broken", f"{path} 不是合格的 XML（{why}）。{_DAMAGED}") from error
        to_transitional(root)
        return root

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        size = entry.file_size
        if entry.flag_bits & 1:
            raise self._error("encrypted", "压缩包加了密码，读不出来。请取消密码后再导入。")
        if size > self._max_part or (size > _RATIO_FROM and size > MAX_RATIO * max(1, entry.compress_size)):
            raise self._error(
                "bomb",
                f"{entry.filename} 解压后有 {size / 1024 / 1024:.0f} MB（压缩后 {entry.compress_size / 1024:.0f} KB），"
                f"超过上限（{self._max_part / 1024 / 1024:g} MB、{MAX_RATIO} 倍），可能是压缩炸弹，没有解压。"
                "确是正常文档的，请拆成几个文件再导入。",
            )
        try:
            # The module reads no more than the declared size, whatever the entry really holds.
            return self._zip.read(entry)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            OSError,
        ) as error:
            raise self._error("broken", f"{entry.filename} 解压失败，文件已损坏。{_DAMAGED}") from error
