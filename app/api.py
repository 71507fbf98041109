"""The REST API: questions, streaming, regulations, articles, feedback, health."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Match

from app.chain import AskError, Event, RegulationChain
from app.contract import AnswerOut, AskIn, ErrorOut, FeedbackIn
from app.errors import error_response, install
from app.feedback import FeedbackError, FeedbackLog
from app.records import contents, find, summary, whole
from app.settings import Settings

logger = logging.getLogger("tiaowen.api")

ChainProvider = Callable[[], RegulationChain]
"""The chain over the index that is published now; raises :class:`AskError` (503) while there is none."""

_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorOut, "description": description}
    for status, description in (
        (400, "请求体不是正确的 JSON"),
        (413, "请求太大"),
        (415, "Content-Type 不是 application/json"),
        (422, "参数有误，message 说明应如何改正"),
        (503, "服务繁忙或索引尚未就绪"),
    )
}
_MISSING: dict[int | str, dict[str, Any]] = {
    404: {"model": ErrorOut, "description": "没有这个编号"},
    422: _ERRORS[422],
}


def create_app(chain_provider: ChainProvider, settings: Settings) -> FastAPI:
    """The API below ``settings.root_path``. Interactive documentation pages are left out: they load from elsewhere."""
    root = settings.root_path
    app = FastAPI(
        title="条问",
        description="规章制度问答：答案只引原文，条款精确到项；没有依据就说未找到依据。",
        version="1",
        openapi_url=f"{root}/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    install(app)
    feedback_log = FeedbackLog(settings.data / "feedback.jsonl", settings.log_questions)
    app.include_router(_asking(chain_provider, root), prefix=f"{root}/api", tags=["问答"])
    app.include_router(_reading(chain_provider, root), prefix=f"{root}/api", tags=["制度"])
    app.include_router(_running(chain_provider), prefix=f"{root}/api", tags=["运行"])
    if settings.feedback:
        app.include_router(_feeding_back(chain_provider, feedback_log), prefix=f"{root}/api", tags=["反馈"])
    _close_off(app, f"{root}/api")
    return app


def _asking(chain_provider: ChainProvider, root: str) -> APIRouter:
    router = APIRouter()

    # plain functions: the framework runs them in its thread pool, the chain limits how many search at once
    @router.post("/ask", summary="提问", response_model=None, responses={200: {"model": AnswerOut}, **_ERRORS})
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
            **_ERRORS,
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


def _reading(chain_provider: ChainProvider, root: str) -> APIRouter:
    router = APIRouter()

    @router.get("/regulations", summary="制度列表", response_model=None)
    async def regulations() -> Response:
        """已收录的制度，含文号、日期、效力和来源文件。"""
        index = chain_provider().index
        listed = [summary(regulation) for regulation in index.regulations.values()]
        return JSONResponse({"build_id": index.build_id, "regulations": listed})

    @router.get("/regulations/{identity}", summary="一部制度的目录", response_model=None, responses=_MISSING)
    async def regulation(identity: str) -> Response:
        """一部制度及其全部条文的编号。"""
        found = chain_provider().index.regulations.get(identity)
        if found is None:
            return error_response(
                404, "unknown_regulation", f"没有这个编号的制度，可用的编号见 {root}/api/regulations。"
            )
        return JSONResponse(contents(found, root))

    @router.get("/articles/{identity:path}", summary="一条的全文", response_model=None, responses=_MISSING)
    async def article(identity: str) -> Response:
        """整条原文及上一条、下一条的编号。编号中的 # 在地址里写作 %23。"""
        found = find(chain_provider().index.regulations, identity)
        if found is None:
            message = f"没有这个编号的条文，编号见 {root}/api/regulations/制度编号，其中的 # 在地址里写作 %23。"
            return error_response(404, "unknown_article", message)
        return JSONResponse(whole(*found, root))

    return router


def _running(chain_provider: ChainProvider) -> APIRouter:
    router = APIRouter()

    @router.get("/health", summary="进程是否在运行", response_model=None)
    async def health() -> Response:
        """进程在运行即返回 200，不检查索引。"""
        return JSONResponse({"status": "ok"})

    @router.get("/ready", summary="是否可以回答提问", response_model=None, responses={503: _ERRORS[503]})
    async def ready() -> Response:
        """索引已打开返回 200，否则 503。"""
        index = chain_provider().index
        articles = sum(len(regulation.articles) for regulation in index.regulations.values())
        return JSONResponse(
            {
                "status": "ready",
                "build_id": index.build_id,
                "regulation_count": len(index.regulations),
                "article_count": articles,
            }
        )

    return router


def _feeding_back(chain_provider: ChainProvider, log: FeedbackLog) -> APIRouter:
    router = APIRouter()

    @router.post("/feedback", summary="评价一个回答", response_model=None, status_code=201, responses=_ERRORS)
    def feedback(body: FeedbackIn) -> Response:
        """记录有用或无用，供管理员改进。"""
        try:
            log.append(body.feedback(), chain_provider().index.build_id)
        except FeedbackError as error:
            return error_response(503, "feedback_failed", str(error))
        return JSONResponse({"saved": True, "message": "已记录，谢谢反馈。"}, 201)

    return router


def _close_off(app: FastAPI, prefix: str) -> None:
    """Answer what is left below ``prefix`` here, so that it does not fall through to the chat page mounted behind."""
    known = list(app.router.routes)

    async def rest(request: Request) -> Response:
        root = prefix.removesuffix("/api")
        if any(route.matches(request.scope)[0] is Match.PARTIAL for route in known):
            message = f"这个地址不支持 {request.method}，接口说明见 {root}/api/openapi.json。"
            return error_response(405, "method_not_allowed", message)
        return error_response(404, "not_found", f"没有这个接口，接口说明见 {root}/api/openapi.json。")

    methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    app.add_api_route(f"{prefix}/{{rest:path}}", rest, methods=methods, include_in_schema=False)
    app.add_api_route(prefix, rest, methods=methods, include_in_schema=False)
