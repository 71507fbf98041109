"""A service with a language model that writes one sentence each time the test says so."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.app.llm.scripted import Script, ScriptedServer, Wire, data, event

QUESTION = "受记过处分当年怎么定档"
FIRST = "受到记过处分的，处分当年照常参加年度考核，只出具评语，不评定档次［1］。"
SECOND = "受到记大过处分的，处分当年和次年，照常参加年度考核，只出具评语，不评定档次［1］。"
FALSE = "受到记过处分的，处分当年可以评为优秀［1］。"
MADE = "AI生成，仅供参考"


class Dictation:
    """What the model writes next time: these sentences, each when :meth:`go` is called, and the end with another."""

    def __init__(self, *sentences: str) -> None:
        self._sentences = sentences
        self._allowed = threading.Semaphore(0)

    def go(self, steps: int = 1) -> None:
        """Let the model write so many sentences more; the step after the last one ends the reply."""
        self._allowed.release(steps)

    def __call__(self, wire: Wire) -> None:
        wire.head()
        for sentence in self._sentences:
            self._wait(wire)
            wire.send(event({"content": f"{sentence}\n"}))
        self._wait(wire)
        wire.send(event({}, "stop"))
        wire.send(data("[DONE]").replace(b'"', b""))
        wire.end()

    def _wait(self, wire: Wire) -> None:
        while not self._allowed.acquire(blocking=False):
            wire.pause(0.02)


class Dictated:
    """The service, whose ``address`` has a slash at its end, and its ``model``."""

    def __init__(self, address: str, model: ScriptedServer) -> None:
        self.address = address
        self.model = model

    def dictate(self, *sentences: str) -> Dictation:
        """What the model writes from now on, and how to let it go on."""
        dictation = Dictation(*sentences)
        self.play(dictation)
        return dictation

    def play(self, script: Script) -> None:
        """What becomes of the requests to the model from now on; the ones before are forgotten."""
        self.model.calls.clear()
        self.model.play(script)


@contextmanager
def dictated(serving: Any, log: Path, samples: Path, **settings: str) -> Iterator[Dictated]:
    """The service over the samples, run by ``serving``; ``settings`` are environment variables."""
    model = ScriptedServer()
    known = {"TIAOWEN_LLM_BASE_URL": model.url, "TIAOWEN_LLM_MODEL": "某模型", "TIAOWEN_RATE_PER_MINUTE": "0"}
    command = [sys.executable, str(Path(__file__).with_name("invented_server.py")), str(samples)]
    try:
        with serving(command, log, 180, **known, **settings) as address:
            yield Dictated(address, model)
    finally:
        model.close()
