"""Regulations and articles as they are recorded."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from app.api.responses import MISSING
from app.errors import error_response
from app.records import contents, find, summary, whole
from app.served import ChainProvider


def reading(chain_provider: ChainProvider, root: str) -> APIRouter:
    """``/regulations`` and ``/articles``; ``root`` is the public prefix of the service."""
    router = APIRouter()

    @router.get("/regulations", summary="制度列表", response_model=None)
    async def regulations() -> Response:
        """已收录的制度，含文号、日期、效力和来源文件。"""
        index = chain_provider().index
        listed = [summary(regulation) for regulation in index.regulations.values()]
        return JSONResponse({"build_id": index.build_id, "regulations": listed})

    @router.get("/regulations/{identity}", summary="一部制度的目录", response_model=None, responses=MISSING)
    async def regulation(identity: str) -> Response:
        """一部制度及其全部条文的编号。"""
        found = chain_provider().index.regulations.get(identity)
        if found is None:
            return error_response(
                404, "unknown_regulation", f"没有这个编号的制度，可用的编号见 {root}/api/regulations。"
            )
        return JSONResponse(contents(found, root))

    @router.get("/articles/{identity:path}", summary="一条的全文", response_model=None, responses=MISSING)
    async def article(identity: str) -> Response:
        """整条原文及上一条、下一条的编号。编号中的 # 在地址里写作 %23。"""
        found = find(chain_provider().index.regulations, identity)
        if found is None:
            message = f"没有这个编号的条文，编号见 {root}/api/regulations/制度编号，其中的 # 在地址里写作 %23。"
            return error_response(404, "unknown_article", message)
        return JSONResponse(whole(*found, root))

    return router
