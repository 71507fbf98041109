"""``GET /api/metrics``."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.metrics.registry import Metrics

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


def metering(metrics: Metrics) -> APIRouter:
    """The figures of the service, for Prometheus to fetch."""
    router = APIRouter()

    @router.get(
        "/metrics",
        summary="运行指标",
        response_model=None,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def figures() -> Response:
        """Prometheus 文本格式：请求、回答、用时、索引和进程的指标，不含个人信息。请只对监控系统开放。"""
        return Response(metrics.exposition(), media_type=_TEXT)

    return router
