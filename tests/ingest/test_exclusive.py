"""Two ingests of one data folder do not overlap."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from threading import Event

import pytest

from ingest import following
from ingest.__main__ import main
from ingest.commands import shared
from ingest.exclusive import exclusive
from ingest.pipeline import Prepared, store
from ingest.sources import Limits

TEXT = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"


def held(data: Path) -> bool:
    descriptor = os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def test_held_as_long_as_it_lasts_and_also_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), exclusive(tmp_path):
        assert held(tmp_path)
        raise RuntimeError
    assert not held(tmp_path) and list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with exclusive(tmp_path / "data"):
        assert not (tmp_path / "data").exists()


def test_commands_and_following_store_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, data = tmp_path / "来源", tmp_path / "数据"
    source.mkdir()
    data.mkdir()
    (source / "办法.txt").write_text(TEXT, encoding="utf-8")
    seen: list[bool] = []

    def watched(prepared: Prepared, where: Path) -> None:
        seen.append(held(where))
        store(prepared, where)

    monkeypatch.setattr(shared, "store", watched)
    monkeypatch.setattr(following, "store", watched)
    assert main(["run", str(source), "--data", str(data)]) == 0
    assert seen == [True] and not held(data)
    (source / "办法.txt").write_text(TEXT.replace("双面", "单面"), encoding="utf-8")
    stop = Event()
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if "已导入" in line:
            stop.set()

    following.follow_sources([source], data, limits=Limits(), then=None, say=say, stop=stop)
    assert seen == [True, True] and not held(data), said
