"""Every error of the API as ``{"error": {"code", "message"}}`` in Chinese, with the right status."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from app.chain import AskError, tidy

logger = logging.getLogger("tiaowen.api")

_BY_STATUS = {
    400: ("invalid_json", "请求体读不出来，应为 UTF-8 编码的 JSON。"),
    404: ("not_found", "没有这个地址，接口说明见 /api/openapi.json。"),
    405: ("method_not_allowed", "这个地址不支持该请求方法，接口说明见 /api/openapi.json。"),
    413: ("too_large", "请求太大，请只发送提问本身。"),
    415: ("unsupported_media_type", "请求头 Content-Type 应为 application/json。"),
}


def error_response(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """The one shape of an error."""
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


def install(app: FastAPI) -> None:
    """Make ``app`` answer every error in the one shape."""
    app.add_exception_handler(AskError, _ask_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


async def _ask_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AskError)
    return error_response(
        error.status, error.code, error.message, {"Retry-After": "5"} if error.status == 503 else None
    )


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code, message = _BY_STATUS.get(error.status_code, ("http_error", "请求没有成功，请检查地址和参数。"))
    return error_response(error.status_code, code, message, dict(error.headers) if error.headers else None)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    identity = request.scope.get("tiaowen.request_id", "-")
    logger.error("请求 %s 出错", identity, exc_info=error)
    return error_response(
        500, "internal_error", f"服务内部出错，请稍后再试；如反复出现，请把编号 {identity} 告诉管理员。"
    )


async def _validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and media_type != "application/json":
        return error_response(415, *_BY_STATUS[415])
    return error_response(*explain(error.errors()))


_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不是可用的参数，请删除或检查拼写",
    "string_type": "应为文字",
    "string_unicode": "含有不成对的代理字符，请检查编码",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "model_type": "应为对象",
    "string_pattern_mismatch": "格式不对",
}


def explain(faults: Sequence[Any]) -> tuple[int, str, str]:
    """Status, code and Chinese message for pydantic's errors; the first one decides."""
    fault = faults[0]
    kind, limits = fault["type"], fault.get("ctx") or {}
    where = tidy(".".join(str(part) for part in fault["loc"][1:]))
    if kind == "json_invalid":
        return 400, "invalid_json", '请求体不是正确的 JSON，应写成 {"question": "要查询的问题"}。'
    if not where and kind == "string_unicode":
        return 422, "invalid_request", f"请求体{_REASONS[kind]}。"
    if not where:
        return 422, "invalid_request", '请求体应为 JSON 对象，例如 {"question": "要查询的问题"}。'
    if where == "question" and kind == "missing":
        return 422, "empty_question", "缺少 question，请写明要查询的问题。"
    if kind == "value_error":
        reason = str(limits.get("error", ""))
    elif kind in ("string_too_long", "too_long"):
        reason = f"太长，最多 {limits.get('max_length')} {'个字' if kind == 'string_too_long' else '项'}"
    elif kind == "literal_error":
        reason = f"可选：{str(limits.get('expected', '')).replace(' or ', '、').replace(', ', '、')}"
    else:
        reason = _REASONS.get(kind, "值无效")
    return 422, "bad_date" if where == "as_of" else "invalid_request", f"参数 {where[:80]}：{reason}。"
