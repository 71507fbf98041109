"""有用/无用: what users say about an answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request
from starlette.responses import JSONResponse, Response

from app.access import visitor
from app.api import examples
from app.api.contract import FeedbackIn, SavedOut
from app.api.responses import ERRORS, shown
from app.errors import error_response
from app.feedback import FeedbackError, FeedbackLog
from app.operations import Operations
from app.served import ChainProvider


def commenting(chain_provider: ChainProvider, log: FeedbackLog, operations: Operations | None = None) -> APIRouter:
    """``/feedback``, kept in ``log``; that it was given, by whom, stands in the audit log of ``operations``."""
    router = APIRouter()
    saved = {"saved": True, "message": "已记录，谢谢反馈。"}

    @router.post(
        "/feedback",
        summary="评价一个回答",
        response_model=None,
        status_code=201,
        responses={201: shown(SavedOut, saved, "已记录"), **ERRORS},
    )
    def feedback(body: Annotated[FeedbackIn, Body(openapi_examples=examples.judged())], request: Request) -> Response:
        """记录有用或无用，供管理员改进。"""
        try:
            log.append(body.feedback(), chain_provider().index.build_id)
        except FeedbackError as error:
            return error_response(503, "feedback_failed", str(error))
        if operations is not None:
            name = visitor(request.scope).name
            operations.note("feedback", id=body.answer_id, verdict=body.verdict, visitor=name)
        return JSONResponse(saved, 201)

    return router
