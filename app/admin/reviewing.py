"""What users asked and said, and what administrators did, over the API."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from app.admin.desk import Desk, Telling

_DAYS = 30


def reviewing(desk: Desk) -> APIRouter:
    """``usage``, ``unanswered``, ``feedback``, ``actions``."""
    router = APIRouter(route_class=Telling)
    insight = desk.insight

    @router.get("/usage", include_in_schema=False)
    def usage(request: Request) -> Response:
        desk.session(request)
        return JSONResponse(insight.usage(_DAYS, date.today()))

    @router.get("/unanswered", include_in_schema=False)
    def unanswered(request: Request) -> Response:
        desk.session(request)
        return JSONResponse(insight.unanswered(_DAYS, date.today()))

    @router.get("/feedback", include_in_schema=False)
    def feedback(request: Request) -> Response:
        desk.session(request)
        return JSONResponse(insight.feedback())

    @router.get("/actions", include_in_schema=False)
    def actions(request: Request) -> Response:
        desk.session(request)
        return JSONResponse(insight.actions(_DAYS, date.today()))

    return router
