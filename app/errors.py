"""Every error of the API in one shape and in Chinese, with the right status.

The shape is ``{"error": {"code", "message"}}``. Below ``/v1``, where OpenAI's clients call, ``type`` and ``param`` are
added and a bad request is 400, as they expect.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from app.chain import AskError, tidy
from app.error_body import error_body, internal, openai_body
from app.faults import reason
from app.guard import REQUEST_ID

logger = logging.getLogger("tiaowen.api")

_BY_STATUS = {
    400: ("invalid_json", "请求体读不出来，应为 UTF-8 编码的 JSON，写法见接口说明 {description}。"),
    404: ("not_found", "没有这个地址，接口说明见 {description}。"),
    405: ("method_not_allowed", "这个地址不支持该请求方法，接口说明见 {description}。"),
    413: ("too_large", "请求太大，请只发送提问本身。"),
    415: ("unsupported_media_type", "请求头 Content-Type 应为 application/json。"),
}


def error_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error in our shape."""
    return JSONResponse(error_body(code, message), status, headers)


def openai_response(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error as OpenAI's clients read it."""
    status = 400 if status == 422 else status
    return JSONResponse(openai_body(status, code, message), status, headers)


def is_openai(path: str, root: str) -> bool:
    """Whether OpenAI's clients call ``path``; ``root`` is the public prefix of the service."""
    return path == f"{root}/v1" or path.startswith(f"{root}/v1/")


def install(app: FastAPI, root: str) -> None:
    """Make ``app`` answer every error in the one shape; ``root`` is the public prefix of the service."""

    def respond(
        request: Request, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> JSONResponse:
        shape = openai_response if is_openai(request.scope["path"], root) else error_response
        return shape(status, code, message, headers)

    async def ask_error(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, AskError)
        headers = {"Retry-After": "5"} if error.status == 503 else None
        return respond(request, error.status, error.code, error.message, headers)

    async def http_error(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return respond(request, error.status_code, *usual(error.status_code, root), error.headers)

    async def validation_error(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if request.method == "POST" and media_type != "application/json":
            return respond(request, 415, *usual(415, root))
        faults = error.errors()
        if faults[0]["type"] == "json_invalid":
            return respond(request, 400, *usual(400, root))
        return respond(request, 422, *explain(faults))

    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        logger.error("请求 %s 出错", identity(request), exc_info=error)
        return respond(request, 500, *internal(identity(request)))

    app.add_exception_handler(AskError, ask_error)
    app.add_exception_handler(RequestValidationError, validation_error)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(Exception, unexpected)


def usual(status: int, root: str) -> tuple[str, str]:
    """Code and message for what the framework refuses by itself."""
    code, message = _BY_STATUS.get(status, ("http_error", "请求没有成功，请检查地址和参数。"))
    return code, message.format(description=f"{root}/api/openapi.json")


def identity(request: Request) -> str:
    """The id of the request, under which the log has it."""
    return str(request.scope.get(REQUEST_ID, "-"))


def explain(faults: Sequence[Any]) -> tuple[str, str]:
    """Code and Chinese message for pydantic's errors; the first one decides."""
    fault = faults[0]
    where = tidy(".".join(str(part) for part in fault["loc"][1:]))
    if not where:
        unreadable = fault["type"] == "string_unicode"
        return "invalid_request", f"请求体{reason(fault) if unreadable else '应为 JSON 对象，写法见接口说明中的示例'}。"
    if fault["loc"] == ("body", "question") and fault["type"] == "missing":
        return "empty_question", "缺少 question，请写明要查询的问题。"
    return "bad_date" if where == "as_of" else "invalid_request", f"参数 {where[:80]}：{reason(fault)}。"
