"""Files are what their bytes say, and what cannot be read is refused with what to do."""

from __future__ import annotations

import codecs
import io
import zipfile

import pytest

from ingest.formats.sniff import sniff, suffix_of
from ingest.model import IngestError

TEXT = "第一条 为规范打印，制定本办法。\n第二条 双面打印，节约用纸。\n"
PAGE = f"<!DOCTYPE html>\n<html><body><p>{TEXT}</p></body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
NOISE = bytes(range(256)) * 40


def package(*names: str, mimetype: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            # A fixed date: the bytes are part of the test's name, which must be the same in every process.
            file.writestr(zipfile.ZipInfo(name), mimetype if name == "mimetype" else "<x/>")
    return buffer.getvalue()


WORD = package("[Content_Types].xml", "_rels/.rels", "word/document.xml")
ARCHIVE = package("办法.txt", "通知.docx")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("甲.txt", TEXT.encode(), "text"),
        ("甲.TXT", TEXT.encode("gb18030"), "text"),
        ("甲.md", TEXT.encode(), "markdown"),
        ("甲.md", b"<!-- note -->\n<div align=center>\n# x\n</div>", "markdown"),
        ("甲", TEXT.encode(), "text"),
        ("关于打印的通知（2024.5）", TEXT.encode(), "text"),
        ("甲.html", PAGE.encode(), "html"),
        ("甲.htm", codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "html"),
        ("甲.html", "<p>第一条 打印。</p>".encode(), "html"),
        ("甲.aspx", b"\r\n\r\n<div>x</div>", "html"),
        ("甲", PAGE.encode(), "html"),
        ("甲.xhtml", f'<?xml version="1.0"?>\n<!-- x -->\n{PAGE}'.encode(), "html"),
        ("甲.mht", b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n", "html"),
        ("甲.docx", WORD, "docx"),
        ("甲.docm", WORD, "docx"),
        ("甲.docx", WORD[:80], "docx"),
        ("甲.pdf", b"%PDF-1.7\n", "pdf"),
        ("甲.pdf", b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n", "pdf"),
        ("甲.png", PNG, "image"),
        ("甲.jpeg", b"\xff\xd8\xff\xe0" + NOISE, "image"),
        ("甲.tif", b"II*\0" + NOISE, "image"),
        ("甲.bmp", b"BM" + bytes(4) + bytes(4) + b"\x36\0\0\0\x28\0\0\0" + NOISE, "image"),
        ("甲.webp", b"RIFF\0\0\0\0WEBP" + NOISE, "image"),
        ("甲.zip", ARCHIVE, "zip"),
        ("甲.zip", package(), "zip"),
    ],
)
def test_what_the_name_says_is_read_without_a_word(name: str, data: bytes, expected: str) -> None:
    found = sniff(data, name)
    assert (found.format, found.notice) == (expected, "")


@pytest.mark.parametrize(
    ("name", "data", "expected", "said"),
    [
        ("甲.txt", b"%PDF-1.7\n", "pdf", "扩展名是 .txt，内容是PDF，已按内容读取。"),
        ("甲.docx", b"%PDF-1.7\n", "pdf", "内容是PDF"),
        ("甲.pdf", WORD, "docx", "扩展名是 .pdf，内容是Word 文档（DOCX）"),
        ("甲.doc", PAGE.encode("gb18030"), "html", "内容是网页"),
        ("甲.doc", b"<div><p>x</p></div>", "html", "内容是网页"),
        ("甲.txt", PAGE.encode(), "html", "内容是网页"),
        ("甲.md", PAGE.encode(), "html", "内容是网页"),
        ("甲.doc", TEXT.encode(), "text", "内容是纯文本"),
        ("甲.docx", TEXT.encode(), "text", "内容是纯文本"),
        ("甲.html", TEXT.encode(), "text", "内容是纯文本"),
        ("甲.wps", WORD, "docx", "内容是Word 文档"),
        ("甲.docx", ARCHIVE, "zip", "内容是ZIP 压缩包"),
        ("甲.zip", WORD, "docx", "内容是Word 文档"),
        ("甲.pdf", PNG, "image", "内容是图片"),
    ],
)
def test_a_wrong_extension_is_noticed(name: str, data: bytes, expected: str, said: str) -> None:
    found = sniff(data, name)
    assert found.format == expected
    assert said in found.notice


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("甲.txt", b"", "empty", "文件是空的"),
        ("甲.doc", OLE + "WordDocument".encode("utf-16-le"), "legacy", "用 WPS 或 Word 打开后另存为 .docx"),
        ("甲.wps", OLE + "WordDocument".encode("utf-16-le"), "legacy", "另存为 .docx"),
        ("甲.docx", OLE + "WordDocument".encode("utf-16-le"), "legacy", "另存为 .docx"),
        ("甲.xls", OLE + "Workbook".encode("utf-16-le"), "legacy", "Excel"),
        ("甲.ppt", OLE + "PowerPoint Document".encode("utf-16-le"), "legacy", "PDF"),
        ("甲.msi", OLE, "legacy", "旧版 Office"),
        ("甲.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "取消密码"),
        ("甲.doc", b"{\\rtf1\\ansi x}", "legacy", "RTF"),
        ("甲.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:x/>', "legacy", "另存为 .docx"),
        ("甲.ofd", package("OFD.xml", "Doc_0/Document.xml"), "unsupported", "导出为 PDF"),
        ("甲.xlsx", package("[Content_Types].xml", "xl/workbook.xml"), "unsupported", "Excel"),
        ("甲.pptx", package("[Content_Types].xml", "ppt/presentation.xml"), "unsupported", "PowerPoint"),
        ("甲.odt", package("mimetype", "content.xml"), "unsupported", "OpenDocument"),
        ("甲.epub", package("mimetype", "META-INF/container.xml"), "unsupported", "EPUB"),
        ("甲.7z", b"7z\xbc\xaf\x27\x1c" + NOISE, "unsupported", "先解压"),
        ("甲.rar", b"Rar!\x1a\x07\x01\0", "unsupported", "先解压"),
        ("甲.zip", b"Rar!\x1a\x07\x01\0", "unsupported", "RAR"),
        ("甲.tar.gz", b"\x1f\x8b\x08\0", "unsupported", "先解压"),
        ("甲.tar", bytes(257) + b"ustar\0", "unsupported", "先解压"),
        ("甲.gif", b"GIF89a" + NOISE, "unsupported", "PNG"),
        ("甲.heic", b"\0\0\0\x18ftypheic" + NOISE, "unsupported", "PNG"),
        ("甲.exe", b"MZ" + bytes(62), "binary", "程序"),
        ("甲.docx", b"%TSD-Header-###%" + NOISE, "encrypted", "解密"),
        ("甲.docx", NOISE, "mismatch", "扩展名是 .docx"),
        ("甲.pdf", NOISE, "mismatch", "重新保存"),
        ("甲.png", NOISE, "mismatch", "扩展名是 .png"),
        ("甲.doc", NOISE, "unsupported", "另存为 .docx"),
        ("甲.ceb", NOISE, "unsupported", "PDF"),
        ("甲.caj", NOISE, "unsupported", "CAJ"),
        ("甲.css", b"p{color:red}", "unsupported", ".css"),
        ("甲", NOISE, "binary", "不是文字"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(name: str, data: bytes, code: str, said: str) -> None:
    with pytest.raises(IngestError) as refused:
        sniff(data, name)
    assert refused.value.code == code
    assert refused.value.message.startswith(f"{name}：") and said in refused.value.message
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("甲.DOCX", ".docx"), ("甲", ""), ("办法（2024.5）", ""), ("甲.2024.12", ""), ("甲.7z", ".7z"), ("a/b.c/甲", "")],
)
def test_extensions(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix
