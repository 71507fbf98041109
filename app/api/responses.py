"""How the description of the API shows what an operation answers: its shape, a worked example, every error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from app.api.contract import ErrorOut
from app.error_body import error_body, internal
from app.errors import usual

Responses = dict[int | str, dict[str, Any]]

_ERRORS = {
    400: ("请求体不是正确的 JSON", *usual(400, "")),
    401: (
        "没有身份，或者令牌、密钥无效、已过期",
        "unauthenticated",
        "请从门户进入，或在 Authorization 头中带上令牌或密钥。",
    ),
    403: ("不允许这样访问", "closed", "这个地址没有开放。"),
    404: ("没有这个编号", "unknown_article", "没有这个编号的条文，可用的编号见 /api/regulations。"),
    408: ("请求体迟迟没有发完", "too_slow", "请求没有在规定的时间内发送完，请检查网络后再试。"),
    413: ("请求太大", *usual(413, "")),
    415: ("Content-Type 不对", *usual(415, "")),
    422: ("参数有误，message 说明应如何改正", "invalid_request", "参数 history.0.question：缺少这一项。"),
    429: ("太频繁，过 Retry-After 秒再试", "too_many_requests", "提问太频繁，请过 20 秒再试。"),
    500: ("服务内部出错，请把编号告诉管理员", *internal("0f3a9c5d2b7e4188")),
    503: ("服务繁忙或索引尚未就绪，过 Retry-After 秒再试", "busy", "正在处理的提问较多，请稍后再试。"),
}
_SECONDS = {"Retry-After": {"description": "多少秒以后再试", "schema": {"type": "integer", "minimum": 0}}}


def shown(model: type[BaseModel], example: Any, description: str = "成功") -> dict[str, Any]:
    """A JSON answer of the shape ``model`` with a worked example."""
    return {
        "model": model,
        "description": description,
        "content": {"application/json": {"example": example}},
    }


def shown_each(model: type[BaseModel], cases: Mapping[str, Any], description: str) -> dict[str, Any]:
    """A JSON answer of the shape ``model`` with several worked examples by name."""
    worked = {name: {"summary": name, "value": case} for name, case in cases.items()}
    return {"model": model, "description": description, "content": {"application/json": {"examples": worked}}}


def errors(
    *statuses: int,
    model: type[BaseModel] = ErrorOut,
    body: Callable[[int, str, str], Any] = lambda status, code, message: error_body(code, message),
) -> Responses:
    """The errors with these statuses, each with an example made by ``body(status, code, message)``."""
    described: Responses = {}
    for status in statuses:
        description, code, message = _ERRORS[status]
        described[status] = shown(model, body(status, code, message), description)
        if status in (429, 503):
            described[status]["headers"] = _SECONDS
    return described


OPEN = (429, 500)
"""What every operation may answer, also where nobody has to say who they are."""

GUARDED = (401, 403, *OPEN)
"""What the guard may answer before an operation sees the request, and what is left when something breaks."""

ERRORS = errors(400, 408, 413, 415, 422, 503)
"""What an operation with a JSON body may answer besides."""

MISSING = errors(404, 422, 503)
"""What an operation on one record may answer besides."""
