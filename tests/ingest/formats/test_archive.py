"""ZIP archives: every file inside is read or refused by itself, and none is unpacked beyond its bounds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from ingest.formats.archive import Limits, Member, members
from ingest.model import IngestError

TEXT = "打印办法\n第一条 双面打印，节约用纸。\n".encode()


def pack(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()


def raw_named(name: bytes, extra: bytes = b"") -> bytes:
    """An archive of one file with its name in bytes of no stated encoding."""
    crc, head = zlib.crc32(TEXT), (20, 0, 0, 0, 0)
    sizes = (len(TEXT), len(TEXT))
    local = b"PK\x03\x04" + struct.pack("<5H3I2H", *head, crc, *sizes, len(name), len(extra)) + name + extra + TEXT
    central = b"PK\x01\x02" + struct.pack("<6H3I5H2I", 20, *head, crc, *sizes, len(name), len(extra), 0, 0, 0, 0, 0)
    central += name + extra
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def read(data: bytes, limits: Limits | None = None) -> list[Member]:
    return list(members(data, "包.zip", limits or Limits()))


def error(member: Member) -> IngestError:
    assert member.error is not None and member.data == b""
    assert member.error.message.startswith(f"{member.name}：") and member.error.message.endswith("。")
    return member.error


def test_members_in_their_order_with_their_folders() -> None:
    found = read(pack({"乙/办法.txt": TEXT, "甲.txt": b"x", "空.txt": b""}))
    assert [(m.name, m.data, m.error) for m in found] == [
        ("包.zip/乙/办法.txt", TEXT, None),
        ("包.zip/甲.txt", b"x", None),
        ("包.zip/空.txt", b"", None),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "打印办法.txt".encode("gb18030"),
        "打印办法.txt".encode(),
        "文件\\打印办法.txt".encode("gb18030"),
    ],
)
def test_names_without_a_stated_encoding(name: bytes) -> None:
    [member] = read(raw_named(name))
    assert member.name.endswith("/打印办法.txt") and "\\" not in member.name
    assert member.data == TEXT


def test_a_name_in_the_unicode_field_wins() -> None:
    path = "打印办法.txt".encode()
    field = struct.pack("<BI", 1, 0) + path
    [member] = read(raw_named(b"?????.txt", struct.pack("<HH", 0x7075, len(field)) + field))
    assert member.name == "包.zip/打印办法.txt"


def test_junk_is_passed_over() -> None:
    junk = ["__MACOSX/._甲.txt", ".DS_Store", "a/Thumbs.db", "a/~$甲.docx", ".git/config", "desktop.ini"]
    assert [m.name for m in read(pack({"甲.txt": TEXT, **dict.fromkeys(junk, b"x")}))] == ["包.zip/甲.txt"]


def test_what_a_browser_saved_beside_a_page_is_passed_over() -> None:
    files = {"办法.html": b"<p>x", "办法_files/a.css": b"x", "办法_files/b/c.png": b"x"}
    assert [m.name for m in read(pack(files))] == ["包.zip/办法.html"]


@pytest.mark.parametrize("path", ["../../etc/甲.txt", "/etc/../甲.txt", "C:\\Windows\\甲.txt", "./a//甲.txt"])
def test_names_never_lead_out_of_the_archive(path: str) -> None:
    [member] = read(pack({path: TEXT}))
    parts = member.name.split("/")
    assert parts[0] == "包.zip" and parts[-1] == "甲.txt"
    assert not {"", ".", "..", "C:"} & set(parts)


def test_names_that_come_twice_stay_apart() -> None:
    assert [m.name for m in read(pack({"a/甲.txt": b"1", "./a/甲.txt": b"2"}))] == [
        "包.zip/a/甲.txt",
        "包.zip/a/甲（2）.txt",
    ]


def test_a_symbolic_link_is_passed_over() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        link = zipfile.ZipInfo("链.txt")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
        package.writestr("甲.txt", TEXT)
    assert [m.name for m in read(buffer.getvalue())] == ["包.zip/甲.txt"]


def test_a_sidecar_goes_with_its_file() -> None:
    found = read(pack({"a/甲.txt": TEXT, "a/甲.txt.meta.yaml": b"title: x", "乙.txt": TEXT, "丙.txt.meta.yml": b"y"}))
    assert [(m.name, m.sidecar) for m in found] == [("包.zip/a/甲.txt", b"title: x"), ("包.zip/乙.txt", None)]


def test_an_archive_in_an_archive_is_opened_a_third_is_not() -> None:
    third = pack({"丁.txt": TEXT})
    second = pack({"丙.txt": TEXT, "三.zip": third})
    found = read(pack({"二.zip": second, "甲.txt": TEXT}))
    assert [m.name for m in found] == [
        "包.zip/二.zip/丙.txt",
        "包.zip/二.zip/三.zip",
        "包.zip/甲.txt",
    ]
    assert error(found[1]).code == "bomb"
    assert found[2].data == TEXT


def test_office_files_are_no_archives() -> None:
    word = pack({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    table = pack({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    found = read(pack({"甲.docx": word, "乙.xlsx": table}))
    assert [(m.name, m.data) for m in found] == [("包.zip/甲.docx", word), ("包.zip/乙.xlsx", table)]


def test_a_member_that_unpacks_a_thousandfold_is_left_alone() -> None:
    found = read(pack({"炸.txt": bytes(8 * 1024 * 1024), "甲.txt": TEXT}))
    assert error(found[0]).code == "bomb" and "200 倍" in error(found[0]).message
    assert found[1].data == TEXT


def test_a_small_file_of_blanks_is_no_bomb() -> None:
    [member] = read(pack({"甲.txt": b" " * 500_000}))
    assert len(member.data) == 500_000


def test_a_nested_bomb_ends_at_the_total() -> None:
    """Like 42.zip: every archive holds more of the same, a little text grown to terabytes if it were unpacked."""
    leaf = pack({f"{n}.txt": b"\0" * 900_000 for n in range(50)})
    bomb = pack({f"{n}.zip": leaf for n in range(50)})
    found = read(bomb, Limits(total_mb=20))
    assert error(found[-1]).code == "bomb" and "20 MB" in error(found[-1]).message
    assert sum(len(m.data) for m in found) <= 20 * 1024 * 1024
    assert sum(m.error is not None for m in found) == 1


def test_a_member_that_lies_about_its_size_is_broken() -> None:
    data = bytearray(pack({"甲.txt": bytes(600_000), "乙.txt": TEXT}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", 10)
    found = read(bytes(data))
    assert error(found[0]).code == "broken"
    assert found[1].data == TEXT


def test_a_large_member_is_refused_with_the_settings_name() -> None:
    noise = bytes(range(256)) * 8192
    found = read(pack({"大.txt": noise, "甲.txt": TEXT}, zipfile.ZIP_STORED), Limits(file_mb=1))
    assert error(found[0]).code == "too_large" and "MAX_FILE_MB=3" in error(found[0]).message
    assert found[1].data == TEXT


def test_too_many_files() -> None:
    [member] = read(pack({f"{n}.txt": b"x" for n in range(30)}), Limits(files=20))
    assert error(member).code == "bomb" and "20 个" in error(member).message


def test_a_wrong_checksum_costs_one_member() -> None:
    data = bytearray(pack({"坏.txt": TEXT * 20, "甲.txt": TEXT}, zipfile.ZIP_STORED))
    data[data.index(TEXT[:20]) + 30] ^= 0xFF
    found = read(bytes(data))
    assert error(found[0]).code == "broken"
    assert found[1].data == TEXT


def test_a_password_costs_one_member() -> None:
    data = bytearray(pack({"密.txt": TEXT, "甲.txt": TEXT}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    found = read(bytes(data))
    assert error(found[0]).code == "encrypted" and "密码" in error(found[0]).message
    assert found[1].data == TEXT


def test_rare_compression_is_named() -> None:
    found = read(pack({"甲.txt": TEXT}, zipfile.ZIP_BZIP2))
    assert error(found[0]).code == "unsupported"


@pytest.mark.parametrize("data", [b"PK\x03\x04", pack({"甲.txt": TEXT * 50})[:-30], b"PK" + bytes(200)])
def test_a_truncated_archive(data: bytes) -> None:
    [member] = read(data)
    assert member.name == "包.zip" and error(member).code == "broken"


def test_a_broken_archive_inside_costs_itself() -> None:
    found = read(pack({"内.zip": pack({"x.txt": TEXT})[:-10], "甲.txt": TEXT}))
    assert error(found[0]).code == "broken" and found[0].name == "包.zip/内.zip"
    assert found[1].data == TEXT


def test_an_empty_archive() -> None:
    assert error(read(pack({}))[0]).code == "empty"
    assert error(read(pack({".DS_Store": b"x"}))[0]).code == "empty"
