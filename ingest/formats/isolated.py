"""Readers run in a process of their own, so that a malformed file cannot hang, crash or eat the machine.

One worker serves file after file. It is ended and replaced where it takes too long, dies or runs out of memory. What
comes back travels as JSON, never as pickles: a worker that a file has taken over cannot reach into this process.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from ingest.formats.extract import Extract
from ingest.model import IngestError, Mark, Place

_ROOT = Path(__file__).resolve().parents[2]


def run(reader_module: str, data: bytes, name: str, *, seconds: float, memory_mb: int) -> Extract:
    """``read(data, name)`` of ``reader_module``, in the worker process.

    ``seconds`` is how long the reader may go on without a sign of life (see :func:`alive`); ``memory_mb`` bounds the
    worker's address space where the system can (not on Windows). Raises IngestError: what the reader raised,
    ``timeout``, ``too_large`` (out of memory), ``broken`` (the reader failed or crashed), ``unsupported`` (a library
    is not installed).
    """
    with _LOCK:
        worker = _current(memory_mb)
        try:
            answer = worker.ask(reader_module, data, name, seconds)
        except BaseException:
            _drop()  # interrupted in mid-answer: what comes next would be the answer to this
            raise
        if "extract" not in answer and answer["code"] in ("died", "late", "memory"):
            _drop()
    if "extract" in answer:
        return _extract(answer["extract"])
    raise _error(answer, name, seconds, memory_mb)


def alive() -> None:
    """A reader's sign of life during long work (a page recognised): its time begins anew. Nothing outside a worker."""
    if _channel is not None:
        _send(_channel, {"code": "alive"})


class _Worker:
    def __init__(self, memory_mb: int) -> None:
        self.memory_mb = memory_mb
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ingest.formats.isolated", str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            # One thread a core, each with its own buffers, would use up the address space of a large machine.
            env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "4"} | os.environ,
        )

    def ask(self, reader_module: str, data: bytes, name: str, seconds: float) -> dict[str, Any]:
        """The worker's answer; ``code`` is ``late`` or ``died`` where there was none."""
        late = threading.Event()
        answer: dict[str, Any] = {"code": "alive"}
        sent = False
        while answer.get("code") == "alive":
            timer = threading.Timer(seconds, self._expire, [late])
            timer.daemon = True
            timer.start()
            try:
                if not sent:
                    self._put({"reader": reader_module, "name": name, "size": len(data)}, data)
                    sent = True
                answer = self._get()
            finally:
                timer.cancel()
        return {"code": "late"} if answer.get("code") == "died" and late.is_set() else answer

    def _expire(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def _put(self, request: dict[str, Any], data: bytes) -> None:
        assert self.process.stdin
        with contextlib.suppress(OSError):  # a worker that has died says so in what is read from it
            self.process.stdin.write(json.dumps(request).encode() + b"\n" + data)
            self.process.stdin.flush()

    def _get(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            return {"code": "died"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()


_LOCK = threading.Lock()
_worker: _Worker | None = None
_channel: IO[bytes] | None = None


def _current(memory_mb: int) -> _Worker:
    global _worker
    if _worker and (_worker.memory_mb != memory_mb or _worker.process.poll() is not None):
        _drop()
    if not _worker:
        _worker = _Worker(memory_mb)
        atexit.register(_drop)
    return _worker


def _drop() -> None:
    global _worker
    if _worker:
        _worker.close()
        _worker = None
        atexit.unregister(_drop)


def _extract(found: dict[str, Any]) -> Extract:
    return Extract(
        found["text"],
        found["encoding"],
        tuple(Mark(**mark) for mark in found["marks"]),
        tuple(Place(**place) for place in found["places"]),
        tuple(found["notices"]),
    )


def _error(answer: dict[str, Any], name: str, seconds: float, memory_mb: int) -> IngestError:
    again = "请用原来的软件打开它，另存一份后再导入"
    match answer["code"]:
        case "late":
            return IngestError(
                "timeout", f"{name}：读了 {seconds:g} 秒还没有读完，已停止。{again}，或者拆成几个文件分别导入。"
            )
        case "memory":
            return IngestError(
                "too_large", f"{name}：读取它所需的内存超过上限 {memory_mb} MB。请拆成几个文件分别导入。"
            )
        case "died":
            said = f"{name}：读取程序中途退出，文件可能已损坏，或者所需内存超过上限 {memory_mb} MB。{again}。"
            return IngestError("broken", said)
        case "library":
            said = (
                f"{name}：缺少读取这类文件的组件 {answer['message']}。请运行 pip install -r requirements.txt 后重试。"
            )
            return IngestError("unsupported", said)
        case "failed":
            return IngestError("broken", f"{name}：文件内容不合规范，读不出来（{answer['message']}）。{again}。")
        case code:
            return IngestError(code, answer["message"])


def _serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """The worker's side: one answer for each request, until there are no more."""
    global _channel
    _channel = answers
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["size"])
        try:
            extract: Extract = import_module(request["reader"]).read(data, request["name"])
            answer: dict[str, Any] = {"extract": asdict(extract)}
        except IngestError as error:
            answer = {"code": error.code, "message": error.message}
        except MemoryError:
            answer = {"code": "memory"}
        except ModuleNotFoundError as error:
            answer = {"code": "library", "message": error.name or str(error)}
        except Exception as error:  # a library's own error, whatever its type: the file is at fault, not the batch
            answer = {"code": "failed", "message": type(error).__name__}
        _send(answers, answer)


def _send(channel: IO[bytes], answer: dict[str, Any]) -> None:
    channel.write(json.dumps(answer).encode() + b"\n")
    channel.flush()


def _bound_memory(memory_mb: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit for a process of its own
    wanted = memory_mb * 1024 * 1024
    with contextlib.suppress(ValueError, OSError):  # macOS refuses it at times
        resource.setrlimit(resource.RLIMIT_AS, (wanted, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _main() -> None:
    # Libraries print: only this module writes to what the parent reads.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _bound_memory(int(sys.argv[1]))
    # Under its own name, so that a reader which calls alive() finds the same module.
    import_module("ingest.formats.isolated")._serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
