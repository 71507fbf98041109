"""Questions: the whole answer at once, or step by step as server-sent events."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from app.access import visitor
from app.api import examples
from app.api.contract import AnswerOut, AskIn
from app.api.events import sent, written
from app.api.responses import ERRORS, shown_each
from app.chain import HangUp
from app.error_body import error_body
from app.errors import identity
from app.flowing import flowing
from app.served import ChainProvider

_STREAMED = ("原文摘录", "语言模型改写")


def asking(chain_provider: ChainProvider, root: str) -> APIRouter:
    """``/ask`` and ``/ask/stream``; ``root`` is the public prefix of the service."""
    router = APIRouter()
    cases = {
        "原文摘录": examples.answer(),
        "未找到依据": examples.refused(),
        "语言模型改写": examples.rephrased(),
        "语言模型没有应答": examples.silent(),
    }
    told = {name: case.to_dict(root) for name, case in cases.items()}
    answer = shown_each(AnswerOut, told, "回答；refused 为 true 表示未找到依据")
    flows = {name: {"value": "".join(map(written, examples.steps(cases[name], root)))} for name in _STREAMED}

    # plain functions: the framework runs them in its thread pool, the chain limits how many search at once
    @router.post("/ask", summary="提问", response_model=None, responses={200: answer, **ERRORS})
    def ask(body: Annotated[AskIn, Body(openapi_examples=examples.asked())], request: Request) -> Response:
        """返回带条款出处的原文摘录；没有依据时 refused 为 true。mode 为 llm 时另有语言模型的改写，逐句核对过。"""
        return JSONResponse(chain_provider().ask(body.request(visitor(request.scope).name)).to_dict(root))

    @router.post(
        "/ask/stream",
        summary="提问（逐步返回）",
        response_model=None,
        response_class=StreamingResponse,
        responses={
            200: {
                "description": "事件流：status 进度，piece 一条引文，claim 语言模型的一句改写（已核对），"
                "answer 完整回答（最后一条），error 出错",
                "content": {"text/event-stream": {"schema": {"type": "string"}, "examples": flows}},
            },
            **ERRORS,
        },
    )
    def ask_stream(body: Annotated[AskIn, Body(openapi_examples=examples.asked())], request: Request) -> Response:
        """以 text/event-stream 返回；最后一个 answer 事件与 /api/ask 的结果相同。"""
        hang_up = HangUp()
        events = chain_provider().stream(body.request(visitor(request.scope).name), hang_up)
        lines = sent(map(written, events), _fault, identity(request))
        return StreamingResponse(flowing(lines, hang_up), media_type="text/event-stream")

    return router


def _fault(status: int, code: str, message: str) -> str:
    return written({"event": "error", "data": error_body(code, message)})
