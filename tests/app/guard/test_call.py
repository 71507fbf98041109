"""The id of a request, and what of its headers reaches the inside."""

from __future__ import annotations

from app.access import Visitor, visitor
from app.access.proxies import Peer
from app.guard.call import REQUEST_ID, Call, request_id
from app.guard.routes import Route


def test_the_id_is_taken_once_and_only_where_it_is_harmless() -> None:
    assert request_id([(b"x-request-id", b"a-1")]) == "a-1"
    for headers in ([], [(b"x-request-id", b"a b")], [(b"x-request-id", b"a"), (b"x-request-id", b"b")]):
        assert len(request_id(headers)) == 32


def test_the_scope_of_the_inside() -> None:
    headers = [(b"host", b"h"), (b"x-user", b"root"), (b"x-real-ip", b"9"), (b"cookie", b"a=b")]
    scope = {"type": "http", "path": "/x", "client": ("127.0.0.1", 7), "headers": headers, "scheme": "http"}
    trusted = Call("GET", "/x", headers, Route("page"), Peer("192.0.2.1", True, True), "n", None)
    inner = trusted.inner(scope, Visitor("张三", "token"), b"x-user")
    assert [name for name, _ in inner["headers"]] == [b"host", b"x-real-ip", b"cookie"]
    assert inner["client"] == ("192.0.2.1", 7) and inner["scheme"] == "https" and inner[REQUEST_ID] == "n"
    assert visitor(inner) == Visitor("张三", "token") and visitor(scope) == Visitor("", "open")
    unknown = Call("GET", "/x", headers, Route("page"), Peer("", False, False), "n", None)
    inner = unknown.inner(scope, Visitor("", "open"), None)
    assert [name for name, _ in inner["headers"]] == [b"host", b"x-user", b"cookie"] and inner["client"] is None
    assert scope["headers"] == headers


def test_its_own_origin() -> None:
    call = Call("GET", "/", [(b"host", b"h:8")], Route("page"), Peer("", True, False), "n", None)
    assert call.own_origin == b"https://h:8"
