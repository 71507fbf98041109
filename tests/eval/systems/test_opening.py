from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from eval.run import UnreachableError
from eval.systems.opening import LOCAL, build_of, is_server, open_here, open_system
from eval.systems.system import Setup, SystemUnderTest
from vectorstore.errors import VectorstoreError


def test_servers_are_known_by_their_address() -> None:
    assert is_server("http://127.0.0.1:7860") and is_server("https://portal.example.gov.cn/tiaowen")
    assert not any(is_server(name) for name in LOCAL)


def test_no_index_is_said_with_what_to_do(tmp_path: Path) -> None:
    setup = Setup(Settings(data=tmp_path))
    with pytest.raises(UnreachableError, match="python -m vectorstore build"):
        build_of("bm25", setup)
    for name in ("tiaowen", "naive"):
        with pytest.raises(VectorstoreError, match="python -m vectorstore build"):
            open_here(name, setup)


def test_a_name_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match=r"没有叫 bm52 的系统.*bm25"):
        open_here("bm52", Setup(Settings(data=tmp_path)))


def test_a_server_is_reached_from_here(server: Any, closed_url: str, tmp_path: Path) -> None:
    setup = Setup(Settings(data=tmp_path))
    for _ in range(2):
        server.will(200, {"build_id": "b1"})
    assert build_of(server.url, setup) == "b1"
    assert open_system(server.url, setup).build_id == "b1"
    with pytest.raises(UnreachableError, match="确认服务已启动"):
        open_system(closed_url, setup)


def test_a_language_model_has_its_own_time_on_top(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: dict[str, float] = {}

    def apart(name: str, setup: Setup, opener: Any) -> None:
        opened[name] = setup.timeout_s

    monkeypatch.setattr("eval.systems.opening.apart", apart)
    for name in ("tiaowen", "llm"):
        open_system(name, Setup(Settings(data=tmp_path, llm_timeout=90), timeout_s=60))
    assert opened == {"tiaowen": 60, "llm": 150}


def test_what_is_held_is_given_back() -> None:
    closed: list[bool] = []

    class Nobody:
        def ask(self, question: Any) -> Any:
            raise AssertionError

    with SystemUnderTest(Nobody(), "b1", {}, lambda: closed.append(True)):
        assert not closed
    assert closed == [True]
