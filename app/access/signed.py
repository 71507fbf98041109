"""Signed statements of who somebody is: JSON Web Tokens, HMAC-SHA256 and nothing else.

Two kinds exist. A portal's token is signed with the secret that the portal shares. A session is ours: its key is
derived from that secret and its audience is another one, so that neither can be passed off as the other.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import jwt

from app.access.username import username

ALGORITHM = "HS256"
TOKEN_AUDIENCE = "tiaowen"
_SESSION_AUDIENCE = "tiaowen-session"
_LEEWAY = 30  # seconds that two clocks may differ
_LONGEST = 4096  # characters; ours take 200
_CLAIMS = ("sub", "iat", "exp", "aud")
_OPTIONS: jwt.types.Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_sub": False,
}
"""The library checks the signature; the claims are checked here, with messages of our own."""


class SignedError(Exception):
    """The statement proves nothing; ``code`` for programs, ``message`` Chinese."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Signer:
    """Makes and reads statements of one audience.

    All ``keys`` are accepted, the first one signs. ``longest`` is the longest life in seconds that one may have.
    """

    keys: Sequence[bytes]
    audience: str
    longest: int
    clock: Callable[[], float] = time.time

    def mint(self, user: str) -> str:
        """A statement for ``user``, valid from now on as long as one may be."""
        now = int(self.clock())
        claims = {"sub": user, "iat": now, "exp": now + self.longest, "aud": self.audience}
        return jwt.encode(claims, self.keys[0], algorithm=ALGORITHM)

    def read(self, text: str) -> str:
        """The user whom ``text`` names. Raises :class:`SignedError`."""
        if len(text) > _LONGEST:
            raise _forged()
        for key in self.keys:
            try:
                return self._checked(jwt.decode(text, key, algorithms=[ALGORITHM], options=_OPTIONS))
            except jwt.InvalidSignatureError:
                continue  # the other key may fit
            except jwt.PyJWTError:
                break
        raise _forged()

    def _checked(self, claims: dict[str, object]) -> str:
        """The user of claims whose signature holds; times are ours to compare, so that they say what is wrong."""
        missing = [name for name in _CLAIMS if claims.get(name) is None]
        if missing:
            raise SignedError("token_invalid", f"令牌缺少 {'、'.join(missing)}，请门户的开发人员补上。")
        audience = claims["aud"]
        if self.audience not in (audience if isinstance(audience, list) else [audience]):
            raise SignedError("token_invalid", f"令牌不是发给本服务的：aud 应为 {self.audience}。")
        issued, expires = _seconds(claims, "iat"), _seconds(claims, "exp")
        starts = max(issued, _seconds(claims, "nbf") if "nbf" in claims else issued)
        now = self.clock()
        if starts > now + _LEEWAY:
            raise SignedError("token_not_yet_valid", "令牌还没有生效。请核对门户与本服务两台机器的时间。")
        if expires <= now - _LEEWAY:
            raise SignedError("token_expired", "令牌已过期，请刷新页面，或从门户重新进入。")
        if expires - issued > self.longest:
            message = f"令牌的有效期（exp 减 iat）超过 {self.longest // 60} 分钟。"
            raise SignedError("token_too_long_lived", f"{message}请门户的开发人员缩短，或由管理员调整 token_minutes。")
        user = username(claims["sub"]) if isinstance(claims["sub"], str) else None
        if user is None:
            raise SignedError("token_invalid", "令牌中的用户名（sub）应为一行文字，不超过 128 个字符。")
        return user


def _forged() -> SignedError:
    return SignedError(
        "token_invalid", "令牌无效：签名不符。请从门户重新进入；仍然如此时，请管理员核对门户与本服务的 token_secret。"
    )


def _seconds(claims: dict[str, object], name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e11:
        raise SignedError("token_invalid", f"令牌中的 {name} 应为以秒计的时间（从 1970 年起），不是毫秒或文字。")
    return value


def portal_tokens(secrets: Sequence[str], minutes: int, clock: Callable[[], float] = time.time) -> Signer:
    """Reads what portals mint; ``secrets`` are the shared one and, while it is being exchanged, the old one."""
    return Signer([secret.encode() for secret in secrets], TOKEN_AUDIENCE, minutes * 60, clock)


def sessions(secrets: Sequence[str], hours: int, clock: Callable[[], float] = time.time) -> Signer:
    """Reads and makes the statement that a browser keeps as a cookie."""
    keys = [hmac.digest(secret.encode(), b"tiaowen session 1", hashlib.sha256) for secret in secrets]
    return Signer(keys, _SESSION_AUDIENCE, hours * 3600, clock)
