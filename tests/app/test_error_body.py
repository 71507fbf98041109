"""The two shapes of an error."""

from __future__ import annotations

import pytest

from app.error_body import error_body, internal, openai_body


def test_ours() -> None:
    assert error_body("busy", "忙。") == {"error": {"code": "busy", "message": "忙。"}}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "invalid_request_error"),
        (401, "authentication_error"),
        (403, "permission_error"),
        (404, "invalid_request_error"),
        (413, "invalid_request_error"),
        (429, "rate_limit_error"),
        (500, "server_error"),
        (503, "server_error"),
    ],
)
def test_openai_s(status: int, kind: str) -> None:
    error = {"message": "忙。", "type": kind, "param": None, "code": "busy"}
    assert openai_body(status, "busy", "忙。") == {"error": error}


def test_a_fault_of_ours_names_the_request() -> None:
    code, message = internal("编号7")
    assert code == "internal_error" and "编号7" in message
