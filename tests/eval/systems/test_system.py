from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from eval.run import UnreachableError
from eval.system import SystemUnderTest, build_regulations, local_system, served_system
from ingest.model import Regulation
from ingest.store import write_regulations


def publish(data: Path, build_id: str, regulations: dict[str, Regulation]) -> Path:
    path = data / "index" / build_id / "regulations.jsonl"
    write_regulations(path, regulations.values())
    return path


def test_the_very_build_that_is_served_is_read(server: Any, tmp_path: Path, regulations: dict[str, Regulation]) -> None:
    publish(tmp_path, "b1", {"new": regulations["new"]})
    publish(tmp_path, "b2", regulations)
    server.will(200, {"build_id": "b1"})
    system = served_system(server.url, tmp_path)
    assert system.regulations == {"new": regulations["new"]}
    assert system.facts["索引"] == "b1"


def test_another_index_is_not_checked_against(server: Any, tmp_path: Path, regulations: dict[str, Regulation]) -> None:
    publish(tmp_path, "b2", regulations)
    server.will(200, {"build_id": "b1"})
    system = served_system(server.url, tmp_path)
    assert system.regulations is None
    assert "未核对" in system.facts["引文与地址"]


def test_damaged_regulations_are_an_error(tmp_path: Path, regulations: dict[str, Regulation]) -> None:
    path = publish(tmp_path, "b1", regulations)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UnreachableError):
        build_regulations(tmp_path, "b1")


def test_an_address_without_a_scheme(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match="http://"):
        served_system("localhost:7860", tmp_path)


def test_no_index_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match="python -m"):
        local_system(Settings(data=tmp_path))


def test_what_is_held_is_given_back() -> None:
    closed: list[bool] = []

    class Nobody:
        def ask(self, question: Any) -> Any:
            raise AssertionError

    with SystemUnderTest(Nobody(), None, {}, lambda: closed.append(True)):
        assert not closed
    assert closed == [True]
