"""What a file is: by its first bytes, then by its extension, then by what it says."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from ingest.formats.html_mhtml import is_mhtml
from ingest.formats.text import decode
from ingest.model import IngestError

Format = Literal["text", "markdown", "html", "docx", "pdf", "image", "zip"]

SUFFIXES: dict[Format, tuple[str, ...]] = {
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".jsp", ".jspx", ".asp", ".aspx", ".php"),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "pdf": (".pdf",),
    "image": (".png", ".jpg", ".jpeg", ".jfif", ".tif", ".tiff", ".bmp", ".webp"),
    "zip": (".zip",),
}
"""The extensions of what can be read."""

_NAMES: dict[Format, str] = {
    "text": "纯文本",
    "markdown": "Markdown",
    "html": "网页（HTML）",
    "docx": "Word 文档（DOCX）",
    "pdf": "PDF",
    "image": "图片",
    "zip": "ZIP 压缩包",
}

_AS_DOCX = "请用 WPS 或 Word 打开后另存为 .docx 再导入。"
_AS_PDF = "请用原来的软件打开后另存（或打印）为 PDF 再导入。"
_UNPACK = "请先解压再导入，或改用 .zip 压缩。"

_IMAGES = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|II\*\0|MM\0\*|RIFF....WEBP|BM.{4}\0{4}.{4}[\x0c\x28\x38\x40\x6c\x7c]\0\0\0",
    re.DOTALL,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (re.compile(rb"\{\\rtf"), "legacy", f"是 RTF 文件，不能直接读取。{_AS_DOCX}"),
    (re.compile(rb"Rar!\x1a\x07"), "unsupported", f"是 RAR 压缩包，不能直接读取。{_UNPACK}"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "unsupported", f"是 7z 压缩包，不能直接读取。{_UNPACK}"),
    (
        re.compile(rb"\x1f\x8b\x08|BZh[1-9]1AY&SY|\xfd7zXZ\0|\x28\xb5\x2f\xfd|MSCF\0|.{257}ustar", re.DOTALL),
        "unsupported",
        f"是 tar/gz 一类的压缩包，不能直接读取。{_UNPACK}",
    ),
    (
        re.compile(rb"GIF8[79]a|.{4}ftyp(?:heic|heix|mif1|avif)|\0\0\0\x0cjP  ", re.DOTALL),
        "unsupported",
        "是 GIF、HEIC 一类的图片，不能直接读取。请另存为 PNG 或 JPG 再导入。",
    ),
    (
        re.compile(rb"%TSD-Header|b\x14#e|\x62\x14\x23\x65"),
        "encrypted",
        "被文档加密软件加密。请解密（申请明文外发）后再导入。",
    ),
    (re.compile(rb"MZ.{58}|\x7fELF", re.DOTALL), "binary", "是程序，不是文档。请检查文件是否放错。"),
)
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted", "设有打开密码，读不出来。请用 WPS 或 Word 打开、取消密码后另存为 .docx 再导入。"),
    ("WordDocument", "legacy", f"是旧版 Word（.doc/.wps）文件，不能直接读取。{_AS_DOCX}"),
    (
        "Workbook",
        "legacy",
        f"是旧版 Excel（.xls/.et）表格，不能直接读取。请把内容粘贴到 Word 后另存为 .docx，或{_AS_PDF[1:]}",
    ),
    ("PowerPoint Document", "legacy", f"是旧版 PowerPoint（.ppt/.dps）演示文稿，不能直接读取。{_AS_PDF}"),
    ("", "legacy", f"是旧版 Office 文件，不能直接读取。{_AS_DOCX}"),
)
_PACKAGES = (
    (
        re.compile(r"(?:.*/)?OFD\.xml$"),
        "是 OFD 版式文件，不能直接读取。请用 OFD 阅读器（WPS、数科、福昕等）打开后导出为 PDF 再导入。",
    ),
    (re.compile(r"xl/"), "是 Excel 表格，不能直接读取。请把内容粘贴到 Word 后另存为 .docx，或另存为 PDF 再导入。"),
    (re.compile(r"ppt/"), f"是 PowerPoint 演示文稿，不能直接读取。{_AS_PDF}"),
    (re.compile(r"content\.xml$"), f"是 OpenDocument 文件（.odt/.ods），不能直接读取。{_AS_DOCX}"),
    (re.compile(r"META-INF/container\.xml$"), f"是 EPUB 电子书，不能直接读取。{_AS_PDF}"),
)
_BY_SUFFIX = {
    **dict.fromkeys((".ceb", ".cebx", ".gd", ".sep", ".gw", ".s2", ".s72"), f"是专用版式文件，不能直接读取。{_AS_PDF}"),
    **dict.fromkeys((".caj", ".kdh", ".nh"), "是知网 CAJ 文件，不能直接读取。请用 CAJViewer 打印为 PDF 再导入。"),
    **dict.fromkeys((".odt", ".wps", ".wpt", ".doc", ".dot", ".rtf"), f"不是认识的 Word 文件。{_AS_DOCX}"),
}

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|frameset)[\s>]", re.I | re.S
)
_FRAGMENT = re.compile(
    rb"\s*<(?:title|style|script|link|table|div|center|font|section|article|p|h[1-6]|span)[\s>]", re.I
)
_TAG = re.compile(rb"<[a-z!/]|&#?\w{2,8};", re.I)
_WORD_XML = re.compile(rb"\s*<\?xml.{0,300}(?:<\?mso-application|<pkg:package|<w:wordDocument)", re.S)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """``format`` names the reader; ``notice`` is a Chinese remark where the extension says something else."""

    format: Format
    notice: str = ""


def sniff(data: bytes, name: str) -> Sniffed:
    """The format of a file. ``data`` is the whole file.

    Raises IngestError where no reader can take it: ``empty``, ``legacy``, ``encrypted``, ``unsupported``, ``mismatch``,
    ``binary``; each message says what to do.
    """
    if not data:
        raise IngestError("empty", f"{name}：文件是空的，没有可导入的文字。请检查原文件。")
    suffix = suffix_of(name)
    found = _by_magic(data, name) or _by_words(data, suffix)
    if found is None:
        found = _by_suffix(data, name, suffix)
    expected = next((each for each, suffixes in SUFFIXES.items() if suffix in suffixes), None)
    if not suffix or expected == found:
        return Sniffed(found)
    return Sniffed(found, f"扩展名是 {suffix}，内容是{_NAMES[found]}，已按内容读取。")


def suffix_of(name: str) -> str:
    """The extension in lower case, empty where there is none; 办法（2024.5） has none."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z][a-z0-9]{0,8}|\.7z|\.s72", suffix) else ""


