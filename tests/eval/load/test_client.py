"""One question over a kept connection, and what is made of the answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eval.dataset import Question
from eval.load.client import SILENT, Client

ASKED = Question("q", "停借多久", "direct")


def test_an_answer(fake: Any) -> None:
    with Client(fake.url + "/", "198.18.0.1", key="k") as client:
        sample = client.ask(ASKED)
        assert (sample.code, sample.status) == ("ok", 200) and sample.seconds > 0
        client.ask(ASKED)
    assert fake.questions == ["停借多久"] * 2
    assert fake.asked == {"198.18.0.1": 2} and fake.authorization == {"Bearer k"}


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (503, json.dumps({"error": {"code": "busy"}}).encode(), "busy"),
        (502, b"<html>bad gateway</html>", "http_502"),
        (200, b"[]", "http_200"),
        (200, b'{"hello": 1}', "http_200"),
        (500, b'{"error": "x"}', "http_500"),
    ],
)
def test_what_is_no_answer_has_a_code(fake: Any, status: int, body: bytes, code: str) -> None:
    fake.faults = [(status, body)]
    with Client(fake.url, "198.18.0.1") as client:
        assert client.ask(ASKED).code == code
        assert client.ask(ASKED).code == "ok"


def test_a_new_connection_that_is_cut_is_a_fault_and_the_next_question_is_asked_anew(fake: Any) -> None:
    fake.faults = [None]
    with Client(fake.url, "198.18.0.1") as client:
        assert client.ask(ASKED).code == SILENT
        assert client.ask(ASKED).code == "ok"


def test_a_kept_connection_that_was_closed_meanwhile_is_opened_again(fake: Any) -> None:
    with Client(fake.url, "198.18.0.1") as client:
        client.ask(ASKED)
        fake.faults = [None]
        assert client.ask(ASKED).code == "ok"


def test_nobody_there() -> None:
    with Client("http://127.0.0.1:9", "198.18.0.1", timeout_s=2) as client:
        assert client.ask(ASKED).code == SILENT
