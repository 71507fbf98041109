"""What is stored, what is served, and whether the two are the same."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from app.admin.overview import Overview
from ingest.pipeline import REGULATIONS, ingest
from ingest.record import to_line
from ingest.sources import Limits
from ingest.store import read_regulations
from vectorstore.published import FORMAT, IndexFolder, Manifest, write_manifest

TEXT = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "来源").mkdir()
    (tmp_path / "来源" / "甲.txt").write_text(TEXT, encoding="utf-8")
    data = tmp_path / "数据"
    ingest([tmp_path / "来源"], data, limits=Limits(), today=dt.date(2026, 1, 1))
    return data


def publish(data: Path, build: str, previous: str | None = None) -> None:
    stored = read_regulations(data / REGULATIONS)
    hashes = {each.id: hashlib.sha256(to_line(each).encode()).hexdigest() for each in stored}
    folder = IndexFolder(data)
    folder.build(build).mkdir(parents=True)
    manifest = Manifest(build, "c", "2026-01-01", FORMAT, "m", "f", 3, 1, 3, 3, "s", previous, hashes)
    write_manifest(folder.build(build), manifest)
    folder.publish(build)


def test_stored_and_served(data: Path) -> None:
    overview = Overview(data)
    assert overview.index()["build"] is None and "还没有可用的索引" in overview.index()["message"]
    publish(data, "b1")
    assert overview.index()["current"] and overview.index()["previous"] is None
    publish(data, "b2", "b1")
    assert overview.index()["previous"] == "b1"
    (data.parent / "来源" / "甲.txt").write_text(TEXT.replace("双面", "单面"), encoding="utf-8")
    ingest([data.parent / "来源"], data, limits=Limits(), today=dt.date(2026, 1, 1))
    assert not overview.index()["current"], "another text is stored than is served"


def test_what_is_listed(data: Path) -> None:
    found = Overview(data).regulations()
    [regulation] = found["regulations"]
    assert (regulation["title"], regulation["files"], regulation["library"]) == ("打印办法", ["甲.txt"], [])
    [source] = found["sources"]
    assert source["files"] == 1 and source["path"].endswith("来源")
    assert (found["withdrawn"], found["library"]) == ([], [])


def test_an_empty_folder(tmp_path: Path) -> None:
    overview = Overview(tmp_path)
    assert overview.regulations() == {"regulations": [], "withdrawn": [], "sources": [], "library": []}
    assert overview.staged() == {"files": [], "removed": []}
