"""From where a request comes: only proxies of ours are believed."""

from __future__ import annotations

from typing import Any

import pytest

from app.access.proxies import Peer, Proxies, household, network, parsed

PROXIES = Proxies(["127.0.0.1", "::1", "10.0.0.0/8"])


def _peer(client: str | None, *headers: tuple[str, str], scheme: str = "http") -> Peer:
    scope: dict[str, Any] = {
        "client": (client, 1) if client is not None else None,
        "scheme": scheme,
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
    }
    return PROXIES.peer(scope)


FOR, REAL, PROTO = "x-forwarded-for", "x-real-ip", "x-forwarded-proto"


@pytest.mark.parametrize("client", ["192.0.2.1", "127.0.0.2", "11.0.0.1", "2001:db8::1", "testclient", ""])
def test_anybody_elses_words_do_not_count(client: str) -> None:
    assert _peer(client, (FOR, "203.0.113.9"), (REAL, "203.0.113.8"), (PROTO, "https")) == Peer(client, False, False)


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        (["203.0.113.9"], "203.0.113.9"),
        (["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        (["1.1.1.1, 203.0.113.9, 10.1.2.3"], "203.0.113.9"),
        (["1.1.1.1", "203.0.113.9"], "203.0.113.9"),
        (["127.0.0.1, 203.0.113.9 ,10.0.0.1,10.0.0.2"], "203.0.113.9"),
        (["203.0.113.9:5123"], "203.0.113.9"),
        (["[2001:db8::5]:443"], "2001:db8::5"),
        (["2001:DB8:0::5"], "2001:db8::5"),
        (["::ffff:203.0.113.9"], "203.0.113.9"),
        (["10.0.0.7, 10.0.0.8"], "10.0.0.7"),  # all of the site's own
        (["unknown"], "127.0.0.1"),
        (["203.0.113.9, unknown"], "127.0.0.1"),
        (["203.0.113.9, <script>, 10.0.0.1"], "10.0.0.1"),
        ([""], "127.0.0.1"),
        (["203.0.113.9, "], "127.0.0.1"),
    ],
)
def test_the_nearest_hop_that_is_not_ours(forwarded: list[str], address: str) -> None:
    assert _peer("127.0.0.1", *((FOR, value) for value in forwarded)) == Peer(address, False, True)


def test_the_other_header() -> None:
    assert _peer("::1", (REAL, "203.0.113.9")).address == "203.0.113.9"
    assert _peer("::1", (REAL, "203.0.113.9"), (FOR, "203.0.113.7")).address == "203.0.113.7"
    assert _peer("::1", (REAL, "x")).address == "::1"
    assert _peer("::1", (REAL, "203.0.113.9"), (REAL, "203.0.113.8")).address == "::1"


def test_the_scheme() -> None:
    assert _peer("192.0.2.1", scheme="https").secure
    assert _peer("127.0.0.1", (PROTO, "https")).secure and _peer("127.0.0.1", (PROTO, "HTTPS ")).secure
    assert not _peer("127.0.0.1", (PROTO, "https, http")).secure and not _peer("127.0.0.1", (PROTO, "ftp")).secure
    assert not _peer("127.0.0.1", (PROTO, "https"), (PROTO, "http")).secure


def test_an_ipv4_proxy_seen_through_an_ipv6_socket() -> None:
    assert _peer("::ffff:127.0.0.1", (FOR, "203.0.113.9")) == Peer("203.0.113.9", False, True)


def test_no_client_is_nobody() -> None:
    assert _peer(None) == Peer("", False, False)


def test_who_shares_an_allowance() -> None:
    assert household("192.0.2.1") == "192.0.2.1" and household("testclient") == "testclient"
    assert household("2001:db8:1:2:3::4") == household("2001:db8:1:2::") != household("2001:db8:1:3::")


def test_networks() -> None:
    assert str(network("10.1.2.3/8")) == "10.0.0.0/8" and network("::1").prefixlen == 128
    with pytest.raises(ValueError):
        network("proxy")
    assert parsed("1.2.3.4.5") is None and parsed("") is None and str(parsed("fe80::1%eth0")) == "fe80::1"
