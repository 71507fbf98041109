"""Whether the process runs and can answer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from app.api import examples
from app.api.contract import HealthOut, ReadyOut
from app.api.described import OPEN_TO_ALL
from app.api.responses import errors, shown
from app.chain import MODES
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
        chain = chain_provider()
        regulations = chain.index.regulations
        found: dict[str, Any] = {
            "status": "ready",
            "build_id": chain.index.build_id,
            "regulation_count": len(regulations),
            "article_count": sum(len(regulation.articles) for regulation in regulations.values()),
        }
        if chain.assistant is not None:  # left out elsewhere: there it would be one key more than clients know
            found["modes"] = list(MODES)
        return JSONResponse(found)

    return router
