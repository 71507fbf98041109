"""``GET /api/metrics``."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.api.described import OPEN_TO_ALL
from app.metrics import Metrics

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


_EXAMPLE = """\
# HELP tiaowen_ready 能否回答提问
# TYPE tiaowen_ready gauge
tiaowen_ready 1.0
"""


def metering(metrics: Metrics) -> APIRouter:
    """The figures of the service, for Prometheus to fetch."""
    router = APIRouter()

    @router.get(
        "/metrics",
        summary="运行指标",
        response_model=None,
        response_class=Response,
        responses={
            200: {
                "description": "Prometheus 文本格式",
                "content": {"text/plain": {"schema": {"type": "string"}, "example": _EXAMPLE}},
            }
        },
        openapi_extra=OPEN_TO_ALL,
    )
    def figures() -> Response:
        """Prometheus 文本格式：请求、回答、用时、索引和进程的指标，不含个人信息。请只对监控系统开放。"""
        return Response(metrics.exposition(), media_type=_TEXT)

    return router
