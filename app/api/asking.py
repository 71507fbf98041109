"""Questions: the whole answer at once, or step by step as server-sent events."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from app.api.contract import AnswerOut, AskIn
from app.api.responses import ERRORS
from app.chain import AskError, Event
from app.served import ChainProvider

logger = logging.getLogger("tiaowen.api")


def asking(chain_provider: ChainProvider, root: str) -> APIRouter:
    """``/ask`` and ``/ask/stream``; ``root`` is the public prefix of the service."""
    router = APIRouter()

    # plain functions: the framework runs them in its thread pool, the chain limits how many search at once
    @router.post("/ask", summary="提问", response_model=None, responses={200: {"model": AnswerOut}, **ERRORS})
    def ask(body: AskIn) -> Response:
        """返回带条款出处的原文摘录；没有依据时 refused 为 true。"""
        return JSONResponse(chain_provider().ask(body.request()).to_dict(root))

    @router.post(
        "/ask/stream",
        summary="提问（逐步返回）",
        response_model=None,
        responses={
            200: {
                "description": "事件流：status 进度，piece 一条引文，answer 完整回答（最后一条），error 出错",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
            **ERRORS,
        },
    )
    def ask_stream(body: AskIn, request: Request) -> Response:
        """以 text/event-stream 返回；最后一个 answer 事件与 /api/ask 的结果相同。"""
        events = chain_provider().stream(body.request())
        identity = request.scope.get("tiaowen.request_id", "-")
        return StreamingResponse(_sent(events, identity), media_type="text/event-stream")

    return router


def _sent(events: Iterator[Event], identity: str) -> Iterator[str]:
    """The events on the wire. The status line is long gone, so an error becomes the last event."""
    try:
        for event in events:
            yield _line(event["event"], event["data"])
    except AskError as error:
        yield _line("error", {"error": {"code": error.code, "message": error.message}})
    except Exception:
        logger.exception("请求 %s 出错", identity)
        message = f"服务内部出错，请稍后再试；如反复出现，请把编号 {identity} 告诉管理员。"
        yield _line("error", {"error": {"code": "internal_error", "message": message}})


def _line(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
