"""A server that answers at once, with an allowance for each address where a test sets one."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

ANSWER = {"id": "a", "answer": "", "refused": True, "citations": [], "related": []}


class FakeServer:
    """Counts who asked what. ``allowance`` is what each address may ask (None: everything); ``faults`` are given in
    turn in place of answers: a status with a body, or None for a connection that is cut."""

    def __init__(self) -> None:
        self.allowance: int | None = None
        self.faults: list[tuple[int, bytes] | None] = []
        self.asked: Counter[str] = Counter()
        self.questions: list[str] = []
        self.authorization: set[str | None] = set()
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.answer(200, json.dumps({"build_id": "b1"}).encode())

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                reply = outer.reply(self.headers["X-Forwarded-For"], body["question"], self.headers["Authorization"])
                if reply is None:
                    self.close_connection = True
                    return
                self.answer(*reply)

            def answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def reply(self, address: str, question: str, authorization: str | None) -> tuple[int, bytes] | None:
        """What this address gets."""
        with self._lock:
            self.asked[address] += 1
            self.questions.append(question)
            self.authorization.add(authorization)
            if self.allowance is not None and self.asked[address] > self.allowance:
                return 429, json.dumps({"error": {"code": "too_many_requests", "message": "太频繁"}}).encode()
            if self.faults:
                return self.faults.pop(0)
        return 200, json.dumps(ANSWER).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def fake() -> Iterator[Any]:
    server = FakeServer()
    yield server
    server.close()
