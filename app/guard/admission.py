"""Whether a request may pass, and as whom."""

from __future__ import annotations

from collections.abc import Collection

from app.access import NOBODY, Visitor
from app.access.identify import Access, AccessError, foreign
from app.access.lines import only
from app.guard.call import Call
from app.guard.limits import Limits
from app.guard.refusal import RefusedError
from app.guard.routes import closed, writable

_FOR_PERSONS = "本页只对登录的用户开放。请回到单位的门户，从那里打开；如果一直如此，请告诉管理员。"
_NOT_A_PORTAL = "这个来源不在允许的门户之列，请管理员在 portal_origins 中添加"


class Admission:
    """Decides by the headers alone, before any of a body is read. ``origins`` are the portals'."""

    def __init__(self, access: Access, limits: Limits, origins: Collection[bytes]) -> None:
        self._access = access
        self._limits = limits
        self._origins = origins

    def visitor(self, call: Call) -> Visitor:
        """Whom the request passes as. Raises :class:`RefusedError`."""
        if closed(call.path):
            raise RefusedError(403, "closed", "这个地址没有开放。")
        if not writable(call.path):
            raise RefusedError(404, "not_found", "没有这个地址，请检查链接是否完整。")
        if call.two_lengths:
            # a proxy may have gone by the other one, and what follows be a request that it never saw
            raise RefusedError(400, "ambiguous_length", "请求用两种方式说明了长度，请检查发送请求的程序或代理。")
        if call.preflight:
            if call.origin is None:
                raise RefusedError(403, "origin_not_allowed", f"{_NOT_A_PORTAL}。")
            return NOBODY
        if call.route.name == "outside":
            raise RefusedError(404, "not_found", "没有这个地址，请检查链接是否完整。")
        visitor = NOBODY if call.route.public else self._known(call)
        self._limits.request(call.route, visitor, call.peer)
        if call.route.tries:
            self._limits.failure(call.peer)  # taken back when the credential turns out to be good
        return visitor

    def _known(self, call: Call) -> Visitor:
        try:
            visitor = self._access.visitor(call.headers, call.peer)
        except AccessError as error:
            self._limits.request(call.route, NOBODY, call.peer)
            raise self.unknown(error, call) from error
        if call.changes and foreign(visitor, call.headers, self._origins):
            raise RefusedError(403, "origin_not_allowed", f"请求来自另一个网站。{_NOT_A_PORTAL}。")
        return visitor

    def unknown(self, error: AccessError, call: Call) -> RefusedError:
        """What somebody gets who proves nothing; too many bad credentials are refused for a while."""
        if error.tried:
            self._limits.failure(call.peer)
        by_link = error.code == "unauthenticated" and call.by_person
        return RefusedError(401, error.code, _FOR_PERSONS if by_link else error.message)

    def entrance(self, call: Call) -> None:
        """Whether a form may be handed in here. Raises :class:`RefusedError`.

        Another site must not log a visitor's browser in under a name of its own choice.
        """
        if call.method != "POST":
            raise RefusedError(405, "method_not_allowed", "请从门户进入：由门户的页面把令牌提交到这里。")
        origin = only(call.headers, b"origin")
        own = only(call.headers, b"sec-fetch-site") == b"same-origin" or origin == call.own_origin
        if origin is not None and call.origin is None and not own:
            hint = "；门户页面的 Referrer-Policy 不能是 no-referrer" if origin == b"null" else ""
            raise RefusedError(403, "origin_not_allowed", f"{_NOT_A_PORTAL}{hint}。")
