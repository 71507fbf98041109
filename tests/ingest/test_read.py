"""The bytes of a file become its text through the reader of its format, or are refused with what to do."""

from __future__ import annotations

import hashlib

import pytest

from ingest.formats.archive import Member
from ingest.model import IngestError, RawText
from ingest.read import read_member
from ingest.sources import Limits

TEXT = "打印办法\n第一条 双面打印，节约用纸。\n"


def read(data: bytes, name: str = "甲.txt") -> RawText:
    return read_member(Member(name, data), Limits())


def test_a_text_file_is_its_own_text() -> None:
    data = TEXT.replace("\n", "\r\n").encode("gb18030")
    raw = read(data)
    assert raw.text == TEXT.replace("\n", "\r\n"), "line ends stay as they are"
    assert (raw.encoding, raw.format, raw.places) == ("gb18030", "text", ())
    assert raw.sha256 == hashlib.sha256(data).hexdigest()


def test_a_wrong_extension_is_said_and_the_content_read() -> None:
    raw = read(f"<html><body><p>{TEXT}</p></body></html>".encode(), "甲.pdf")
    assert raw.format == "html" and "双面打印" in raw.text
    assert raw.notices[0].startswith("扩展名是 .pdf")


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("空.txt", b"", "empty", "文件是空的"),
        ("空白.txt", " \n\u3000\n".encode(), "empty", "文件是空的"),
        ("只有标记.txt", b"\xef\xbb\xbf", "empty", "文件是空的"),
        ("空网页.html", b"<html><body> </body></html>", "empty", "文件是空的"),
        ("表.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "legacy", "另存为"),
    ],
)
def test_refusals(name: str, data: bytes, code: str, said: str) -> None:
    with pytest.raises(IngestError) as refused:
        read(data, name)
    assert refused.value.code == code
    assert said in refused.value.message and refused.value.message.startswith(name)


def test_what_could_not_be_fetched_is_refused() -> None:
    with pytest.raises(IngestError, match="太大"):
        read_member(Member("甲.txt", error=IngestError("too_large", "太大")), Limits())


@pytest.mark.parametrize(
    "mark",
    [
        *("秘密", "机密★1年", "绝 密", "密级：秘密", "【机密】", "（秘密）", "★机密", "# 机密", "**绝密**", "秘密级"),
        *("编号：12　　秘密★3年", "份号：1　密级：机密　保密期限：一年"),
    ],
)
def test_classified_files_are_refused(mark: str) -> None:
    with pytest.raises(IngestError) as refused:
        read(f"{mark}\r\n{TEXT}".encode())
    assert refused.value.code == "classified"
    assert "密级" in refused.value.message and "不得导入" in refused.value.message


def test_the_words_in_running_text_are_no_marking() -> None:
    rules = "第一条 标有秘密、机密字样的文件不得在此打印。\n第二条 密级标作“机密★1年”。\n（秘密文件另行登记）\n"
    rules += "第三条 注明密级：机密，不得外带。\n"
    assert "机密" in read(f"打印办法\n{rules}".encode()).text
