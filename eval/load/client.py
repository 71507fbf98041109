"""One user's connection to the server: a question out, what became of it and how long it took back."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from eval.dataset import Question

SILENT = "no_answer"
"""The code of a request that got no answer at all."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One request: ``code`` is ``ok``, the error's own code, ``http_502`` where it has none, or ``no_answer``.
    ``seconds`` is the time until the whole answer was there."""

    code: str
    status: int
    seconds: float


class Client:
    """Asks the server at ``url`` over a connection that is kept. ``address`` is sent as the user's own: where the
    server trusts a proxy on this machine (it does by default), each user then has an allowance of their own.

    Proxies of the environment are passed by. Not for several threads.
    """

    def __init__(self, url: str, address: str, *, key: str = "", timeout_s: float = 60.0) -> None:
        parts = urlsplit(url)
        self._host, self._path = parts.netloc, parts.path.rstrip("/")
        self._kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._timeout_s = timeout_s
        self._headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, question: Question) -> Sample:
        """Ask; never raises for what the server or the network does."""
        body = json.dumps({"question": question.question}).encode()
        fresh = self._connection is None
        begun = time.perf_counter()
        try:
            status, raw = self._send(body)
        except (OSError, http.client.HTTPException):
            self.close()
            if fresh:
                return Sample(SILENT, 0, time.perf_counter() - begun)
            return self.ask(question)  # a kept connection that the server has closed meanwhile is no fault
        return Sample(_code(status, raw), status, time.perf_counter() - begun)

    def _send(self, body: bytes) -> tuple[int, bytes]:
        if self._connection is None:
            self._connection = self._kind(self._host, timeout=self._timeout_s)
        self._connection.request("POST", f"{self._path}/api/ask", body, self._headers)
        response = self._connection.getresponse()
        raw = response.read()
        if response.will_close:
            self.close()
        return response.status, raw

    def close(self) -> None:
        """Give up the connection; the next question opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _code(status: int, raw: bytes) -> str:
    answer: Any = None
    try:
        answer = json.loads(raw)
        if status == 200 and {"answer", "refused", "citations"} <= answer.keys():
            return "ok"
        return str(answer["error"]["code"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"http_{status}"
