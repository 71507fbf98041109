"""run --watch, with real files, commands and signals."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest

from ingest.following import follow_sources, run_then
from ingest.pipeline import REGULATIONS
from ingest.sources import Limits
from ingest.store import read_regulations

GOOD = "打印办法\n第一条 省纸。\n第二条 双面。\n第三条 完。"
OTHER = "复印规定\n第一条 登记。\n第二条 单面。\n第三条 完。"
LONG = 60
"""Seconds after which a test gives up: none of them waits for a time, only for an event."""


class Followed:
    """A folder that is followed in a thread; what is told comes line by line."""

    def __init__(self, folder: Path, data: Path, then: str | None) -> None:
        self.told: Queue[str] = Queue()
        self.stop = threading.Event()
        self.thread = threading.Thread(
            target=follow_sources,
            args=([folder], data),
            kwargs={"limits": Limits(), "then": then, "say": self.told.put, "stop": self.stop},
            daemon=True,
        )
        self.thread.start()

    def until(self, part: str) -> list[str]:
        """The lines up to the one that holds ``part``."""
        lines: list[str] = []
        while not lines or part not in lines[-1]:
            lines.append(self.told.get(timeout=LONG))
        return lines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "来源"
    folder.mkdir()
    (folder / "甲.txt").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture
def followed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Followed]]:
    monkeypatch.setattr("ingest.following.PAUSE", 0.05)
    monkeypatch.setattr("ingest.following.EVERY", 0.2)
    made: list[Followed] = []

    def start(then: str | None = None) -> Followed:
        made.append(Followed(folder, tmp_path / "数据", then))
        return made[-1]

    yield start
    for each in made:
        each.stop.set()
        each.thread.join(timeout=LONG)
        assert not each.thread.is_alive()


def titles(data: Path) -> set[str]:
    return {r.title for r in read_regulations(data / REGULATIONS)}


def test_changes_are_ingested_and_told(followed: Callable[..., Followed], folder: Path, tmp_path: Path) -> None:
    run = followed()
    run.until("已导入：共 1 部文件")
    (folder / "乙.txt").write_text(OTHER, encoding="utf-8")
    assert any("新增：《复印规定》 ← 乙.txt" in line for line in run.until("已导入：共 2 部文件"))
    assert titles(tmp_path / "数据") == {"打印办法", "复印规定"}
    (folder / "甲.txt").unlink()
    assert any("不再包含：《打印办法》" in line for line in run.until("已导入：共 1 部文件"))
    assert titles(tmp_path / "数据") == {"复印规定"}


def test_a_bad_file_is_told_and_the_rest_goes_on(
    followed: Callable[..., Followed], folder: Path, tmp_path: Path
) -> None:
    run = followed()
    run.until("已导入")
    (folder / "空.txt").write_bytes(b"")
    assert any("未导入：空.txt" in line for line in run.until("内容没有变化"))
    (folder / "乙.txt").write_text(OTHER, encoding="utf-8")
    run.until("已导入：共 2 部文件")


def test_the_same_text_in_another_place_of_its_file_is_stored(
    followed: Callable[..., Followed], folder: Path, tmp_path: Path
) -> None:
    run = followed()
    run.until("已导入")
    (folder / "甲.txt").write_text(f"\n\n{GOOD}", encoding="utf-8")
    run.until("已导入")
    [regulation] = read_regulations(tmp_path / "数据" / REGULATIONS)
    assert regulation.sources[0].segments[0].source_start == 2


def test_nothing_to_ingest_is_told_too(followed: Callable[..., Followed], folder: Path) -> None:
    (folder / "甲.txt").unlink()
    run = followed()
    run.until("没有导入：没有可导入的文件")
    (folder / "乙.txt").write_text(OTHER, encoding="utf-8")
    run.until("已导入：共 1 部文件")


def test_a_fault_of_the_program_ends_nothing(
    followed: Callable[..., Followed], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("坏了")

    monkeypatch.setattr("ingest.following.prepare", broken)
    run = followed()
    run.until("程序出错（ZeroDivisionError：坏了）")
    monkeypatch.undo()
    (folder / "乙.txt").write_text(OTHER, encoding="utf-8")
    run.until("已导入：共 2 部文件")


def test_the_command_afterwards_runs_only_for_changes(
    followed: Callable[..., Followed], folder: Path, tmp_path: Path
) -> None:
    ran = tmp_path / "次数.txt"
    script = tmp_path / "记一次.py"
    script.write_text(f"open({str(ran)!r}, 'a').write('x')\nraise SystemExit(3)\n", encoding="utf-8")
    run = followed(f"python '{script}'")
    run.until("以状态 3 结束")
    (folder / "空.txt").write_bytes(b"")
    run.until("内容没有变化")
    assert ran.read_text() == "x"


def test_a_command_by_itself(tmp_path: Path) -> None:
    said: list[str] = []
    assert run_then(f"python -c \"open(r'{tmp_path / 'x'}', 'w')\"", said.append)
    assert (tmp_path / "x").exists() and said == []
    for wrong in ("没有这样的命令-x", "'没有结尾", ""):
        assert not run_then(wrong, said.append)
        assert "请检查 --then 的写法" in said.pop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(folder: Path, tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "ingest", "run", str(folder), "--data", str(tmp_path / "数据"), "--watch"]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", cwd=root) as process:
        assert process.stderr is not None
        guard = threading.Timer(LONG, process.kill)
        guard.start()
        for line in process.stderr:
            if "已导入：共 1 部文件" in line:
                process.send_signal(number)
                break
        rest = process.stderr.read()
        guard.cancel()
    assert (process.returncode, "已结束关注" in rest) == (0, True)
    assert titles(tmp_path / "数据") == {"打印办法"}
