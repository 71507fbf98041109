"""Text files in every encoding they come in, also in several at once."""

from __future__ import annotations

import codecs

import pytest

from ingest.formats.text import common_share, decode, read
from ingest.model import IngestError

TEXT = "打印办法\n第一条 双面打印，节约用纸。\n"
LINES = [f"第{number}条 砚禾研究院的值班人员应当按时到岗，认真填写交接记录。\n" for number in range(1, 61)]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    extract = read(data, "甲.txt")
    assert (extract.text, extract.encoding, extract.notices) == (TEXT, encoding, ())


@pytest.mark.parametrize("line", ["效益\n", "小\n", "祎翀㛃䶮镕\n", "Caf\u00e9\n"])
def test_unusual_words_do_not_upset_the_encoding(line: str) -> None:
    data = (TEXT + line).encode("gb18030")
    assert read(data, "甲.txt").text == TEXT + line


def test_line_ends_stay_as_they_are() -> None:
    assert read(TEXT.replace("\n", "\r\n").encode(), "甲.txt").text.count("\r\n") == 2


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "binary", "不是文字"),
        (b"PK\x03\x04" + b"\0\x14\0\x08" * 200, "binary", "不是文字"),
        (codecs.BOM_UTF8 + b"\xff\xfe\xfd", "encoding", "另存为 UTF-8"),
    ],
)
def test_refusals(data: bytes, code: str, said: str) -> None:
    with pytest.raises(IngestError) as refused:
        read(data, "甲.txt")
    assert refused.value.code == code
    assert said in refused.value.message and refused.value.message.startswith("甲.txt：")


@pytest.mark.parametrize(("main", "other"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_lines_pasted_in_from_another_encoding_are_read(main: str, other: str) -> None:
    data = b"".join(line.encode(other if number in (20, 21) else main) for number, line in enumerate(LINES, 1))
    extract = read(data, "甲.txt")
    assert extract.text == "".join(LINES)
    assert extract.encoding == main
    assert len(extract.notices) == 1 and "第20、21行" in extract.notices[0] and "请核对" in extract.notices[0]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_stray_byte_becomes_visible(encoding: str) -> None:
    lines = [line.encode(encoding) for line in LINES]
    lines[6] = lines[6].replace("，".encode(encoding), b"\xff" + "，".encode(encoding))
    extract = read(b"".join(lines), "甲.txt")
    assert extract.text.replace("\ufffd", "") == "".join(LINES)
    assert extract.text.split("\n")[6].count("\ufffd") == 1
    assert "第7行有 1 处" in extract.notices[0]


def test_a_stray_byte_in_a_file_of_one_line() -> None:
    whole = "".join(LINES).replace("\n", "")
    data = whole.encode()
    extract = read(data[:900] + b"\xfe" + data[900:], "甲.txt")
    assert extract.text.replace("\ufffd", "") == whole


def test_a_truncated_utf16_file_keeps_its_text() -> None:
    data = codecs.BOM_UTF16_LE + "".join(LINES).encode("utf-16-le") + b"\x00"
    extract = read(data, "甲.txt")
    assert extract.text == "".join(LINES) + "\ufffd"
    assert extract.notices


def test_too_many_broken_bytes_are_refused() -> None:
    data = b"\xff\xfe\xfa".join(line[:5].encode() for line in LINES)
    with pytest.raises(IngestError) as refused:
        read(data, "甲.txt")
    assert refused.value.code in ("encoding", "binary")


def test_many_bad_lines_are_counted_not_listed() -> None:
    lines = [line.encode() for line in LINES * 20]
    for at in range(0, 100, 5):
        lines[at] = b"\xff" + lines[at]
    notice = read(b"".join(lines), "甲.txt").notices[0]
    assert "等 20 行" in notice and len(notice) < 120


def test_a_line_of_a_million_characters_with_bad_bytes() -> None:
    piece = "砚禾研究院的值班人员应当按时到岗。".encode()
    data = (piece * 60 + b"\xff") * 1000
    extract = read(data, "甲.txt")
    assert extract.text.count("\ufffd") == 1000
    assert len(extract.text) > 1_000_000


def test_what_a_page_says_of_itself_is_believed_where_it_fits() -> None:
    assert decode("值班辦法".encode("big5"), "甲.html", "big5")[:2] == ("值班辦法", "big5")
    assert decode(TEXT.encode(), "甲.html", "big5")[:2] == (TEXT, "utf-8")


def test_the_wrong_encoding_makes_little_everyday_chinese() -> None:
    assert common_share(TEXT) == 1.0
    assert common_share(TEXT.encode().decode("gb18030", errors="replace")) < 0.5
    assert common_share("abc") == 1.0
