"""A thread with an event loop in it, for what must be stoppable at any moment."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

_PATIENCE = 5.0  # seconds for what is under way to end after it was cancelled


class ClosedError(Exception):
    """There is no loop any more."""


class Background:
    """One event loop in one thread, started with the first work. Safe to use from several threads."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.RLock()  # what the garbage collector finalises may cancel at any point of start()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def start(self, work: Coroutine[Any, Any, None], ended: Callable[[], None]) -> Callable[[], None]:
        """Run ``work``, which answers for its own errors, and return what cancels it.

        ``ended`` is called on the loop's thread when it is over, also if it was cancelled before its first step. Raises
        :class:`ClosedError` after :meth:`close`; ``ended`` is not called then.
        """
        tasks: list[asyncio.Task[None]] = []

        def begin() -> None:
            task = loop.create_task(work)
            task.add_done_callback(lambda _: ended())
            tasks.append(task)

        def cancel() -> None:
            with self._lock:  # the loop lives as long as the lock is held and it is not closed
                if not self._closed:
                    loop.call_soon_threadsafe(lambda: tasks[0].cancel())

        with self._lock:
            if self._closed:
                work.close()
                raise ClosedError
            loop = self._loop or self._begin()
            loop.call_soon_threadsafe(begin)
        return cancel

    def close(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Cancel everything, wait until it has ended, run ``last`` on the loop and end the thread."""
        with self._lock:
            closed, self._closed = self._closed, True
            loop, thread = self._loop, self._thread
        if closed or loop is None or thread is None:
            return
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(_finish(last), loop).result(2 * _PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_PATIENCE)

    def _begin(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        # looking up names cannot be cancelled: however many lookups hang, they hang in two threads
        names = ThreadPoolExecutor(2, f"{self._name}-names")
        loop.set_default_executor(names)

        def run() -> None:
            try:
                loop.run_forever()
            finally:
                names.shutdown(wait=False, cancel_futures=True)
                loop.close()

        self._loop = loop
        self._thread = threading.Thread(target=run, name=self._name, daemon=True)
        self._thread.start()
        return loop


async def _finish(last: Callable[[], Coroutine[Any, Any, None]]) -> None:
    for task in _others():
        task.cancel()
    await _over()
    await asyncio.get_running_loop().shutdown_asyncgens()
    await _over()
    await last()


def _others() -> set[asyncio.Task[Any]]:
    current = asyncio.current_task()
    return {task for task in asyncio.all_tasks() if task is not current}


async def _over() -> None:
    if others := _others():
        await asyncio.wait(others, timeout=_PATIENCE)