def _by_magic(data: bytes, name: str) -> Format | None:
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _package(data, name)
    if data.startswith(_OLE):
        for stream, code, message in _OLE_STREAMS:
            if stream.encode("utf-16-le") in data:
                raise IngestError(code, f"{name}：{message}")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-") or (
        b"%PDF-" in data[:1024] and suffix_of(name) == ".pdf"
    ):
        return "pdf"
    if _IMAGES.match(data):
        return "image"
    for pattern, code, message in _REFUSED:
        if pattern.match(data):
            raise IngestError(code, f"{name}：{message}")
    return None


def _package(data: bytes, name: str) -> Format:
    """A ZIP file: an Office document, another format in a ZIP's clothes, or an archive."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        # Truncated: the reader of what it calls itself says so.
        return "docx" if suffix_of(name) in SUFFIXES["docx"] else "zip"
    if any(each.startswith("word/") and each.endswith(".xml") for each in names) and "[Content_Types].xml" in names:
        return "docx"
    for pattern, message in _PACKAGES:
        if ("[Content_Types].xml" in names or "mimetype" in names or "OFD" in pattern.pattern) and any(
            pattern.match(each) for each in names
        ):
            raise IngestError("unsupported", f"{name}：{message}")
    return "zip"


def _by_words(data: bytes, suffix: str) -> Format | None:
    """A page by its tags, whatever its extension; in Markdown a tag at the head means nothing yet."""
    if is_mhtml(data):
        return "html"
    head = data[:8192].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")  # UTF-16 looks like ASCII without its NULs
    if _PAGE.match(head):
        return "html"
    if suffix not in (*SUFFIXES["text"], *SUFFIXES["markdown"]) and _FRAGMENT.match(head):
        return "html"
    if suffix in SUFFIXES["html"] and _TAG.search(data.replace(b"\0", b"")):
        return "html"
    return None


def _by_suffix(data: bytes, name: str, suffix: str) -> Format:
    if _WORD_XML.match(data[:2000]):
        raise IngestError("legacy", f"{name}：是 Word 2003 XML 文件，不能直接读取。{_AS_DOCX}")
    if suffix in SUFFIXES["markdown"]:
        return "markdown"
    if suffix in SUFFIXES["text"]:
        return "text"
    named = next((each for each, suffixes in SUFFIXES.items() if suffix in suffixes), None)
    if named is None and suffix and suffix not in _BY_SUFFIX:
        raise IngestError(
            "unsupported", f"{name}：暂不支持 {suffix} 文件。请另存为 .docx、PDF 或 UTF-8 的 .txt 后再导入。"
        )
    try:
        decode(data, name)
    except IngestError as error:
        if named:
            raise IngestError(
                "mismatch",
                f"{name}：扩展名是 {suffix}，内容却不是{_NAMES[named]}，也认不出是什么（可能已损坏，或被文档加密软件"
                "加密）。请用原来的软件打开，确认能看到正文后重新保存再导入。",
            ) from error
        if suffix:
            raise IngestError("unsupported", f"{name}：{_BY_SUFFIX[suffix]}") from error
        raise
    return "text"
