"""Bodies made to break a reader: each gets one Chinese sentence, none a 500 or an echo of what no one can read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

Refused = Callable[[Any, int, str], str]

ASKING = ("/api/ask", "/api/ask/stream")
DEEP = 1_000_000


def _post(client: TestClient, path: str, content: bytes, kind: str = "application/json") -> Any:
    return client.post(path, content=content, headers={"content-type": kind})


def _bodies() -> dict[str, tuple[bytes, int, str]]:
    return {
        "lists a million deep": (b"[" * DEEP + b"]" * DEEP, 400, "invalid_json"),
        "objects a million deep": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, 400, "invalid_json"),
        "a history a hundred thousand deep": (
            b'{"question":"x","history":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            400,
            "invalid_json",
        ),
        "a number of many digits": (b'{"question":' + b"9" * 100_000 + b"}", 400, "invalid_json"),
        "an infinite number": (b'{"question":1e999}', 422, "invalid_request"),
        "NaN": (b'{"question":NaN}', 422, "invalid_request"),
        "minus infinity as a date": (b'{"question":"x","as_of":-Infinity}', 422, "bad_date"),
        "an integer beyond 64 bits": (b'{"question":"x","as_of":' + b"9" * 400 + b"}", 422, "bad_date"),
        "half a pair of surrogates": (rb'{"question":"x","mode":"\udc00"}', 422, "unknown_mode"),
        "the name of a parameter in surrogates": (rb'{"question":"x","\ud800":1}', 422, "invalid_request"),
        "NUL only": (rb'{"question":"\u0000\u0000"}', 422, "empty_question"),
        "a repeated key, the last one empty": (b'{"question":"x","question":""}', 422, "empty_question"),
        "UTF-16 without a mark": ('{"question":"工具书"'.encode("utf-16-le"), 400, "invalid_json"),
        "GBK": ('{"question":"工具书"}'.encode("gbk"), 400, "invalid_json"),
        "a byte order mark before nothing": (b"\xef\xbb\xbf", 400, "invalid_json"),
        "half a pair in UTF-8": (b'{"question":"\xed\xa0\x80"}', 422, "empty_question"),
        "no UTF-8": (b'{"question":"\xff"}', 400, "invalid_json"),
    }


@pytest.mark.parametrize("path", ASKING)
@pytest.mark.parametrize("name", _bodies())
def test_a_hostile_body(client: TestClient, refused: Refused, path: str, name: str) -> None:
    content, status, code = _bodies()[name]
    refused(_post(client, path, content), status, code)


@pytest.mark.parametrize("name", _bodies())
def test_a_hostile_body_in_a_chat(client: TestClient, faulted: Refused, name: str) -> None:
    content, _, _ = _bodies()[name]
    response = _post(client, "/v1/chat/completions", content)
    assert response.json()["error"]["code"] in ("invalid_json", "invalid_request")
    faulted(response, 400, response.json()["error"]["code"])


@pytest.mark.parametrize("charset", ["gbk", "utf-16", "no-such-charset", '"', "utf-8; charset=gbk"])
def test_json_is_utf_8_whatever_the_header_says(client: TestClient, charset: str) -> None:
    response = _post(client, "/api/ask", '{"question":"工具书"}'.encode(), f"application/json; charset={charset}")
    assert response.status_code == 200


@pytest.mark.parametrize("kind", ["text/json", "application/x-ndjson", "image/png", "application/json\x00", "???"])
def test_another_kind_of_body(client: TestClient, refused: Refused, kind: str) -> None:
    refused(_post(client, "/api/ask", b'{"question":"x"}', kind), 415, "unsupported_media_type")


def test_characters_that_nobody_sees_are_no_question_of_their_own(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "工\u200b具\u202e书\x00能外\ufeff借吗"}).json()
    assert answer["question_used"] == "工具书 能外借吗" and answer["citations"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/articles/r1%23%00",
        "/api/articles/%FF%FE",
        "/api/articles/..%2F..%2Fetc%2Fpasswd",
        "/api/articles/" + "%E6%9D%A1" * 2000,
        "/api/regulations/%ED%A0%80",
        "/api/regulations/%0A",
    ],
)
def test_a_hostile_address(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404 and response.json()["error"]["message"].endswith("。")
