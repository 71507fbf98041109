"""The shape of an error, ours and OpenAI's, and the words for a fault of our own."""

from __future__ import annotations

from typing import Any

_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


def error_body(code: str, message: str) -> dict[str, Any]:
    """The one shape of an error: ``code`` for programs, ``message`` Chinese."""
    return {"error": {"code": code, "message": message}}


def openai_body(status: int, code: str, message: str) -> dict[str, Any]:
    """The shape of an error below ``/v1``, as OpenAI's clients read it."""
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def internal(identity: str) -> tuple[str, str]:
    """Code and message for a fault of ours; ``identity`` is the id of the request, under which the log has it."""
    return "internal_error", f"服务内部出错，请稍后再试；如反复出现，请把编号 {identity} 告诉管理员。"
