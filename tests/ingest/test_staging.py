"""Uploads wait under safe names until they are confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import staging
from ingest.library import library_files, library_folder
from ingest.model import IngestError
from ingest.staging import Staging, safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("考勤办法（2024年修订）.docx", "考勤办法（2024年修订）.docx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\文件\\办法.txt", "办法.txt"),
        ("<img src=x onerror=alert(1)>.txt", "_img src=x onerror=alert(1)_.txt"),
        ("甲\x00\n乙\u202e.txt", "甲乙.txt"),
        (".隐藏.txt", "隐藏.txt"),
        ("~$锁.docx", "锁.docx"),
        ("办法.docx.meta.yaml", "办法.docx.meta.yaml"),
        ("　办法 .pdf ", "办法 .pdf"),
    ],
)
def test_names(given: str, safe: str) -> None:
    assert safe_name(given) == safe


@pytest.mark.parametrize("name", ["", "...", "/", "\u202e", ".", "甲." + "长" * 50])
def test_names_that_cannot_be_used(name: str) -> None:
    with pytest.raises(IngestError, match="不能用"):
        safe_name(name)


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("长" * 300 + ".docx.meta.yaml")
    assert name.endswith(".meta.yaml") and len(name.encode()) <= 200


@pytest.fixture
def data(tmp_path: Path) -> Path:
    library_folder(tmp_path).mkdir()
    (library_folder(tmp_path) / "甲.txt").write_text("旧", encoding="utf-8")
    (library_folder(tmp_path) / "甲.txt.meta.yaml").write_text("issuer: 砚禾研究院", encoding="utf-8")
    return tmp_path


def put(staging: Staging, name: str, text: str = "新", replaces: str = "") -> str:
    received = staging.receive()
    received.write_text(text, encoding="utf-8")
    return staging.put(received, name, replaces=replaces)


def test_put_confirm(data: Path) -> None:
    staging = Staging(data)
    assert put(staging, "a/乙.txt") == "乙.txt"
    assert (staging.names(), library_files(data)) == (["乙.txt"], ["甲.txt"])
    staging.change().commit()
    assert (staging.names(), library_files(data)) == ([], ["乙.txt", "甲.txt"])


def test_a_replaced_file_hands_its_sidecar_on(data: Path) -> None:
    staging = Staging(data)
    put(staging, "甲二版.txt", replaces="甲.txt")
    assert staging.names() == ["甲二版.txt", "甲二版.txt.meta.yaml"] and staging.removed() == ["甲.txt"]
    staging.change().commit()
    assert library_files(data) == ["甲二版.txt"]


def test_a_sidecar_alone_comes_with_the_file_it_describes(data: Path) -> None:
    staging = Staging(data)
    put(staging, "甲.txt.meta.yaml", "issuer: 别处")
    assert staging.names() == ["甲.txt", "甲.txt.meta.yaml"]
    assert (staging.folder / "甲.txt.meta.yaml").read_text(encoding="utf-8") == "issuer: 别处"


def test_drop_and_clear(data: Path) -> None:
    staging = Staging(data)
    put(staging, "甲.txt")
    staging.remove("甲.txt")
    staging.drop("甲.txt")
    assert (staging.names(), staging.removed()) == ([], [])
    put(staging, "乙.txt")
    staging.clear()
    assert not staging.folder.exists() and library_files(data) == ["甲.txt"]


def test_what_is_not_there_cannot_be_replaced_or_removed(data: Path) -> None:
    staging = Staging(data)
    for name in ("没有.txt", "../甲.txt"):
        with pytest.raises(IngestError, match="制度库里没有"):
            put(staging, "乙.txt", replaces=name)
        with pytest.raises(IngestError, match="制度库里没有"):
            staging.remove(name)


def test_not_endlessly_many(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MOST", 1)
    waiting = Staging(data)
    put(waiting, "乙.txt")
    put(waiting, "乙.txt", "再传一次")
    with pytest.raises(IngestError, match="最多放 1 个"):
        put(waiting, "丙.txt")
