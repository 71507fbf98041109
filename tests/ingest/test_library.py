"""The library is read besides the sources; what is to change in it changes when the ingest is stored."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from ingest.library import LibraryChange, library_files, library_folder
from ingest.model import IngestError
from ingest.pipeline import REGULATIONS, Change, Prepared, ingest, prepare, store
from ingest.sources import Limits
from ingest.store import read_regulations

TODAY = dt.date(2026, 1, 1)
GOOD = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"
OTHER = "复印规定\n第一条 登记。\n第二条 单面。\n第三条 完。"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "数据"
    library_folder(data).mkdir(parents=True)
    (library_folder(data) / "甲.txt").write_text(GOOD, encoding="utf-8")
    (library_folder(data) / "甲.txt.meta.yaml").write_text("issuer: 砚禾研究院\n", encoding="utf-8")
    return data


def tried(data: Path, **change: object) -> Prepared:
    library = LibraryChange(data, **change)  # type: ignore[arg-type]
    return prepare(None, data, limits=Limits(), today=TODAY, change=Change(library))


def titles(data: Path) -> set[str]:
    return {each.title for each in read_regulations(data / REGULATIONS)}


def test_read_besides_the_sources(data: Path, tmp_path: Path) -> None:
    (tmp_path / "来源").mkdir()
    (tmp_path / "来源" / "乙.txt").write_text(OTHER, encoding="utf-8")
    ingest([tmp_path / "来源"], data, limits=Limits(), today=TODAY)
    assert titles(data) == {"打印办法", "复印规定"}
    assert library_files(data) == ["甲.txt"], "a sidecar is no source"


def test_a_staged_file_takes_the_place_of_its_namesake(data: Path, tmp_path: Path) -> None:
    staged = tmp_path / "放入"
    staged.mkdir()
    (staged / "甲.txt").write_text(GOOD.replace("双面", "单面"), encoding="utf-8")
    (staged / "乙.txt").write_text(OTHER, encoding="utf-8")
    prepared = tried(data, staged=staged)
    assert sorted(each.title for each in prepared.regulations) == ["复印规定", "打印办法"]
    assert "双面" in (library_folder(data) / "甲.txt").read_text(encoding="utf-8"), "nothing has changed yet"
    store(prepared, data)
    assert library_files(data) == ["乙.txt", "甲.txt"] and not staged.exists()
    assert "单面" in (library_folder(data) / "甲.txt").read_text(encoding="utf-8")
    assert "双面" in (library_folder(data) / ".previous" / "甲.txt").read_text(encoding="utf-8")
    assert titles(data) == {"打印办法", "复印规定"}


def changed_to(data: Path, staged: Path) -> Prepared:
    staged.mkdir()
    (staged / "甲.txt").write_text(GOOD.replace("双面", "单面"), encoding="utf-8")
    return tried(data, staged=staged)


@pytest.mark.parametrize("step", ["kept", "replaced"])
def test_ended_between_two_steps_the_file_is_there(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    store(tried(data), data)
    staged = tmp_path / "放入"
    prepared = changed_to(data, staged)
    replace = Path.replace

    def killed(path: Path, target: Path) -> Path:
        if path.is_relative_to(staged) == (step == "replaced"):
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "replace", killed)
        store(prepared, data)
    assert "双面" in (library_folder(data) / "甲.txt").read_text(encoding="utf-8")
    store(tried(data), data)
    assert titles(data) == {"打印办法"}, "a plain run afterwards keeps the regulation"
    store(tried(data, staged=staged), data)
    aside = library_folder(data) / ".previous"
    assert [path.name for path in aside.iterdir()] == ["甲.txt"]
    assert "双面" in (aside / "甲.txt").read_text(encoding="utf-8")
    assert "单面" in (library_folder(data) / "甲.txt").read_text(encoding="utf-8")


def test_without_second_names_a_copy_is_kept(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refused)
    store(changed_to(data, tmp_path / "放入"), data)
    assert "双面" in (library_folder(data) / ".previous" / "甲.txt").read_text(encoding="utf-8")
    assert "单面" in (library_folder(data) / "甲.txt").read_text(encoding="utf-8")


def test_a_removed_file_leaves_with_its_sidecar(data: Path, tmp_path: Path) -> None:
    (library_folder(data) / "乙.txt").write_text(OTHER, encoding="utf-8")
    store(tried(data), data)
    store(tried(data, removed=frozenset({"甲.txt"})), data)
    assert titles(data) == {"复印规定"}
    assert sorted(path.name for path in library_folder(data).iterdir()) == [".previous", "乙.txt"]
    aside = library_folder(data) / ".previous"
    assert sorted(path.name for path in aside.iterdir()) == ["甲.txt", "甲.txt.meta.yaml"]


@pytest.mark.parametrize("name", ["没有.txt", "../数据/regulations.jsonl", "甲.txt.meta.yaml"])
def test_what_is_not_in_the_library_cannot_be_removed(data: Path, name: str) -> None:
    with pytest.raises(IngestError, match="制度库里没有"):
        tried(data, removed=frozenset({name}))
