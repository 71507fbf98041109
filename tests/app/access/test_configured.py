"""Access as the settings say."""

from __future__ import annotations

from typing import Any

import pytest

from app.access import Visitor
from app.access.configured import access, proxies
from app.access.identify import AccessError
from app.access.proxies import Peer
from app.access.signed import portal_tokens
from app.settings import Settings

SECRET, OLD = "0123456789abcdefghijklmnopqrstuv", "vutsrqponmlkjihgfedcba9876543210"
KEY = "abcdefghijklmnopqrstuvwx"
PEER = Peer("192.0.2.1", False, True)


def test_tokens_keys_and_the_header() -> None:
    given: Any = {"token_secret": SECRET, "token_secret_old": OLD, "api_keys": [f"办公:{KEY}:x"]}
    configured = access(Settings(access="header", user_header="X-User", **given))
    for secret in (SECRET, OLD):
        minted = f"Bearer {portal_tokens([secret], 10).mint('a')}".encode()
        assert configured.visitor([(b"authorization", minted)], PEER) == Visitor("a", "token")
    keyed = [(b"authorization", f"Bearer {KEY}:x".encode())]
    assert configured.visitor(keyed, PEER) == Visitor("办公", "key")
    assert configured.visitor([(b"x-user", b"a")], PEER) == Visitor("a", "header")


def test_how_long_a_token_may_live() -> None:
    minted = f"Bearer {portal_tokens([SECRET], 10).mint('a')}".encode()
    with pytest.raises(AccessError, match="超过 5 分钟"):
        access(Settings(access="token", token_secret=SECRET, token_minutes=5)).visitor(
            [(b"authorization", minted)], PEER
        )


def test_open_by_default() -> None:
    assert access(Settings()).visitor([], PEER) == Visitor("", "open")
    scope = {"client": ("127.0.0.1", 1), "headers": [(b"x-forwarded-for", b"192.0.2.9")]}
    assert proxies(Settings()).peer(scope) == Peer("192.0.2.9", False, True)
    assert proxies(Settings(trusted_proxies=())).peer(scope) == Peer("127.0.0.1", False, False)
