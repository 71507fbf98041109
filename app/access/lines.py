"""The header lines of a request. A header may come twice, and which of the two counts must be a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Headers = Iterable[tuple[bytes, bytes]]
"""As ASGI has them: names in lower case."""


def values(headers: Headers, name: bytes) -> list[bytes]:
    """Every value of a header, in order."""
    return [value for key, value in headers if key == name]


def only(headers: Headers, name: bytes) -> bytes | None:
    """The value of a header that stands there once; None where it is absent or contradicts itself."""
    found = values(headers, name)
    return found[0] if len(found) == 1 else None


def cookies(headers: Headers, name: str) -> Iterator[str]:
    """Every value of a cookie, in order: a sibling domain may have set one of the same name."""
    for line in values(headers, b"cookie"):
        for part in line.decode("latin-1").split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                yield value
