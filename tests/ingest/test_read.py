"""Files on disk: decoded, or refused with what to do."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from ingest.model import IngestError
from ingest.read import find_sources, read_source

TEXT = "打印办法\n第一条 双面打印，节约用纸。\n"


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
def test_encodings(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = tmp_path / "甲.txt"
    path.write_bytes(data)
    raw = read_source(path, "甲.txt", 20)
    assert (raw.text, raw.encoding) == (TEXT, encoding)


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert read_source(path, "甲.txt", 20).text.count("\r\n") == 2


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("空.txt", b"", "empty", "文件是空的"),
        ("空白.txt", " \n\u3000\n".encode(), "empty", "文件是空的"),
        ("只有标记.txt", codecs.BOM_UTF8, "empty", "文件是空的"),
        ("图.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "binary", "不是文字"),
        ("包.txt", b"PK\x03\x04" + b"\0\x14\0\x08" * 200, "binary", "不是文字"),
        ("坏.txt", codecs.BOM_UTF8 + b"\xff\xfe\xfd", "encoding", "另存为 UTF-8"),
        ("表.xlsx", b"PK", "unsupported", "另存为"),
    ],
)
def test_refusals(tmp_path: Path, name: str, data: bytes, code: str, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(IngestError) as refused:
        read_source(path, name, 20)
    assert refused.value.code == code
    assert said in refused.value.message and refused.value.message.startswith(name)


def test_a_large_file_is_refused_with_the_settings_name(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes(TEXT.encode() * 60_000)
    with pytest.raises(IngestError) as refused:
        read_source(path, "大.txt", 2)
    assert refused.value.code == "too_large"
    assert "MAX_FILE_MB=2" in refused.value.message and "调大" in refused.value.message
    assert read_source(path, "大.txt", 50).text.startswith("打印办法")


@pytest.mark.parametrize(
    "mark",
    [
        *("秘密", "机密★1年", "绝 密", "密级：秘密", "【机密】", "（秘密）", "★机密", "# 机密", "**绝密**", "秘密级"),
        *("编号：12　　秘密★3年", "份号：1　密级：机密　保密期限：一年"),
    ],
)
def test_classified_files_are_refused(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "甲.txt"
    path.write_text(f"{mark}\n{TEXT}", encoding="utf-8")
    with pytest.raises(IngestError) as refused:
        read_source(path, "甲.txt", 20)
    assert refused.value.code == "classified"
    assert "密级" in refused.value.message and "不得导入" in refused.value.message


def test_the_words_in_running_text_are_no_marking(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    rules = "第一条 标有秘密、机密字样的文件不得在此打印。\n第二条 密级标作“机密★1年”。\n（秘密文件另行登记）\n"
    rules += "第三条 注明密级：机密，不得外带。\n"
    path.write_text(f"打印办法\n{rules}", encoding="utf-8")
    assert "机密" in read_source(path, "甲.txt", 20).text


def test_sources_in_a_stable_order_without_companions(tmp_path: Path) -> None:
    for name in ("乙.txt", "甲.md", "甲.md.meta.yaml", "README.md", ".藏.txt", "子/丙.txt", ".git/丁.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("一", encoding="utf-8")
    found, notes = find_sources([tmp_path])
    assert sorted(name for _, name in found) == sorted(["乙.txt", "甲.md", "子/丙.txt"])
    assert notes == ["README.md"]
    assert [name for _, name in find_sources([tmp_path / "乙.txt"])[0]] == ["乙.txt"]
    assert [name for _, name in find_sources([tmp_path / "README.md"])[0]] == ["README.md"], "named itself"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(IngestError) as refused:
        find_sources([tmp_path / "没有"])
    assert refused.value.code == "missing"
    assert "没有" in refused.value.message and "路径" in refused.value.message
