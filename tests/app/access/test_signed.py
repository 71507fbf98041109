"""Tokens: only a good signature by a known key, only for us, only for a short time; and each fault says which it is."""

from __future__ import annotations

import base64
import json
from typing import Any

import jwt
import pytest

from app.access.signed import SignedError, Signer, portal_tokens, sessions

SECRET, OLD = "0123456789abcdefghijklmnopqrstuv", "vutsrqponmlkjihgfedcba9876543210"
NOW = 1_800_000_000
GOOD = {"sub": "张三", "iat": NOW, "exp": NOW + 600, "aud": "tiaowen"}


def _signer(*secrets: str, now: float = NOW) -> Signer:
    return portal_tokens(secrets or (SECRET,), 10, lambda: now)


def _token(secret: str = SECRET, algorithm: str = "HS256", **changed: Any) -> str:
    claims = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    return jwt.encode(claims, secret, algorithm=algorithm)


def _fault(text: str, signer: Signer | None = None) -> SignedError:
    with pytest.raises(SignedError) as caught:
        (signer or _signer()).read(text)
    return caught.value


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_what_is_minted_is_read() -> None:
    assert _signer().read(_signer().mint("张三")) == "张三"
    assert _signer().read(_token()) == "张三"


def test_java_writes_a_list_and_php_a_fraction() -> None:
    assert _signer().read(_token(aud=["tiaowen", "other"], iat=NOW + 0.5, exp=NOW + 300.5)) == "张三"


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "a.b.c",
        "a.b.c.d",
        "ÿ.ÿ.ÿ",
        "x" * 10_000,
        _token(OLD),
        _token(SECRET, "HS384"),
        _token(SECRET, "HS512"),
        _token()[:-2],
        _token() + "A",
        _token("", "none"),
        f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(GOOD)}.",
        f"{_part({'alg': 'NONE'})}.{_part(GOOD)}.{_token().rpartition('.')[2]}",
        f"{_part({'typ': 'JWT'})}.{_part(GOOD)}.x",
        f"{_part([])}.{_part(GOOD)}.x",
        f"{_token().partition('.')[0]}.{_part({**GOOD, 'sub': 'root'})}.{_token().rpartition('.')[2]}",
    ],
)
def test_forged(text: str) -> None:
    fault = _fault(text)
    assert fault.code == "token_invalid" and "签名不符" in fault.message and "token_secret" in fault.message


@pytest.mark.parametrize(
    ("changed", "now", "code", "words"),
    [
        ({}, NOW + 631, "token_expired", "已过期"),
        ({}, NOW - 31, "token_not_yet_valid", "还没有生效"),
        ({"nbf": NOW + 40}, NOW, "token_not_yet_valid", "核对门户与本服务两台机器的时间"),
        ({"exp": NOW + 601}, NOW, "token_too_long_lived", "超过 10 分钟"),
        ({"iat": NOW - 10_000, "exp": NOW + 10}, NOW, "token_too_long_lived", "token_minutes"),
        ({"iat": None}, NOW, "token_invalid", "缺少 iat"),
        ({"exp": None}, NOW, "token_invalid", "缺少 exp"),
        ({"sub": None, "aud": None}, NOW, "token_invalid", "缺少 sub、aud"),
        ({"aud": "other"}, NOW, "token_invalid", "aud 应为 tiaowen"),
        ({"aud": "tiaowen-session"}, NOW, "token_invalid", "aud 应为 tiaowen"),
        ({"aud": ["other"]}, NOW, "token_invalid", "aud 应为 tiaowen"),
        ({"aud": {"tiaowen": 1}}, NOW, "token_invalid", "aud 应为 tiaowen"),
        ({"exp": (NOW + 60) * 1000}, NOW, "token_invalid", "不是毫秒"),
        ({"exp": "soon"}, NOW, "token_invalid", "exp 应为以秒计"),
        ({"exp": True}, NOW, "token_invalid", "exp 应为以秒计"),
        ({"exp": float("inf")}, NOW, "token_invalid", "exp 应为以秒计"),
        ({"iat": float("nan")}, NOW, "token_invalid", "iat 应为以秒计"),
        ({"iat": -1}, NOW, "token_invalid", "iat 应为以秒计"),
        ({"nbf": []}, NOW, "token_invalid", "nbf 应为以秒计"),
        ({"sub": 7}, NOW, "token_invalid", "用户名（sub）"),
        ({"sub": ""}, NOW, "token_invalid", "用户名（sub）"),
        ({"sub": "a\nb"}, NOW, "token_invalid", "用户名（sub）"),
        ({"sub": "x" * 129}, NOW, "token_invalid", "用户名（sub）"),
    ],
)
def test_a_good_signature_is_not_enough(changed: dict[str, Any], now: float, code: str, words: str) -> None:
    fault = _fault(_token(**changed), _signer(now=now))
    assert fault.code == code and words in fault.message


def test_clocks_may_differ_a_little() -> None:
    assert _signer(now=NOW - 29).read(_token()) == _signer(now=NOW + 629).read(_token()) == "张三"


def test_the_old_secret_while_it_is_exchanged() -> None:
    both = _signer(SECRET, OLD)
    assert both.read(_token(OLD)) == both.read(_token(SECRET)) == "张三"
    assert _signer(SECRET).read(both.mint("a")) == "a"  # what is made anew is made with the new one
    assert _fault(_token(OLD), _signer(SECRET)).code == "token_invalid"
    assert _fault(_token(OLD), _signer(SECRET, OLD, now=NOW + 700)).code == "token_expired"


def test_a_session_and_a_token_are_two_things() -> None:
    session, token = sessions([SECRET], 8, lambda: NOW), _signer()
    assert session.read(session.mint("张三")) == "张三"
    assert _fault(session.mint("a"), token).code == "token_invalid"
    assert _fault(token.mint("a"), session).code == "token_invalid"
    renamed = _token(aud="tiaowen-session")  # whoever holds the portal's secret still makes no session
    assert _fault(renamed, session).code == "token_invalid"
    assert _fault(session.mint("a"), sessions([SECRET], 8, lambda: NOW + 9 * 3600)).code == "token_expired"
