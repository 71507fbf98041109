"""Who is asking: what a request's headers prove."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from app.access.keys import Keys
from app.access.lines import Headers, cookies, only, values
from app.access.proxies import Peer
from app.access.signed import SignedError, Signer
from app.access.username import username
from app.access.visitor import NOBODY, Visitor

COOKIE = "tiaowen_session"
_MOST_COOKIES = 3


class AccessError(Exception):
    """The request proves no identity.

    ``code`` for programs, ``message`` Chinese; ``tried``: a credential was sent and is not good, which is a failure to
    be counted, unlike sending none.
    """

    def __init__(self, code: str, message: str, tried: bool) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.tried = tried


@dataclass(frozen=True)
class Access:
    """Who may ask, and by what they are known.

    ``mode`` "open" lets everyone in (a good key or token still gives a name), "token" those with a portal's token, a
    session or a key, "header" also those whom a trusted proxy names in ``user_header`` (lower case).
    """

    mode: Literal["open", "token", "header"] = "open"
    tokens: Signer | None = None
    sessions: Signer | None = None
    keys: Keys = field(default_factory=lambda: Keys({}))
    user_header: bytes | None = None

    def visitor(self, headers: Headers, peer: Peer) -> Visitor:
        """The visitor. Raises :class:`AccessError` where somebody has to be known and is not."""
        try:
            known = self._named(headers, peer) or self._bearer(headers) or self._session(headers)
        except AccessError:
            if self.mode != "open":
                raise
            known = None  # OpenAI clients send some key even where none is asked for
        if known is None and self.mode != "open":
            raise AccessError(
                "unauthenticated",
                "没有登录信息，请从门户进入。程序调用时，请在请求头 Authorization 中写 Bearer 加令牌或密钥。",
                tried=False,
            )
        return known or NOBODY

    def _named(self, headers: Headers, peer: Peer) -> Visitor | None:
        if self.mode != "header" or self.user_header is None or not peer.trusted:
            return None
        given = values(headers, self.user_header)
        if not given or given == [b""]:
            return None
        if len(given) > 1:
            raise AccessError(
                "header_repeated",
                "用户名请求头出现了两次。请管理员让反向代理覆盖（而不是追加）这个请求头。",
                tried=True,
            )
        try:
            name = username(given[0].decode("utf-8"))
        except UnicodeDecodeError:
            name = None
        if name is None:
            raise AccessError(
                "header_invalid",
                "反向代理传来的用户名无法识别，应为 UTF-8 编码的一行文字，不超过 128 个字符。请管理员检查反向代理。",
                tried=True,
            )
        return Visitor(name, "header")

    def _bearer(self, headers: Headers) -> Visitor | None:
        given = values(headers, b"authorization")
        if not given:
            return None
        if len(given) > 1:
            raise AccessError("header_repeated", "请求头 Authorization 出现了两次，请只发送一个。", tried=True)
        scheme, _, credential = given[0].decode("latin-1").partition(" ")
        credential = credential.strip()
        if scheme.lower() != "bearer" or not credential:
            return None  # some proxy's own
        owner = self.keys.owner(credential)
        if owner is not None:
            return Visitor(owner, "key")
        if self.tokens is None:
            raise AccessError("key_invalid", "密钥无效，请向管理员索取（设置项 api_keys）。", tried=True)
        try:
            return Visitor(self.tokens.read(credential), "token")
        except SignedError as error:
            raise AccessError(error.code, error.message, tried=error.code != "token_expired") from error

    def _session(self, headers: Headers) -> Visitor | None:
        if self.sessions is None:
            return None
        stale = False
        for value in islice(cookies(headers, COOKIE), _MOST_COOKIES):
            try:
                return Visitor(self.sessions.read(value), "session")
            except SignedError:
                stale = True
        if stale:  # browsers keep sending it: no attempt at anything
            raise AccessError("session_expired", "登录已失效，请从门户重新进入。", tried=False)
        return None


def foreign(visitor: Visitor, headers: Headers, portals: Collection[bytes]) -> bool:
    """Whether a page of another site, none of the ``portals``, makes a visitor's browser send this.

    Only a session and a proxy's header are added by the browser, not by the sender. Browsers that say nothing of the
    sender are old or the connection is not secure; there ``SameSite`` of the cookie has to do.
    """
    if visitor.kind not in ("session", "header"):
        return False
    site = only(headers, b"sec-fetch-site")
    return site in (b"cross-site", b"same-site") and only(headers, b"origin") not in portals
