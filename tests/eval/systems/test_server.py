from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from eval.dataset import Question
from eval.run import AskError, SilentError, UnreachableError
from eval.systems.server import ServerAsker, server_system
from eval.systems.system import Setup
from ingest.model import Regulation
from ingest.store import write_regulations

RIGHT = {"citations": [], "related": [], "refused": True}


ASKED = Question("q", "停借多久", "followup", history=(("能借几本", "五本"),), as_of=date(2020, 5, 1))


def test_the_whole_question_is_passed_on(server: Any) -> None:
    server.will(200, RIGHT)
    server.will(200, RIGHT)
    asker = ServerAsker(server.url + "/")
    assert asker.ask(ASKED).answer == RIGHT
    assert asker.ask(Question("q", "停借多久", "direct")).elapsed_ms > 0
    history = [{"question": "能借几本", "answer": "五本"}]
    assert server.asked == [
        ("/api/ask", {"question": "停借多久", "history": history, "as_of": "2020-05-01"}),
        ("/api/ask", {"question": "停借多久"}),
    ]


def test_a_rate_limit_is_waited_for(server: Any) -> None:
    server.will(429, {}, Retry_After="3")
    server.will(429, {}, Retry_After="soon")
    server.will(200, RIGHT)
    waited: list[float] = []
    assert ServerAsker(server.url, sleep=waited.append).ask(ASKED).answer == RIGHT
    assert waited == [3, 1]


def test_an_endless_rate_limit_ends(server: Any) -> None:
    for _ in range(100):
        server.will(429, {})
    with pytest.raises(AskError, match="限流"):
        ServerAsker(server.url, sleep=lambda seconds: None).ask(ASKED)


def test_the_servers_own_message_is_shown(server: Any) -> None:
    server.will(422, {"error": {"code": "empty_question", "message": "问题是空的"}})
    server.will(502, b"<html>bad gateway</html>")
    asker = ServerAsker(server.url)
    with pytest.raises(AskError, match="422：问题是空的") as caught:
        asker.ask(ASKED)
    assert not isinstance(caught.value, SilentError)  # the question's fault: the next may be answered
    with pytest.raises(SilentError, match="502：<html>bad gateway"):
        asker.ask(ASKED)


def test_the_servers_own_probability(
    server: Any, regulations: dict[str, Regulation], cite: Callable[..., dict[str, Any]]
) -> None:
    near = cite(regulations["new"], "第二条", 1, score=0.25)
    server.will(200, {"citations": [], "related": [near], "refused": True})
    assert ServerAsker(server.url).ask(ASKED).confidence == 0.25


@pytest.mark.parametrize(
    "changes", [{"quote": None}, {"spans": [[0]]}, {"spans": [["0", "1"]]}, {"spans": None}, {"score": "高"}]
)
def test_citations_that_are_none_are_one_questions_failure(
    server: Any, regulations: dict[str, Regulation], cite: Callable[..., dict[str, Any]], changes: dict[str, Any]
) -> None:
    server.will(200, {"citations": [cite(regulations["new"], "第二条", **changes)], "related": [], "refused": False})
    with pytest.raises(AskError, match="接口约定"):
        ServerAsker(server.url).ask(ASKED)


@pytest.mark.parametrize("body", [b"<html></html>", b"[]", b'{"answer": "x"}'])
def test_another_kind_of_server_is_recognised(server: Any, body: bytes) -> None:
    server.will(200, body)
    with pytest.raises(AskError, match="--system"):
        ServerAsker(server.url).ask(ASKED)


def test_no_server_at_all(closed_url: str) -> None:
    with pytest.raises(SilentError, match="连不上"):
        ServerAsker(closed_url).ask(ASKED)
    with pytest.raises(UnreachableError, match="确认服务已启动"):
        ServerAsker(closed_url).build_id()


def test_the_build_that_is_served(server: Any) -> None:
    server.will(200, {"status": "ready", "build_id": "b7"})
    assert ServerAsker(server.url).build_id() == "b7"
    assert server.asked == [("/api/ready", None)]


@pytest.mark.parametrize(("status", "body"), [(503, {"error": {"message": "没有索引"}}), (200, {}), (200, b"<html>")])
def test_a_server_that_is_not_ready(server: Any, status: int, body: Any) -> None:
    server.will(status, body)
    with pytest.raises(UnreachableError, match="还不能回答"):
        ServerAsker(server.url).build_id()


def test_a_slow_server_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection and never says anything
        asker = ServerAsker(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_s=0.2)
        with pytest.raises(SilentError, match=r"0\.2 秒内没有答完"):
            asker.ask(ASKED)


def test_it_is_checked_only_against_the_very_build_that_it_serves(
    server: Any, tmp_path: Path, regulations: dict[str, Regulation]
) -> None:
    setup = Setup(Settings(data=tmp_path))
    write_regulations(tmp_path / "index" / "b2" / "regulations.jsonl", regulations.values())
    for _ in range(2):
        server.will(200, {"build_id": "b1"})
    system = server_system(server.url, setup)
    assert (system.build_id, system.facts["索引"], system.memory()) == ("b1", "b1", {})
    assert "未核对" in system.facts["引文与地址"]
    write_regulations(tmp_path / "index" / "b1" / "regulations.jsonl", regulations.values())
    assert "未核对" not in server_system(server.url, setup).facts["引文与地址"]
