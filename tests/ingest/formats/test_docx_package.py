import io
import struct
import zipfile
from typing import Any

import pytest

from ingest.formats import docx_package
from ingest.formats.docx import read
from ingest.formats.docx_package import Package
from ingest.model import IngestError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _code(data: bytes, **options: Any) -> str:
    with pytest.raises(IngestError) as caught:
        read(data, "坏文件.docx", **options)
    assert caught.value.message.startswith("坏文件.docx：")
    assert caught.value.message.endswith("。")
    return caught.value.code


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (_OLE + "WordDocument".encode("utf-16-le"), "legacy"),
        (_OLE + "Workbook".encode("utf-16-le"), "mismatch"),
        (b"{\\rtf1\\ansi abc}", "mismatch"),
        (b"%PDF-1.7 abc", "mismatch"),
        ("第一条 只是文字。".encode(), "mismatch"),
        (_zip({"xl/workbook.xml": b"<x/>"}), "mismatch"),
        (_zip({"a.txt": b"abc"}), "mismatch"),
        (_zip({}), "mismatch"),
        (_zip({"word/document.xml": b"<x/>"}), "mismatch"),
        (_zip({"word/document.xml": b"<w:document"}), "broken"),
        (_zip({"word/document.xml": b""}), "broken"),
    ],
)
def test_what_is_no_word_file_is_named(data: bytes, code: str) -> None:
    assert _code(data) == code


def test_a_file_cut_off_anywhere_is_broken_or_read(word: Any) -> None:
    whole = word.file(word.p("第一条　砚禾研究院的规定。" * 50))
    for size in range(4, len(whole), 97):
        assert _code(whole[:size]) == "broken"


def test_damaged_bytes_never_crash(word: Any) -> None:
    whole = word.file(word.p("第一条　砚禾研究院的规定。" * 50), numbering=word.lists(word.level(0, "%1")))
    for at in range(0, len(whole), 13):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            read(damaged, "坏文件.docx")
        except IngestError as error:
            assert error.code in ("broken", "mismatch", "encrypted", "bomb", "empty")


def test_a_bomb_is_not_unpacked(word: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = word.file("", extra={"word/document.xml": b"<a>" + b" " * 40_000_000})
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(IngestError) as caught:
        docx_package.Package(_only(bomb, "word/document.xml"), "坏文件.docx")
    assert caught.value.code == "bomb"
    assert "38 MB" in caught.value.message


def _only(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return _zip({name: package.open(name).read()})


def test_the_limit_of_a_part_is_a_parameter(word: Any) -> None:
    data = word.file(word.p("甲" * 400_000))
    assert _code(data, max_part_mb=1) == "bomb"
    assert len(read(data, "a.docx", max_part_mb=2).text) == 400_000


def test_a_bomb_in_what_is_never_read_does_not_matter(word: Any) -> None:
    data = word.file(word.p("正文"), extra={"word/media/a.bmp": b"\0" * 20_000_000})
    assert read(data, "a.docx").text == "正文"


def test_a_size_that_lies_is_broken(word: Any) -> None:
    data = bytearray(word.file(word.p("正文" * 100)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        size = package.getinfo("word/document.xml").file_size
    at = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 22
    assert struct.unpack_from("<I", data, at)[0] == size
    struct.pack_into("<I", data, at, 200)
    assert _code(bytes(data)) == "broken"


def test_too_many_entries(word: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "_MAX_ENTRIES", 3)
    assert _code(word.file(word.p("正文"))) == "bomb"


def test_an_entry_with_a_password(word: Any) -> None:
    data = bytearray(word.file(word.p("正文")))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    assert _code(bytes(data)) == "encrypted"


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_no_entity_is_fetched_or_multiplied(word: Any, tmp_path: Any, coding: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机要", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    for declared in (
        f'<!ENTITY x SYSTEM "{secret.as_uri()}">',
        '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
        f'<!ENTITY l0 "ha">{laughs}<!ENTITY x "&l11;">',
        f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p; <!ENTITY x "">',
    ):
        xml = (
            f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE w:document [{declared}]><w:document xmlns:w="http://'
            'schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p>'
            "</w:body></w:document>"
        )
        assert _code(word.file("", extra={"word/document.xml": xml.encode(coding)})) == "broken"


def test_malformed_side_parts_are_named(word: Any) -> None:
    data = word.file(word.p("正文"), numbering="<w:abstractNum>")
    with pytest.raises(IngestError, match=r"word/numbering\.xml 不是合格的 XML"):
        read(data, "坏文件.docx")


def test_relations_to_nothing_and_other_hosts_are_passed_over(word: Any) -> None:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{base}/header" Target="NULL"/>'
        f'<Relationship Id="b" Type="{base}/styles" Target="../../../etc/passwd"/>'
        f'<Relationship Id="c" Type="{base}/numbering" Target="http://127.0.0.1:9/n.xml" TargetMode="External"/>'
        f'<Relationship Id="d" Type="{base}/numbering" Target="document.xml" TargetMode="External"/>'
        "</Relationships>"
    )
    data = word.file(word.p("正文"), extra={"word/_rels/document.xml.rels": relations})
    assert read(data, "a.docx").text == "正文"
    assert Package(data, "a.docx").part("numbering") is None


def test_names_with_backslashes_and_in_capitals(word: Any) -> None:
    with zipfile.ZipFile(
        io.BytesIO(word.file(word.p("正文", num=(1, 0)), numbering=word.lists(word.level(0, "%1."))))
    ) as old:
        files = {info.filename.replace("/", "\\").upper(): old.read(info) for info in old.infolist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in files.items():
            info = zipfile.ZipInfo("x")
            info.filename = name  # zipfile would turn the backslashes on Windows only
            package.writestr(info, content)
    assert read(packed.getvalue(), "a.docx").text == "1. 正文"


def test_the_main_part_may_have_another_name(word: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(word.file(word.p("正文")))) as old:
        files = {info.filename: old.read(info) for info in old.infolist()}
    files["word/document2.xml"] = files.pop("word/document.xml")
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.xml")
    assert read(_zip(files), "a.docx").text == "正文"


def test_parts_come_in_the_order_of_their_names(word: Any) -> None:
    package = Package(word.file(word.p("正文"), header2=word.p("乙"), header1=word.p("甲")), "a.docx")
    assert ["".join(root.itertext()) for root in package.parts("header")] == ["甲", "乙"]
    assert package.part("styles") is None
