"""The headers that every response gets, in place of those that come from inside."""

from __future__ import annotations

from collections.abc import Sequence

from app.guard.asgi import Headers, Message, Send
from app.guard.refusal import STYLE_HASH
from app.guard.routes import Route

_HSTS = (b"strict-transport-security", b"max-age=15552000")
_OPENER = (b"cross-origin-opener-policy", b"same-origin")
PREFLIGHT: Headers = (
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"authorization, content-type, x-request-id"),
    (b"access-control-max-age", b"600"),
)


class SecurityHeaders:
    """Nothing is loaded from, sent to or framed by anyone but the portals; gradio alone gets inline scripts and styles.

    ``portals`` are origins. ``own_host``: the service has a host name to itself, so that it may decide for all of it
    that browsers shall only come by https. ``known``: visitors are known, so that caches must not share pages.
    """

    def __init__(self, portals: Sequence[str], own_host: bool, known: bool) -> None:
        framing = " ".join(("'self'", *portals))
        own = "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
        end = "; form-action 'self'; base-uri 'self'; object-src 'none'"
        inline = "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        plain = (
            f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'; "
        )
        self._policies = {
            "page": f"{own}{inline}connect-src 'self'; frame-ancestors {framing}{end}",
            "own": f"{own}script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors {framing}{end}",
            "admin": f"{own}script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'{end}",
            "data": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        }
        self._refusal = plain + f"frame-ancestors {framing}"
        self._refusal_unframed = plain + "frame-ancestors 'none'"
        self._portals = bool(portals)
        self._own_host = own_host
        self._known = known

    def of(self, route: Route, secure: bool, refused: bool = False) -> list[tuple[bytes, bytes]]:
        """The headers of a route's response; ``refused``: it is a page of the guard's own."""
        unframed = route.policy in ("admin", "data")
        policy = self._policies[route.policy]
        if refused:
            policy = self._refusal_unframed if unframed else self._refusal
        sharing = b"cross-origin" if route.shared else b"same-origin"
        headers = [
            (b"content-security-policy", policy.encode("ascii")),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
            (b"cross-origin-resource-policy", sharing),
        ]
        if unframed:
            headers.append((b"x-frame-options", b"DENY"))
        elif not self._portals:  # the older header knows no list
            headers.append((b"x-frame-options", b"SAMEORIGIN"))
        if secure:
            headers.append(_OPENER)  # browsers complain of it where the connection is not secure
            if self._own_host:
                headers.append(_HSTS)
        return headers

    def default_caching(self, route: Route) -> bytes | None:
        """What ``Cache-Control`` says where the inside says nothing."""
        if route.policy in ("data", "admin") or route.name == "enter":
            return b"no-store"
        return b"private, no-cache" if self._known and not route.public else None


def cross_origin(allowed: bytes, preflight: bool) -> list[tuple[bytes, bytes]]:
    """The headers that let a portal's page read the response, without credentials."""
    headers = [
        (b"access-control-allow-origin", allowed),
        (b"access-control-expose-headers", b"content-disposition, retry-after, x-request-id"),
    ]
    return [*headers, *(PREFLIGHT if preflight else ())]


def replacing(send: Send, outer: Headers, caching: bytes | None) -> Send:
    """``send`` with ``outer`` in place of the inner headers of the same names; ``Vary`` is kept beside."""
    replaced = {name for name, _ in outer} - {b"vary"}

    async def reply(message: Message) -> None:
        if message["type"] == "http.response.start":
            inner = [(name.lower(), value) for name, value in message.get("headers", [])]
            kept = [
                (name, value)
                for name, value in inner
                if name not in replaced and not name.startswith(b"access-control-")
            ]
            names = {name for name, _ in inner}
            if any(name == b"content-type" and value.startswith(b"text/event-stream") for name, value in inner):
                kept.append((b"x-accel-buffering", b"no"))  # nginx would hold the events back
            if caching is not None and b"cache-control" not in names:
                kept.append((b"cache-control", caching))
            message = {**message, "headers": [*kept, *outer]}
        await send(message)

    return reply
