"""Whether the process runs and can answer."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from app.api import examples
from app.api.contract import HealthOut, ReadyOut
from app.api.described import OPEN_TO_ALL
from app.api.responses import errors, shown
from app.served import ChainProvider


def running(chain_provider: ChainProvider) -> APIRouter:
    """``/health`` and ``/ready``."""
    router = APIRouter()
    alive = {"status": "ok"}
    example = {"status": "ready", "build_id": examples.BUILD, "regulation_count": 12, "article_count": 480}

    @router.get(
        "/health",
        summary="进程是否在运行",
        response_model=None,
        responses={200: shown(HealthOut, alive)},
        openapi_extra=OPEN_TO_ALL,
    )
    async def health() -> Response:
        """进程在运行即返回 200，不检查索引。"""
        return JSONResponse(alive)

    @router.get(
        "/ready",
        summary="是否可以回答提问",
        response_model=None,
        responses={200: shown(ReadyOut, example), **errors(503)},
        openapi_extra=OPEN_TO_ALL,
    )
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
