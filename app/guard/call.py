"""One request as the guard sees it."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from app.access import VISITOR, Visitor
from app.access.lines import only
from app.access.proxies import Peer
from app.guard.asgi import Headers, Scope
from app.guard.routes import READING, Route

REQUEST_ID = "tiaowen.request_id"
"""The scope key under which inner layers find the id of the request."""

_ID = re.compile(rb"[A-Za-z0-9_-]{1,64}")
_FORWARDED = frozenset(
    (
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-prefix",
        b"x-forwarded-proto",
        b"x-forwarded-server",
        b"x-real-ip",
    )
)


@dataclass(frozen=True)
class Call:
    """``headers`` as they came; ``origin`` the portal that is asking, None for any other."""

    method: str
    path: str
    headers: Headers
    route: Route
    peer: Peer
    identity: str
    origin: bytes | None

    @property
    def preflight(self) -> bool:
        """Whether a browser asks if it may send the real request."""
        return self.method == "OPTIONS" and any(n == b"access-control-request-method" for n, _ in self.headers)

    @property
    def changes(self) -> bool:
        """Whether the method is one that may change something, and may have a body."""
        return self.method not in READING

    @property
    def two_lengths(self) -> bool:
        """Whether the body's length is given in both ways, which two servers may read differently."""
        names = {name for name, _ in self.headers}
        return b"content-length" in names and b"transfer-encoding" in names

    @property
    def own_origin(self) -> bytes:
        """The origin that a browser knows this service by, as far as the ``Host`` header tells."""
        return (b"https://" if self.peer.secure else b"http://") + (only(self.headers, b"host") or b"")

    @property
    def by_person(self) -> bool:
        """Whether a refusal is read by somebody, not by a program."""
        accepts = only(self.headers, b"accept") or b""
        return self.route.html or (self.route.policy in ("page", "own") and b"text/html" in accepts)

    def inner(self, scope: Scope, visitor: Visitor, hidden: bytes | None) -> Scope:
        """The scope for the inside: what is known of the sender, without headers that nobody vouches for.

        ``hidden`` is the header in which proxies name users.
        """
        unproved = frozenset() if self.peer.trusted else _FORWARDED
        return {
            **scope,
            "client": (self.peer.address, (scope.get("client") or ("", 0))[1]) if self.peer.address else None,
            "scheme": "https" if self.peer.secure else "http",
            "headers": [(n, v) for n, v in self.headers if n != hidden and n not in unproved],
            REQUEST_ID: self.identity,
            VISITOR: visitor,
        }


def request_id(headers: Headers) -> str:
    """The id that the client gave, where it is harmless, or a new one."""
    given = only(headers, b"x-request-id") or b""
    return given.decode("ascii") if _ID.fullmatch(given) else uuid.uuid4().hex
