"""``run --watch``: a folder is ingested again whenever it changes, errors included in what is told, never fatal."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from types import FrameType

from ingest.exclusive import LOOK_AGAIN, exclusive
from ingest.library import library_folder
from ingest.model import IngestError
from ingest.origins import write_origins
from ingest.pipeline import Known, Prepared, prepare, store
from ingest.sources import Limits
from ingest.watch import EVERY, PAUSE, follow, look, signs

Say = Callable[[str], object]


class _EndedError(Exception):
    """The person has ended the command; nothing was written."""


def follow_sources(
    sources: Sequence[Path], data: Path, *, limits: Limits, then: str | None, say: Say, stop: Event
) -> None:
    """Ingest now and after every change, until ``stop`` is set; each time ``say`` what changed and run ``then``."""
    known: Known = {}
    paths = list(sources)
    watched = [*paths, *(folder for folder in [library_folder(data)] if folder.is_dir())]

    def progress(done: int, total: int, name: str) -> None:
        if stop.is_set():
            raise _EndedError

    def pause() -> None:
        if stop.wait(LOOK_AGAIN):
            raise _EndedError

    def work(unfinished: frozenset[str]) -> None:
        try:
            with exclusive(data, say, pause):
                prepared = prepare(
                    paths,
                    data,
                    limits=limits,
                    today=dt.date.today(),
                    progress=progress,
                    unfinished=unfinished,
                    known=known,
                )
                changed = _store(prepared, data)
        except _EndedError:
            return
        except IngestError as error:
            say(f"没有导入：{error.message}")
            return
        except OSError as error:
            say(f"没有导入：读写 {data} 时出错（{error.strerror}）。请检查磁盘空间和权限。")
            return
        except Exception as error:
            # Whatever one file does to the program, the next change must still be seen.
            say(f"没有导入：程序出错（{type(error).__name__}：{error}）。请移走最近放入的文件后再试，并反馈这个问题。")
            return
        _tell(prepared, say, changed)
        if changed and then:
            run_then(then, say)

    say(f"正在关注 {'、'.join(map(str, paths))}；有变化即导入，按 Ctrl-C 结束。")
    follow(
        work,
        looking=lambda: look(watched),
        wakes=signs(watched, stop, EVERY),
        pause=lambda: stop.wait(PAUSE),
        stop=stop,
    )
    say("已结束关注。")


def _store(prepared: Prepared, data: Path) -> bool:
    """Whether there was anything to write but where it came from."""
    if prepared.same:
        write_origins(data, prepared.origins)
        return False
    store(prepared, data)
    return True


def _tell(prepared: Prepared, say: Say, changed: bool) -> None:
    report = prepared.report
    for file in report.errors:
        say(f"未导入：{file.error}")
    for line in report.changes:
        say(line)
    if changed:
        say(f"已导入：共 {report.regulations} 部文件、{report.articles} 个可引用单元。")
    else:
        say("内容没有变化。")


def run_then(command: str, say: Say) -> bool:
    """Run the command (``python`` in it is the one that runs this program) and tell how it ended where it failed."""
    try:
        words = shlex.split(command, posix=os.name != "nt")
        if words[0] in ("python", "python3"):
            words[0] = sys.executable
        status = subprocess.run(words, check=False).returncode
    except (OSError, ValueError, IndexError) as error:
        say(f"导入之后的命令没能运行：{command}（{error}）。请检查 --then 的写法。")
        return False
    if status:
        say(f"导入之后的命令以状态 {status} 结束：{command}。法规数据已更新，请按它的提示处理后再运行一次。")
    return status == 0


def stop_on_signals() -> Event:
    """An event that Ctrl-C and a request to terminate set; a second Ctrl-C ends the program at once."""
    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    return stop
