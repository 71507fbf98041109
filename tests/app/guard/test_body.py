"""Bodies: whole before anything runs, or counted while they stream; neither without an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.guard import Guard
from app.guard.body import buffered, too_large
from app.guard.refusal import RefusedError

Make = Callable[..., TestClient]
MB = 2**20


def test_a_body_that_never_ends_is_given_up() -> None:
    async def receive() -> Any:
        await asyncio.Event().wait()

    with pytest.raises(RefusedError) as caught:
        asyncio.run(buffered([], receive, 10, 0.001))
    assert caught.value.status == 408 and "请检查网络" in caught.value.message


@pytest.mark.parametrize("declared", [b"11", b"9" * 30])
def test_a_declared_size_is_believed_before_anything_is_read(declared: bytes) -> None:
    async def receive() -> Any:
        raise AssertionError

    with pytest.raises(RefusedError):
        asyncio.run(buffered([(b"content-length", declared)], receive, 10, 1))


def test_a_client_that_goes_away_reaches_nothing() -> None:
    async def inner(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError

    scope = {"type": "http", "method": "POST", "path": "/api/ask", "headers": [], "client": None, "scheme": "http"}
    asyncio.run(Guard(inner)(scope, receive, send))


def test_after_the_body_the_disconnect_can_be_waited_for() -> None:
    messages = iter(
        [
            {"type": "http.request", "body": b"a", "more_body": True},
            {"type": "http.request", "body": b"b", "more_body": False},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Any:
        return next(messages)

    async def both() -> tuple[Any, Any]:
        replay = await buffered([], receive, 10, 1)
        return await replay(), await replay()

    first, second = asyncio.run(both())
    assert first["body"] == b"ab" and not first["more_body"] and second["type"] == "http.disconnect"


def test_the_limit_of_a_path(make: Make) -> None:
    client = make(max_body=1000)
    assert client.post("/api/echo", content=b"x" * 1001).status_code == 413
    assert client.post("/api/batch", content=b"x" * 2_000_000).text == "reached"
    assert client.post("/api/batch", content=b"x" * (5 * MB + 1)).status_code == 413
    assert client.post("/enter", content=b"x" * 17_000).status_code == 413
    for method in ("PUT", "PATCH", "DELETE", "BREW"):
        assert client.request(method, "/api/echo", content=b"x" * 1001).status_code == 413


def test_a_large_upload_streams_through(make: Make) -> None:
    client = make(max_body=1000)
    assert client.post("/admin/api/files/echo", content=b"x" * 2_000_000).json()["size"] == 2_000_000
    declared = client.post("/admin/api/files/echo", content=b"", headers={"content-length": str(60 * MB + 1)})
    assert declared.status_code == 413 and "60 MB" in declared.json()["error"]["message"]


def test_an_upload_that_does_not_say_how_large_it_is() -> None:
    """What came before the limit has reached the inside; more than that must not, and the answer is a refusal."""
    got = 0

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        nonlocal got
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            got += len(message["body"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b"x" * MB, "more_body": True}

    sent = _run(inner, receive)
    assert got == 60 * MB and [message["status"] for message in sent if "status" in message] == [413]


def test_an_answer_before_the_end_of_an_upload_stands() -> None:
    async def inner(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b"no"})

    async def receive() -> Any:
        return {"type": "http.request", "body": b"x", "more_body": True}

    assert _run(inner, receive)[0]["status"] == 401


def _run(inner: Any, receive: Any) -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    path = "/admin/api/files/upload"
    scope = {"type": "http", "method": "POST", "path": path, "headers": [], "client": None, "scheme": "http"}
    asyncio.run(Guard(inner)(scope, receive, send))
    return sent


def test_the_size_is_said_as_people_say_it() -> None:
    assert "5 MB" in too_large(5 * MB).message and "16 KB" in too_large(16 * 1024).message


def test_no_more_of_an_oversized_body_is_read(make: Make) -> None:
    read = 0

    def parts() -> Iterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield b"x" * 1000

    response = make(max_body=2000).post("/api/echo", content=parts())
    assert response.status_code == 413 and response.headers["connection"] == "close"
