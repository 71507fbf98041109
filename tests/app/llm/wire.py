"""The connection of one request to the scripted server."""

from __future__ import annotations

import select
import socket
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

STREAM, JSON = "text/event-stream; charset=utf-8", "application/json"


@dataclass
class Call:
    """A request as it came: ``body`` is its JSON object, ``headers`` have lower-case names."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    hung_up: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def prompt(self) -> str:
        """All messages as one text."""
        return "\n".join(str(message["content"]) for message in self.body.get("messages", ()))


class HungUpError(Exception):
    """The client went away, or the test is over."""


class Wire:
    """The connection of one request as a script uses it."""

    def __init__(self, handler: BaseHTTPRequestHandler, call: Call, closing: threading.Event) -> None:
        self.call = call
        self._handler = handler
        self._closing = closing
        self._chunked = False

    def head(self, status: int = 200, kind: str = STREAM, **headers: str) -> None:
        """Begin an answer whose body comes in chunks; ``Retry_After="3"`` sends the header Retry-After."""
        self._handler.send_response(status)
        for name, value in {"Content_Type": kind, "Transfer_Encoding": "chunked", **headers}.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()

    def send(self, data: bytes) -> None:
        """A part of the body, sent at once."""
        try:
            self._handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        except OSError:
            self.call.hung_up.set()
            raise HungUpError from None

    def end(self) -> None:
        """The end of the body in good order; without it the connection closes in the middle of it."""
        self._handler.wfile.write(b"0\r\n\r\n")
        self._handler.close_connection = False

    def pause(self, seconds: float) -> None:
        """Wait, noticing at once where the client hangs up."""
        step = 0.02
        for _ in range(max(1, round(seconds / step)) if seconds else 0):
            if self._closing.is_set():
                raise HungUpError
            if select.select([self._handler.connection], [], [], step)[0]:
                try:
                    gone = not self._handler.connection.recv(1, socket.MSG_PEEK)
                except OSError:
                    gone = True
                if gone:
                    self.call.hung_up.set()
                    raise HungUpError

    def reset(self) -> None:
        """Break the connection off without a word."""
        self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._handler.connection.close()
