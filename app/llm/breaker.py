"""A circuit breaker: an endpoint that keeps failing is left alone for a while, so that nobody waits for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

logger = logging.getLogger("tiaowen.llm")


class Permit:
    """Leave to send one request; say once what became of it. Whatever is said later counts for nothing."""

    def __init__(self, breaker: Breaker, trial: bool) -> None:
        self._breaker = breaker
        self._trial = trial
        self._said = False

    def succeeded(self) -> None:
        """The endpoint is well."""
        self._say(True, "")

    def failed(self, why: str) -> None:
        """The endpoint failed; ``why`` is Chinese, for the log."""
        self._say(False, why)

    def released(self) -> None:
        """Nothing was learnt about the endpoint: the caller went away, the fault was the question's or ours."""
        self._say(None, "")

    def _say(self, well: bool | None, why: str) -> None:
        if not self._said:
            self._said = True
            self._breaker._learn(well, why, self._trial)


class Breaker:
    """Opens after ``failures`` in a row; after ``rest`` seconds it lets exactly one request through as a trial, whose
    success closes it and whose failure begins another rest. Safe to use from several threads; ``clock`` in seconds.

    Logs in Chinese when the endpoint is given up and when it is back, not in between.
    """

    def __init__(self, failures: int = 3, rest: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._open_until: float | None = None
        self._trying = False

    @property
    def is_open(self) -> bool:
        """Whether the endpoint is left alone: until a trial succeeds."""
        with self._lock:
            return self._open_until is not None

    def enter(self) -> Permit | None:
        """Leave to send a request; None while the endpoint is left alone."""
        with self._lock:
            if self._open_until is None:
                return Permit(self, False)
            if self._trying or self._clock() < self._open_until:
                return None
            self._trying = True
            return Permit(self, True)

    def _learn(self, well: bool | None, why: str, trial: bool) -> None:
        with self._lock:
            self._trying &= not trial
            if well is None:
                return
            was_open = self._open_until is not None
            if well:
                self._in_a_row, self._open_until = 0, None
            elif not was_open or trial:  # what was sent before the opening tells nothing new
                self._in_a_row += 1
                if self._in_a_row >= self._most:
                    self._open_until = self._clock() + self._rest
            is_open = self._open_until is not None
        if is_open and not was_open:
            logger.warning(
                "语言模型接口连续 %d 次没有给出应答（最近一次：%s），%g 秒内不再询问，这期间的回答是原文摘录。",
                self._most,
                why,
                self._rest,
            )
        elif was_open and not is_open:
            logger.warning("语言模型接口恢复应答。")
