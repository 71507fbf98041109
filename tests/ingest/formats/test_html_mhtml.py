"""Web archives."""

from __future__ import annotations

import base64
import quopri

import pytest

from ingest.formats.html_mhtml import is_mhtml, pages
from ingest.model import IngestError

HEAD = b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
RELATED = HEAD + b'Content-Type: multipart/related; type="text/html"; boundary="---x"\r\n\r\n'


def part(headers: str, body: bytes) -> bytes:
    return b"-----x\r\n" + headers.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body + b"\r\n"


def test_the_pages_come_in_their_order_decoded() -> None:
    first, frame = "<p>值班办法</p>".encode(), "<p>附件</p>".encode("gb18030")
    data = RELATED + part(
        "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable", quopri.encodestring(first)
    )
    data += part("Content-Type: image/png\nContent-Transfer-Encoding: base64", base64.b64encode(b"\x89PNG"))
    data += part(
        'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: base64', base64.b64encode(frame)
    )
    assert is_mhtml(data)
    assert pages(data + b"-----x--\r\n", "甲.mht") == [(first, ""), (frame, "gb2312")]


def test_a_single_page_without_parts() -> None:
    data = (
        HEAD + b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + "<p>值班".encode()
    )
    assert is_mhtml(data)
    assert pages(data, "甲.mht") == [("<p>值班".encode(), "utf-8")]


def test_a_truncated_archive_gives_what_is_there() -> None:
    data = RELATED + part("Content-Type: text/html\nContent-Transfer-Encoding: 8bit", "<p>值班".encode())
    assert pages(data[:-5], "甲.mht")[0][0].startswith("<p>值".encode())


@pytest.mark.parametrize("data", [b"", b"<html>", b"Content-Type: text/plain\r\n\r\nx", "标题：办法\n正文".encode()])
def test_other_files_are_none(data: bytes) -> None:
    assert not is_mhtml(data)


def test_an_archive_without_a_page_is_broken() -> None:
    with pytest.raises(IngestError) as refused:
        pages(RELATED, "甲.mht")
    assert refused.value.code == "broken" and refused.value.message.startswith("甲.mht：")
