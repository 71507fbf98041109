"""Two ingests of one data folder do not overlap."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest

from ingest import following
from ingest.__main__ import main
from ingest.commands import shared
from ingest.exclusive import exclusive
from ingest.pipeline import Prepared, store
from ingest.sources import Limits

ROOT = Path(__file__).resolve().parent.parent.parent
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


def test_a_folder_that_is_not_there_is_held_too_and_stays_only_with_something_in_it(tmp_path: Path) -> None:
    data = tmp_path / "上级" / "数据"
    with exclusive(data):
        assert held(data)
    assert list(tmp_path.iterdir()) == []
    with exclusive(data):
        (data / "a").touch()
    assert (data / "a").exists() and not held(data)


def test_where_no_folder_can_be_made_nothing_is_held(tmp_path: Path) -> None:
    (tmp_path / "文件").touch()
    with exclusive(tmp_path / "文件"), exclusive(tmp_path / "文件" / "数据"):
        pass
    assert (tmp_path / "文件").is_file()


def test_who_has_to_wait_is_told_once_and_then_has_its_turn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = ExitStack()
    first.enter_context(exclusive(tmp_path))
    pauses: list[None] = []

    def pause() -> None:
        pauses.append(None)
        if len(pauses) == 3:
            first.close()

    with exclusive(tmp_path, pause=pause):
        assert len(pauses) == 3 and held(tmp_path)
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("另一个导入正在写") == told.err.count("\n") == 1 and "Ctrl-C" in told.err


def test_the_folder_taken_away_meanwhile_is_made_again(tmp_path: Path) -> None:
    data = tmp_path / "数据"
    first = ExitStack()
    first.enter_context(exclusive(data))
    with exclusive(data, say=lambda line: None, pause=first.close):
        assert held(data)


def test_a_fault_while_waiting_ends_the_wait(tmp_path: Path) -> None:
    def pause() -> None:
        raise KeyboardInterrupt

    with exclusive(tmp_path):
        with pytest.raises(KeyboardInterrupt), exclusive(tmp_path, say=lambda line: None, pause=pause):
            pytest.fail("it was not its turn")
        assert held(tmp_path)
    assert not held(tmp_path)


def test_a_waiting_command_ends_with_ctrl_c(tmp_path: Path) -> None:
    source, data = tmp_path / "办法.txt", tmp_path / "数据"
    source.write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "ingest", "run", str(source), "--data", str(data)]
    with exclusive(data):
        waiting = subprocess.Popen(
            command,
            cwd=ROOT,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            # a shell's background jobs, these tests perhaps among them, inherit that the signal is ignored
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        assert waiting.stderr is not None
        assert "另一个导入正在写" in waiting.stderr.readline()
        waiting.send_signal(signal.SIGINT)
        said = waiting.communicate(timeout=60)[1]
    assert waiting.returncode == 130 and "没有写入任何内容" in said and "Traceback" not in said
    assert not data.exists()


def followed_until(word: str, source: Path, data: Path) -> list[str]:
    """What following ``source`` says, ended as soon as it says ``word``."""
    stop = Event()
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        if word in line:
            stop.set()

    following.follow_sources([source], data, limits=Limits(), then=None, say=say, stop=stop)
    return said


def test_following_ends_while_it_waits(tmp_path: Path) -> None:
    source, data = tmp_path / "来源", tmp_path / "数据"
    source.mkdir()
    (source / "办法.txt").write_text(TEXT, encoding="utf-8")
    with exclusive(data):
        said = followed_until("另一个导入", source, data)
        assert list(data.iterdir()) == []
    assert said[-1] == "已结束关注。" and len(said) == 3


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
    said = followed_until("已导入", source, data)
    assert seen == [True, True] and not held(data), said
