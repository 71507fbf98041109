"""From where a request really comes: what trusted proxies say of it, and nothing that anyone else says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from app.access.lines import Headers, values

Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Peer:
    """``address`` is the client's (empty where unknown), ``secure`` whether it speaks https.

    ``trusted``: the connection itself comes from a proxy of ours, whose headers count.
    """

    address: str
    secure: bool
    trusted: bool


class Proxies:
    """The reverse proxies of a site, as addresses and networks in CIDR notation."""

    def __init__(self, networks: Sequence[str] = ()) -> None:
        self._networks = tuple(network(text) for text in networks)

    def peer(self, scope: Mapping[str, Any]) -> Peer:
        """The peer of an ASGI http scope.

        Of ``X-Forwarded-For`` the last address that is not a proxy of ours counts: what stands before it, the client
        may have written itself.
        """
        direct = str((scope.get("client") or ("",))[0])
        secure = scope.get("scheme") == "https"
        if not self._trusts(parsed(direct)):
            return Peer(_written(direct), secure, False)
        headers: Headers = scope["headers"]
        forwarded = values(headers, b"x-forwarded-proto")
        if forwarded:
            secure = forwarded[-1].rpartition(b",")[2].strip().lower() == b"https"
        return Peer(_written(self._client(headers, direct)), secure, True)

    def _client(self, headers: Headers, direct: str) -> str:
        hops = values(headers, b"x-forwarded-for")
        if not hops:
            real = values(headers, b"x-real-ip")
            return _text(real[0]) if len(real) == 1 and parsed(_text(real[0])) else direct
        nearest = direct
        for hop in _backwards(hops):
            address = parsed(hop)
            if address is None:
                break  # not an address: what is beyond cannot be trusted either
            nearest = hop
            if not self._trusts(address):
                break
        return nearest

    def _trusts(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self._networks)


def network(text: str) -> IPv4Network | IPv6Network:
    """An address or a network; host bits may be set. Raises ``ValueError``."""
    return ip_network(text, strict=False)


def parsed(text: str) -> Address | None:
    """The address, without a port and with IPv4 written as IPv4."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def household(address: str) -> str:
    """What shares one allowance: an IPv4 address, or the /64 that an IPv6 subscriber has for itself."""
    known = parsed(address)
    return str(ip_network((known, 64), strict=False)) if isinstance(known, IPv6Address) else address


def _written(text: str) -> str:
    return str(parsed(text) or text)


def _text(value: bytes) -> str:
    return value.decode("latin-1").strip()


def _backwards(hops: Sequence[bytes]) -> Iterator[str]:
    for line in reversed(hops):
        for hop in reversed(line.split(b",")):
            yield _text(hop)
