"""Errors of the frameworks inside, which speak English or show nothing, told in words that help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app import error_body
from app.guard.asgi import Message, Send
from app.guard.refusal import RefusedError

_SAID = {
    404: ("not_found", "没有这个页面，请检查链接是否完整，或打开首页。"),
    405: ("method_not_allowed", "这个地址不支持该请求方法。"),
}


def internal(identity: str) -> RefusedError:
    """What is said where something broke; ``identity`` leads to the entry in the server's log."""
    return RefusedError(500, *error_body.internal(identity))


def telling(send: Send, refuse: Callable[[RefusedError], Awaitable[None]], identity: str, page: bool) -> Send:
    """``send`` that gives an error response to ``refuse`` instead, where it is not for its reader.

    ``page``: a person reads it, who is helped by a page only; programs get on with anything but a bare text of
    something broken.
    """
    replaced = False

    async def told(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start":
            kinds = [value for name, value in message.get("headers", []) if name.lower() == b"content-type"]
            kind = kinds[0] if kinds else b"text/plain"
            status = message["status"]
            replaced = status >= 400 and not kind.startswith(b"text/html") if page else _bare(status, kind)
            if replaced:
                await refuse(_said(message["status"], identity))
        if not replaced:
            await send(message)

    return told


def _bare(status: int, kind: bytes) -> bool:
    return status >= 500 and kind.startswith(b"text/plain")


def _said(status: int, identity: str) -> RefusedError:
    if status >= 500:
        return internal(identity)
    return RefusedError(status, *_SAID.get(status, ("bad_request", "请求没有成功，请检查链接，或打开首页。")))
