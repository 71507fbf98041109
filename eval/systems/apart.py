"""A system in a process of its own, asked through a pipe: its memory is its own, and its death is not the run's."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from eval.dataset import Question
from eval.run import AskError, Reply, SilentError, UnreachableError, resident_memory
from eval.systems.system import OPENING_ERRORS, Setup, SystemUnderTest

_FAREWELL_S = 10.0
Opener = Callable[[str, Setup], SystemUnderTest]


@dataclass(frozen=True, slots=True)
class _Opened:
    build_id: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Failed:
    """What an error said; ``silent`` where the system, not the question, is at fault."""

    message: str
    silent: bool = False


def apart(name: str, setup: Setup, opener: Opener) -> SystemUnderTest:
    """The system that ``opener`` (a function of a module) opens, in a new process. Raises :class:`UnreachableError`
    where it could not be opened."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(there, opener, name, setup), name=f"eval-{name}", daemon=True
    )
    # Ctrl-C goes to every process of the terminal; this one decides what becomes of the other
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, before)
    there.close()
    asker = _PipeAsker(process, here, setup.timeout_s)
    try:
        opened = here.recv()
    except EOFError as error:
        asker.close()
        raise UnreachableError(f"系统 {name} 的进程在打开时退出了（退出码 {process.exitcode}）。") from error
    except BaseException:
        asker.close()
        raise
    if isinstance(opened, _Failed):
        asker.close()
        raise UnreachableError(opened.message)
    return SystemUnderTest(
        asker, opened.build_id, opened.facts, asker.close, lambda: resident_memory(process.pid or "self")
    )


class _PipeAsker:
    """Passes questions to the process and its answers back."""

    def __init__(self, process: BaseProcess, connection: Connection, timeout_s: float) -> None:
        self._process = process
        self._connection = connection
        self._timeout_s = timeout_s

    def ask(self, question: Question) -> Reply:
        """The system's answer. A system that takes too long is ended: it cannot be asked anything else meanwhile."""
        try:
            self._connection.send(question)
            if not self._connection.poll(self._timeout_s):
                self._process.kill()
                raise SilentError(f"系统在 {self._timeout_s:g} 秒内没有答完，已停止它")
            reply = self._connection.recv()
        except (EOFError, OSError) as error:
            self._process.join(_FAREWELL_S)
            raise SilentError(f"系统的进程已退出（退出码 {self._process.exitcode}）") from error
        if isinstance(reply, _Failed):
            raise (SilentError if reply.silent else AskError)(reply.message)
        assert isinstance(reply, Reply)
        return reply

    def close(self) -> None:
        """End the process; it closes what it holds when the pipe is closed."""
        self._connection.close()
        self._process.join(_FAREWELL_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(connection: Connection, opener: Opener, name: str, setup: Setup) -> None:
    """The other process: open the system, answer until the pipe is closed."""
    try:
        system = opener(name, setup)
    except UnreachableError as error:
        connection.send(_Failed(str(error)))
        return
    except OPENING_ERRORS as error:
        connection.send(_Failed(error.message))
        return
    with system:
        try:
            connection.send(_Opened(system.build_id, dict(system.facts)))
            while True:
                connection.send(_answer(system, connection.recv()))
        except (EOFError, OSError):
            return  # the run is over, or was ended


def _answer(system: SystemUnderTest, question: Question) -> Reply | _Failed:
    try:
        return system.asker.ask(question)
    except SilentError as error:
        return _Failed(str(error), silent=True)
    except AskError as error:
        return _Failed(str(error))
    except Exception as error:  # a fault of the system is one question's, and is named in the report
        return _Failed(f"系统出错：{type(error).__name__}: {error}")
