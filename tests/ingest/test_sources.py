"""The files below a folder and in its archives."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.model import IngestError
from ingest.sources import Limits, fetch, find_sources

TEXT = "打印办法\n第一条 双面打印，节约用纸。\n"


def test_a_large_file_is_refused_with_the_settings_name(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes(TEXT.encode() * 60_000)
    [refused] = fetch(path, "大.txt", Limits(max_file_mb=2))
    assert refused.error is not None and refused.error.code == "too_large" and refused.data == b""
    assert "MAX_FILE_MB=2" in refused.error.message and "调大" in refused.error.message
    [read] = fetch(path, "大.txt", Limits(max_file_mb=50))
    assert read.error is None and len(read.data) == path.stat().st_size


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    [refused] = fetch(tmp_path / "走了.txt", "走了.txt", Limits())
    assert refused.error is not None and refused.error.code == "unreadable" and "走了.txt" in refused.error.message


def test_the_sidecar_comes_along(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(TEXT, encoding="utf-8")
    assert [each.sidecar for each in fetch(tmp_path / "甲.txt", "甲.txt", Limits())] == [None]
    (tmp_path / "甲.txt.meta.yaml").write_bytes(b"issuer: a")
    assert [each.sidecar for each in fetch(tmp_path / "甲.txt", "甲.txt", Limits())] == [b"issuer: a"]


def test_an_archive_gives_its_files_with_their_sidecars(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("办法/甲.txt", TEXT)
        archive.writestr("办法/甲.txt.meta.yaml", "issuer: a")
        archive.writestr("乙.txt", TEXT * 2)
    path = tmp_path / "包.zip"
    path.write_bytes(packed.getvalue())
    held = {each.name: each for each in fetch(path, "包.zip", Limits())}
    assert held.keys() == {"包.zip/办法/甲.txt", "包.zip/乙.txt"}
    assert held["包.zip/办法/甲.txt"].sidecar == b"issuer: a" and held["包.zip/乙.txt"].data == (TEXT * 2).encode()


def test_sources_in_a_stable_order_without_companions(tmp_path: Path) -> None:
    for name in ("乙.txt", "甲.md", "甲.md.meta.yaml", "README.md", ".藏.txt", "~$甲.docx", "子/丙.txt", ".git/丁.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("一", encoding="utf-8")
    found, notes = find_sources([tmp_path])
    assert sorted(name for _, name in found) == sorted(["乙.txt", "甲.md", "子/丙.txt"])
    assert notes == ["README.md"]
    assert [name for _, name in find_sources([tmp_path / "乙.txt"])[0]] == ["乙.txt"]
    assert [name for _, name in find_sources([tmp_path / "README.md"])[0]] == ["README.md"], "named itself"


def test_what_a_browser_saved_beside_a_page_is_named_not_read(tmp_path: Path) -> None:
    for name in ("子/页.html", "子/页_files/a.css", "子/页_files/b/c.png", "子/丁_files/戊.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("一", encoding="utf-8")
    found, notes = find_sources([tmp_path])
    assert [name for _, name in found] == ["子/丁_files/戊.txt", "子/页.html"]
    assert notes == ["子/页_files/"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(IngestError) as refused:
        find_sources([tmp_path / "没有"])
    assert refused.value.code == "missing"
    assert "没有" in refused.value.message and "路径" in refused.value.message


def test_a_link_that_leads_nowhere_and_a_sidecar_of_nothing_are_named(tmp_path: Path) -> None:
    folder, other = tmp_path / "来源", tmp_path / "别处"
    (other / "内").mkdir(parents=True)
    folder.mkdir()
    (other / "甲.txt").write_text(TEXT, encoding="utf-8")
    (folder / "链.txt").symlink_to(other / "甲.txt")
    (folder / "断.txt").symlink_to(other / "没有.txt")
    (folder / "夹").symlink_to(other)
    (folder / "环").symlink_to(folder)
    (folder / "乙.md.meta.yaml").write_bytes(b"issuer: a")
    found, _ = find_sources([folder])
    said = {name: each.error for path, name in found for each in fetch(path, name, Limits())}
    assert said.pop("链.txt") is None
    assert {name: error.code for name, error in said.items() if error} == dict.fromkeys(
        ("断.txt", "夹", "环", "乙.md.meta.yaml"), "missing"
    )
    assert all(error and error.message.startswith(f"{name}：") for name, error in said.items())
    assert [name for _, name in find_sources([folder / "夹"])[0]] == ["甲.txt"]
