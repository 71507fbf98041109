"""An OpenAI-compatible server on 127.0.0.1 that says what a test tells it to, in good order or in bad.

``llm_server`` (``tests/conftest.py``) is one of it::

    llm_server.play(reply("逾期不还的，", "停借一个月［1］。"))     # the last script stays
    llm_server.play(status(503), reply("好。"))                    # the first request fails, the next ones do not
    llm_server.play(speaking(lambda prompt: "好。" if "借期" in prompt else "未找到依据"))
    llm_server.asked                                               # the prompts, oldest first
    llm_server.calls[0].hung_up.wait(5)                            # whether the client closed the connection early

A script is called with a :class:`Wire` and may do with the connection what it likes.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.app.llm.wire import JSON, STREAM, Call, HungUpError, Wire

Script = Callable[[Wire], None]


def event(delta: dict[str, Any], finish: str | None = None) -> bytes:
    """One event of a streamed completion."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return data({"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]})


def data(content: Any) -> bytes:
    """One event with ``content`` as JSON."""
    return b"data: " + json.dumps(content, ensure_ascii=False).encode() + b"\n\n"


def reply(
    *pieces: str,
    delay: float = 0,
    first: float = 0,
    finish: str | None = "stop",
    reasoning: Sequence[str] = (),
    done: bool = True,
) -> Script:
    """A reply in pieces, ``delay`` s between them, ``first`` s before anything; ``reasoning`` comes before them.

    ``finish`` None ends the stream without a reason, ``done`` False without ``[DONE]``.
    """

    def script(wire: Wire) -> None:
        wire.pause(first)
        if not wire.call.body.get("stream"):
            _whole(wire, "".join(pieces), finish)
            return
        wire.head()
        wire.send(event({"role": "assistant", "content": None}))
        for name, texts in (("reasoning_content", reasoning), ("content", pieces)):
            for text in texts:
                wire.send(event({name: text}))
                wire.pause(delay)
        if finish:
            wire.send(event({}, finish))
        if done:
            wire.send(b"data: [DONE]\n\n")
        wire.end()

    return script


def speaking(words: Callable[[str], str | Iterable[str]]) -> Script:
    """A reply made from the prompt."""

    def script(wire: Wire) -> None:
        said = words(wire.call.prompt)
        reply(*([said] if isinstance(said, str) else said))(wire)

    return script


def status(code: int, body: str = "<b>密钥 sk-upstream</b>", **headers: str) -> Script:
    """An answer of another status than 200; ``Retry_After="3"`` sends the header Retry-After."""

    def script(wire: Wire) -> None:
        wire.head(code, "text/html", **headers)
        wire.send(body.encode())
        wire.end()

    return script


def cut(*pieces: str) -> Script:
    """The beginning of a reply, then the connection closes."""

    def script(wire: Wire) -> None:
        wire.head()
        for piece in pieces:
            wire.send(event({"content": piece}))

    return script


def raw(*parts: bytes, kind: str = STREAM, delay: float = 0, **headers: str) -> Script:
    """A body of these bytes, ``delay`` s between its parts."""

    def script(wire: Wire) -> None:
        wire.head(kind=kind, **headers)
        for part in parts:
            wire.send(part)
            wire.pause(delay)
        wire.end()

    return script


def trickle(text: str, delay: float) -> Script:
    """One byte of a reply every ``delay`` s."""
    return raw(*(bytes([byte]) for byte in event({"content": text}, "stop")), delay=delay)


def endless(piece: str = "重复。", delay: float = 0) -> Script:
    """The same piece until the client hangs up."""
    return forever(event({"content": piece}), delay)


def forever(part: bytes, delay: float = 0) -> Script:
    """A body of these bytes over and over until the client hangs up."""

    def script(wire: Wire) -> None:
        wire.head()
        while True:
            wire.send(part)
            wire.pause(delay or 0.001)

    return script


def silent(wire: Wire) -> None:
    """Nothing at all until the client hangs up."""
    wire.pause(600)


def reset(wire: Wire) -> None:
    """The connection breaks before an answer."""
    wire.reset()


class ScriptedServer:
    """``url`` is the base URL to set. ``calls`` are the completions asked for, ``models`` what ``/v1/models`` lists;
    ``paths`` are all requests as ``GET /v1/models``. ``listing`` is what that says instead, whatever it is."""

    def __init__(self) -> None:
        self.models = ["qwen3:8b", "deepseek-r1:7b"]
        self.model_status = 200
        self.listing: str | None = None
        self.calls: list[Call] = []
        self.paths: list[str] = []
        self.connections = 0
        self._scripts: list[Script] = [reply("好。")]
        self._lock = threading.Lock()
        self._closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                outer._count(1)

            def finish(self) -> None:
                try:
                    super().finish()
                except OSError:
                    pass
                finally:
                    outer._count(-1)

            def do_GET(self) -> None:
                outer._listed(self)

            def do_POST(self) -> None:
                outer._completed(self)

            def log_message(self, *_: object) -> None:
                """Nothing on the screen."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                """A connection that a script broke is no error."""

        self._http = Server(("127.0.0.1", 0), Handler)
        self.root = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.url = f"{self.root}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def play(self, *scripts: Script) -> None:
        """What the next requests get, one script each; the last one stays."""
        with self._lock:
            self._scripts = list(scripts)

    @property
    def asked(self) -> list[str]:
        """The prompts so far."""
        return [call.prompt for call in self.calls]

    def close(self) -> None:
        """Hang up on everybody and stop."""
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _count(self, more: int) -> None:
        with self._lock:
            self.connections += more

    def _listed(self, handler: BaseHTTPRequestHandler) -> None:
        self.paths.append(f"GET {handler.path}")
        found = handler.path == "/v1/models"
        listed = {"object": "list", "data": [{"id": name, "object": "model"} for name in self.models]}
        body = self.listing if self.listing is not None else json.dumps(listed)
        _send(handler, self.model_status if found else 404, body.encode() if found else b"{}")

    def _completed(self, handler: BaseHTTPRequestHandler) -> None:
        self.paths.append(f"POST {handler.path}")
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        if handler.path != "/v1/chat/completions":
            _send(handler, 404, b"{}")
            return
        call = Call(handler.path, {name.lower(): value for name, value in handler.headers.items()}, body)
        with self._lock:
            self.calls.append(call)
            script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
        handler.close_connection = True
        try:
            script(Wire(handler, call, self._closing))
        except (HungUpError, OSError):
            handler.close_connection = True
        finally:
            call.over.set()


def _whole(wire: Wire, text: str, finish: str | None) -> None:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    body = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}
    wire.head(kind=JSON)
    wire.send(json.dumps(body).encode())
    wire.end()


def _send(handler: BaseHTTPRequestHandler, code: int, body: bytes) -> None:
    handler.send_response(code)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
