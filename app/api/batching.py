"""A table of questions, answered."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.access import visitor
from app.answer import Answer
from app.api.responses import errors
from app.batch.fill import fill, read
from app.batch.sheet import BatchError, Kind
from app.chain import AskError, AskRequest
from app.served import ChainProvider
from app.slots import Slots

LIMIT = 500
"""Questions of one request; more of them are for ``python -m app batch``."""

TYPES: dict[Kind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
# browsers on Windows call a CSV file an Excel one
_ACCEPTED = (*TYPES.values(), "application/csv", "application/vnd.ms-excel", "application/octet-stream")
_BODY = {"schema": {"type": "string", "format": "binary"}}
_ADVICE = "请拆成几个文件，或者请管理员在服务器上运行 python -m app batch（一次最多 5000 个）。"


def batching(chain_provider: ChainProvider) -> APIRouter:
    """``/batch``. One table at a time is answered, so that those who ask single questions need not wait."""
    router = APIRouter()
    places = Slots(1)

    @router.post(
        "/batch",
        summary="回答一张表格里的问题",
        response_model=None,
        response_class=Response,
        responses={
            200: {
                "description": "同一个文件，右边加上答案和出处各列",
                "content": dict.fromkeys(TYPES.values(), _BODY),
            },
            **errors(408, 413, 415, 422, 503),
        },
        openapi_extra={
            "requestBody": {
                "required": True,
                "description": "XLSX 或 CSV 文件本身，问题一列的表头写“问题”",
                "content": dict.fromkeys(TYPES.values(), _BODY),
            }
        },
    )
    async def batch(request: Request) -> Response:
        """请求体就是文件（XLSX 或 CSV），一次最多 500 个问题；返回的文件在最后一列右边加上答案和出处。"""
        stated = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if stated not in _ACCEPTED:
            message = f"请求体应是文件本身，Content-Type 写 {TYPES['xlsx']} 或 {TYPES['csv']}。"
            raise AskError("unsupported_media_type", message, 415)
        return await run_in_threadpool(_answered, await request.body(), visitor(request.scope).name)

    def _answered(data: bytes, name: str) -> Response:
        def ask(question: str) -> Answer:
            return chain_provider().ask(AskRequest(question, visitor=name))

        chain_provider()  # where there is no index the whole table waits, not every row of it
        if not places.take(1.0):
            raise AskError("busy", "正在处理另一张表格，请稍后再试。", 503)
        try:
            task = read(data, LIMIT, _ADVICE)
            made, _ = fill(task, ask)
        except BatchError as error:
            raise AskError(error.code, error.message) from error
        finally:
            places.give_back()
        headers = {"content-disposition": f'attachment; filename="answers.{task.kind}"'}
        return Response(made, media_type=TYPES[task.kind], headers=headers)

    return router
