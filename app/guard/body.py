"""Request bodies: read whole up to a limit before anything inside sees the request, or counted while they stream."""

from __future__ import annotations

import asyncio

from app.access.lines import only
from app.guard.asgi import Headers, Message, Receive
from app.guard.refusal import RefusedError


class DisconnectedError(Exception):
    """The client went away before its request was complete."""


async def buffered(headers: Headers, receive: Receive, limit: int, seconds: float) -> Receive:
    """A ``receive`` that has the whole body at once.

    Raises :class:`RefusedError` for a body over ``limit`` bytes or one that takes longer than ``seconds``, and
    :class:`DisconnectedError`.
    """
    refuse_declared(headers, limit)
    try:
        async with asyncio.timeout(seconds):
            body: bytes | None = await _whole(receive, limit)
    except TimeoutError:
        raise RefusedError(408, "too_slow", "请求没有在规定的时间内发送完，请检查网络后再试。") from None

    async def replay() -> Message:
        nonlocal body
        if body is None:
            return await receive()  # waits for the disconnect
        whole, body = body, None
        return {"type": "http.request", "body": whole, "more_body": False}

    return replay


async def _whole(receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > limit:
            raise too_large(limit)
        more = message.get("more_body", False)
    return b"".join(parts)


class Counted:
    """A ``receive`` that hands on at most ``limit`` bytes and then says that the client is gone."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self.exceeded = False

    async def __call__(self) -> Message:
        if self.exceeded:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.exceeded = True
            return {"type": "http.disconnect"}
        return message


def refuse_declared(headers: Headers, limit: int) -> None:
    """Raises :class:`RefusedError` where the client says itself that its body is too large."""
    declared = only(headers, b"content-length") or b""
    if declared.isdigit() and (len(declared) > 18 or int(declared) > limit):
        raise too_large(limit)


def too_large(limit: int) -> RefusedError:
    """The refusal of a body over ``limit`` bytes."""
    size = f"{limit // 2**20} MB" if limit >= 2**20 and not limit % 2**20 else f"{limit // 1024} KB"
    return RefusedError(
        413, "too_large", f"请求超过 {size} 的上限。请只发送必要的内容：提问时缩短对话的上文，文件分几次发送。"
    )
