"""One outer ASGI layer over everything: who, how often, how large, with which headers.

It stands outside the framework on purpose: nothing mounted inside can forget it, and the headers that gradio sets by
itself (it echoes any Origin together with credentials) do not get past it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from app.access import NOBODY, VISITOR
from app.access.identify import Access, AccessError
from app.access.lines import only
from app.access.proxies import Proxies
from app.guard.admission import Admission
from app.guard.asgi import App, Message, Receive, Scope, Send
from app.guard.body import Counted, DisconnectedError, buffered, refuse_declared, too_large
from app.guard.call import Call, request_id
from app.guard.enter import enter
from app.guard.faults import internal, telling
from app.guard.headers import SecurityHeaders, cross_origin, replacing
from app.guard.limits import Limits
from app.guard.refusal import RefusedError, refuse
from app.guard.routes import route
from app.guard.rules import Rules

Denied = Callable[[Scope, int, str], None]
"""Gets the scope (visitor, client and request id filled in), the status and the code of a refusal."""
Observe = Callable[[str, str, int, float], None]
"""Gets method, class of the path, status (499: the client went away) and seconds of a request that is over."""

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_REPORTED = (401, 403, 413, 429)


class Guard:
    """Wraps ``app``.

    ``access`` says who may ask, ``proxies`` whose forwarding headers count. ``denied`` is told of refusals (401, 403,
    413, 429) and has to be quick: a flood comes by it; ``observe`` of every request.
    """

    def __init__(
        self,
        app: App,
        rules: Rules | None = None,
        access: Access | None = None,
        proxies: Proxies | None = None,
        *,
        denied: Denied | None = None,
        observe: Observe | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._rules = rules or Rules()
        self._access = access or Access()
        self._proxies = proxies or Proxies()
        self._denied = denied
        self._observe = observe
        self._clock = clock
        self._origins = frozenset(origin.encode("ascii") for origin in self._rules.portals)
        self._limits = Limits(self._rules.per_minute, clock)
        self._admission = Admission(self._access, self._limits, self._origins)
        known = self._access.mode != "open"
        self._headers = SecurityHeaders(self._rules.portals, own_host=not self._rules.root, known=known)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # nothing here speaks it
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call, began, status = self._call(scope), self._clock(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._answer(call, scope, receive, watched)
        except Exception:
            if not status:
                await self._refuse(call, scope, watched, internal(call.identity))
            raise  # for the server's log
        finally:
            if self._observe is not None:
                method = call.method if call.method in _METHODS else "OTHER"
                self._observe(method, call.route.name, status or 499, self._clock() - began)

    def _call(self, scope: Scope) -> Call:
        headers, path, method = scope["headers"], scope["path"], scope["method"]
        kind = route(method, path, self._rules.root)
        origin = only(headers, b"origin")
        portal = origin if origin in self._origins and kind.policy != "admin" else None
        return Call(method, path, headers, kind, self._proxies.peer(scope), request_id(headers), portal)

    async def _answer(self, call: Call, scope: Scope, receive: Receive, send: Send) -> None:
        reply = self._replying(call, send)
        inner = call.inner(scope, NOBODY, self._access.user_header)
        try:
            inner[VISITOR] = self._admission.visitor(call)
            if call.preflight:
                await reply({"type": "http.response.start", "status": 204, "headers": []})
                await reply({"type": "http.response.body", "body": b""})
            elif call.route.name == "enter":
                await self._enter(call, receive, reply)
            elif call.route.streamed and call.changes:
                await self._stream(call, inner, receive, reply)
            else:
                if call.changes:
                    receive = await self._body(call, receive)
                await self._app(inner, receive, self._watching(call, inner, reply, send))
        except RefusedError as refusal:
            await self._refuse(call, inner, send, refusal)
        except DisconnectedError:
            return

    def _limit(self, call: Call) -> int:
        return call.route.body or self._rules.max_body

    async def _body(self, call: Call, receive: Receive) -> Receive:
        return await buffered(call.headers, receive, self._limit(call), self._rules.body_seconds)

    async def _enter(self, call: Call, receive: Receive, send: Send) -> None:
        self._admission.entrance(call)
        body = await self._body(call, receive)
        try:
            await enter(self._access, call.headers, body, send, self._rules.root, call.peer.secure)
        except AccessError as error:
            raise self._admission.unknown(error, call) from error

    async def _stream(self, call: Call, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the inside on a body that is counted as it comes; one that grows too large ends it."""
        refuse_declared(call.headers, self._limit(call))
        counted = Counted(receive, self._limit(call))
        started = False

        async def unless_exceeded(message: Message) -> None:
            nonlocal started
            if started or not counted.exceeded:
                started = True
                await send(message)

        try:
            await self._app(scope, counted, unless_exceeded)
        except Exception:
            if started or not counted.exceeded:
                raise  # otherwise it is what the inside makes of the interruption
        if counted.exceeded and not started:
            raise too_large(self._limit(call))

    def _watching(self, call: Call, scope: Scope, reply: Send, send: Send) -> Send:
        """``reply`` that takes note of what the inside answers, where that matters."""
        if call.route.tries:
            return self._judged(call, reply)
        page = call.route.policy == "page"
        return telling(reply, lambda refusal: self._refuse(call, scope, send, refusal), call.identity, page)

    def _judged(self, call: Call, send: Send) -> Send:
        """``send`` that looks whether the credential that was tried is a good one."""

        async def judging(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                self._limits.success(call.peer)
            await send(message)

        return judging

    def _replying(self, call: Call, send: Send, as_page: bool = False) -> Send:
        outer: list[tuple[bytes, bytes]] = [
            *self._headers.of(call.route, call.peer.secure, refused=as_page),
            (b"x-request-id", call.identity.encode("ascii")),
            (b"vary", b"Origin"),
        ]
        if call.origin is not None:
            outer += cross_origin(call.origin, call.preflight)
        return replacing(send, outer, self._headers.default_caching(call.route))

    async def _refuse(self, call: Call, scope: Scope, send: Send, refusal: RefusedError) -> None:
        if self._denied is not None and refusal.status in _REPORTED:
            self._denied(scope, refusal.status, refusal.code)
        reply = self._replying(call, send, as_page=call.by_person)
        await refuse(reply, refusal, self._rules.title, call.identity, call.by_person, call.route.openai)
