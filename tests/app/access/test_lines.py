"""Headers that come twice."""

from __future__ import annotations

from app.access.lines import cookies, only, values

HEADERS = [(b"a", b"1"), (b"b", b"2"), (b"a", b"3")]


def test_every_value_or_the_only_one() -> None:
    assert values(HEADERS, b"a") == [b"1", b"3"] and values(HEADERS, b"c") == []
    assert only(HEADERS, b"a") is None and only(HEADERS, b"b") == b"2" and only(HEADERS, b"c") is None


def test_cookies() -> None:
    headers = [(b"cookie", b"x=1; s=a=b;s=c ; ss=d; s"), (b"cookie", b"s=e"), (b"cookie", b"\xff=\xff; ;=")]
    assert list(cookies(headers, "s")) == ["a=b", "c", "", "e"] and list(cookies([], "s")) == []
