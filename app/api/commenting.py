"""有用/无用: what users say about an answer."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from app.api.contract import FeedbackIn
from app.api.responses import ERRORS
from app.errors import error_response
from app.feedback import FeedbackError, FeedbackLog
from app.served import ChainProvider


def commenting(chain_provider: ChainProvider, log: FeedbackLog) -> APIRouter:
    """``/feedback``, kept in ``log``."""
    router = APIRouter()

    @router.post("/feedback", summary="评价一个回答", response_model=None, status_code=201, responses=ERRORS)
    def feedback(body: FeedbackIn) -> Response:
        """记录有用或无用，供管理员改进。"""
        try:
            log.append(body.feedback(), chain_provider().index.build_id)
        except FeedbackError as error:
            return error_response(503, "feedback_failed", str(error))
        return JSONResponse({"saved": True, "message": "已记录，谢谢反馈。"}, 201)

    return router
