"""One outer ASGI layer over the page and the API: security headers, CORS, request ids, size limit, closed routes.

It stands outside the framework on purpose: nothing mounted inside can forget it, and the headers that gradio sets by
itself (it echoes any Origin together with credentials) do not get past it.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]

REQUEST_ID = "tiaowen.request_id"
"""The scope key under which inner layers find the id of the request."""

_ID = re.compile(rb"[A-Za-z0-9_-]{1,64}")
# gradio serves these whether or not the page needs them: writing files, fetching from elsewhere, running code, its own
# statistics. They are searched for anywhere in the path, whatever it is mounted under.
_CLOSED = re.compile(
    r"/gradio_api/+(?:upload|process_recording|proxy=|file=\s*https?:|stream/|run-history|deep_link|profiling"
    r"|(?:undo-)?vibe-)|/+monitoring(?:/|$)",
    re.IGNORECASE,
)
_PREFLIGHT: Headers = (
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"content-type, x-request-id"),
    (b"access-control-max-age", b"600"),
)
_WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")


class Guard:
    """Wraps ``app``.

    ``portal_origins`` may embed the page and call the API (without credentials); ``max_body`` is in bytes. Other
    origins get no CORS header, so that browsers keep the answers from them; same-origin requests need none.
    """

    def __init__(self, app: App, portal_origins: Sequence[str] = (), max_body: int = 1024 * 1024) -> None:
        self._app = app
        self._origins = frozenset(origin.encode("ascii") for origin in portal_origins)
        self._max_body = max_body
        self._headers = _security_headers(portal_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # nothing here speaks it
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        identity = given if _ID.fullmatch(given) else uuid.uuid4().hex.encode("ascii")
        scope[REQUEST_ID] = identity.decode("ascii")
        origin = headers.get(b"origin")
        allowed = origin if origin in self._origins else None
        preflight = scope["method"] == "OPTIONS" and b"access-control-request-method" in headers
        reply = self._finished(scope["path"], send, identity, allowed, _PREFLIGHT if preflight else ())
        if preflight:
            await self._preflight(reply, allowed)
        elif _CLOSED.search(scope["path"]):
            await _refuse(reply, 403, "closed", "这个地址没有开放。")
        elif scope["method"] in _WITH_BODY:
            await self._with_body(scope, receive, reply, headers)
        else:
            await self._app(scope, receive, reply)

    async def _with_body(self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, bytes]) -> None:
        """Read the whole body, which is small by definition, before anything inside sees the request."""
        declared = headers.get(b"content-length", b"")
        if declared.isdigit() and int(declared) > self._max_body:
            await self._too_large(send)
            return
        parts: list[bytes] = []
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._max_body:
                await self._too_large(send)
                return
            more = message.get("more_body", False)
        body: bytes | None = b"".join(parts)

        async def replay() -> Message:
            nonlocal body
            if body is None:
                return await receive()  # waits for the disconnect
            whole, body = body, None
            return {"type": "http.request", "body": whole, "more_body": False}

        await self._app(scope, replay, send)

    async def _too_large(self, send: Send) -> None:
        limit = self._max_body // 1024
        await _refuse(send, 413, "too_large", f"请求超过 {limit} KB 的上限。请只发送提问本身，并缩短对话的上文。")

    async def _preflight(self, send: Send, allowed: bytes | None) -> None:
        if allowed is None:
            message = "这个来源不在允许的门户之列，请管理员在 portal_origins 中添加。"
            await _refuse(send, 403, "origin_not_allowed", message)
            return
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def _finished(self, path: str, send: Send, identity: bytes, allowed: bytes | None, more: Headers) -> Send:
        """``send`` with this layer's headers in place of the inner ones; ``allowed`` is the portal that is asking."""
        outer = [*self._headers, (b"x-request-id", identity), (b"vary", b"Origin")]
        if "/api/" in path:
            outer.append((b"cache-control", b"no-store"))
        if allowed is not None:
            outer += [(b"access-control-allow-origin", allowed), (b"access-control-expose-headers", b"x-request-id")]
            outer += more
        replaced = {name for name, _ in outer} - {b"vary"}

        async def reply(message: Message) -> None:
            if message["type"] == "http.response.start":
                inner = [(name.lower(), value) for name, value in message.get("headers", [])]
                kept = [
                    (name, value)
                    for name, value in inner
                    if name not in replaced and not name.startswith(b"access-control-")
                ]
                if any(name == b"content-type" and value.startswith(b"text/event-stream") for name, value in inner):
                    kept.append((b"x-accel-buffering", b"no"))  # nginx would hold the events back
                message = {**message, "headers": kept + outer}
            await send(message)

        return reply


def _security_headers(portal_origins: Sequence[str]) -> list[tuple[bytes, bytes]]:
    """gradio needs inline scripts and styles; nothing is loaded from, sent to or framed by anyone else."""
    framing = " ".join(("'self'", *portal_origins))
    policy = (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        f"frame-ancestors {framing}; form-action 'self'; base-uri 'self'; object-src 'none'"
    )
    headers = [
        (b"content-security-policy", policy.encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    ]
    if not portal_origins:  # the older header knows no list
        headers.append((b"x-frame-options", b"SAMEORIGIN"))
    return headers


async def _refuse(send: Send, status: int, code: str, message: str) -> None:
    body = json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False).encode("utf-8")
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode("ascii"))]
    if status == 413:
        headers.append((b"connection", b"close"))  # the rest of the body is not read
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
