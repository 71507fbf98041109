"""What a request's headers prove. The ways in are tested through the guard; here what no test client sends."""

from __future__ import annotations

import pytest

from app.access import Visitor
from app.access.identify import Access, AccessError, foreign
from app.access.proxies import Peer
from app.access.signed import Signer, portal_tokens, sessions

SECRET = "0123456789abcdefghijklmnopqrstuv"
PROXY, ELSEWHERE = Peer("192.0.2.1", True, True), Peer("192.0.2.1", True, False)
HEADER = Access("header", user_header=b"x-user")
TOKEN = Access("token", portal_tokens([SECRET], 10), sessions([SECRET], 8))


@pytest.mark.parametrize("name", ["王".encode("gbk"), b"\xff", b"a\x7fb", b"a\tb", b" ", b"x" * 129])
def test_a_name_that_is_none(name: bytes) -> None:
    with pytest.raises(AccessError) as caught:
        HEADER.visitor([(b"x-user", name)], PROXY)
    assert caught.value.code == "header_invalid" and "UTF-8" in caught.value.message


def test_a_name_as_a_proxy_sends_it() -> None:
    assert HEADER.visitor([(b"x-user", "王小明 ".encode())], PROXY) == Visitor("王小明", "header")
    with pytest.raises(AccessError):
        HEADER.visitor([(b"x-user", b"root")], ELSEWHERE)


def test_a_proxy_that_names_nobody_twice_names_nobody() -> None:
    with pytest.raises(AccessError) as caught:
        HEADER.visitor([(b"x-user", b""), (b"x-user", b"root")], PROXY)
    assert caught.value.code == "header_repeated"


def test_a_proxys_own_authorization_is_not_ours() -> None:
    for own in (b"Negotiate abc", b"Basic abc", b"Bearer", b"Bearer  "):
        with pytest.raises(AccessError) as caught:
            HEADER.visitor([(b"authorization", own)], PROXY)
        assert caught.value.code == "unauthenticated" and not caught.value.tried
    both = [(b"x-user", b"a"), (b"authorization", b"Bearer of the proxy")]
    assert HEADER.visitor(both, PROXY) == Visitor("a", "header")


def test_bytes_that_are_no_token() -> None:
    for credential in (b"\xff\xfe", "令牌".encode(), b"a.b\x00.c"):
        with pytest.raises(AccessError) as caught:
            TOKEN.visitor([(b"authorization", b"Bearer " + credential)], ELSEWHERE)
        assert caught.value.code == "token_invalid" and caught.value.tried


def test_a_cookie_beside_a_stale_or_planted_one() -> None:
    assert TOKEN.sessions is not None
    good = f"tiaowen_session=x; tiaowen_session={TOKEN.sessions.mint('a')}".encode()
    assert TOKEN.visitor([(b"cookie", good)], ELSEWHERE) == Visitor("a", "session")
    with pytest.raises(AccessError) as caught:
        TOKEN.visitor([(b"cookie", b"tiaowen_session=x; " * 1000 + good)], ELSEWHERE)
    assert caught.value.code == "session_expired" and not caught.value.tried


def test_a_key_where_there_are_no_tokens() -> None:
    with pytest.raises(AccessError) as caught:
        HEADER.visitor([(b"authorization", b"Bearer x")], ELSEWHERE)
    assert caught.value.code == "key_invalid" and "api_keys" in caught.value.message


def test_in_the_open_a_bad_token_is_no_reason_to_refuse() -> None:
    expired = Signer((SECRET.encode(),), "tiaowen", 600, lambda: 0.0).mint("a").encode()
    access = Access("open", portal_tokens([SECRET], 10), sessions([SECRET], 8))
    assert access.visitor([(b"authorization", b"Bearer " + expired)], ELSEWHERE) == Visitor("", "open")
    good = portal_tokens([SECRET], 10).mint("a").encode()
    assert access.visitor([(b"authorization", b"Bearer " + good)], ELSEWHERE) == Visitor("a", "token")


def test_who_sends_the_browser() -> None:
    headers = [(b"sec-fetch-site", b"cross-site"), (b"origin", b"https://evil.example")]
    assert foreign(Visitor("a", "session"), headers, ()) and foreign(Visitor("a", "header"), headers, ())
    assert not foreign(Visitor("a", "token"), headers, ()) and not foreign(Visitor("a", "key"), headers, ())
    assert not foreign(Visitor("a", "session"), headers, (b"https://evil.example",))
    assert foreign(Visitor("a", "session"), headers[:1], ())
