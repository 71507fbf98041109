"""How the description of the API documents its errors."""

from __future__ import annotations

from typing import Any

from app.api.contract import ErrorOut

Responses = dict[int | str, dict[str, Any]]

ERRORS: Responses = {
    status: {"model": ErrorOut, "description": description}
    for status, description in (
        (400, "请求体不是正确的 JSON"),
        (413, "请求太大"),
        (415, "Content-Type 不是 application/json"),
        (422, "参数有误，message 说明应如何改正"),
        (503, "服务繁忙或索引尚未就绪"),
    )
}
"""What an operation with a JSON body may answer."""

MISSING: Responses = {404: {"model": ErrorOut, "description": "没有这个编号"}, 422: ERRORS[422]}
"""What an operation on one record may answer."""
