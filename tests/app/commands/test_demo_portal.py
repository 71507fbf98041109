"""The demonstration portal's command: what it is told, and what it tells."""

from __future__ import annotations

import socket
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from app.__main__ import main


@pytest.fixture(autouse=True)
def _interrupted(elsewhere: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: ThreadingHTTPServer) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ThreadingHTTPServer, "serve_forever", interrupted)


def test_it_says_where_it_is_and_what_the_service_must_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo-portal", "--port", "0"]) == 0
    told = capsys.readouterr().out
    assert "演示门户已启动：http://localhost:" in told
    assert "嵌入的条问在 http://127.0.0.1:7860/" in told
    assert 'portal_origins = ["http://localhost:' in told
    assert "演示门户已停止" in told


def test_nothing_is_advised_where_the_portal_is_known(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "tiaowen.toml").write_text(f'portal_origins = ["http://localhost:{port}"]\n', encoding="utf-8")
    assert main(["demo-portal", "--port", str(port), "--service", "https://x.example/tw/"]) == 0
    told = capsys.readouterr().out
    assert "portal_origins" not in told and "https://x.example/tw/" in told


@pytest.mark.parametrize("wrong", [["--service", "x.example"], ["--service", 'http://a"b'], ["--port", "99999"]])
def test_wrong_usage_is_explained(capsys: pytest.CaptureFixture[str], wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo-portal", *wrong])
    assert ended.value.code == 2
    assert "应" in capsys.readouterr().err


def test_a_taken_port_is_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit):
            main(["demo-portal", "--host", "127.0.0.1", "--port", str(taken.getsockname()[1])])
    assert "请用 --host、--port 换一个" in capsys.readouterr().err
