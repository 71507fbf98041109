"""Regulations and articles as they are recorded."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse, Response

from app.api import examples
from app.api.record_contract import ArticleOut, ContentsOut, RegulationsOut
from app.api.responses import MISSING, errors, shown
from app.errors import error_response
from app.records import contents, find, summary, whole
from app.served import ChainProvider


def reading(chain_provider: ChainProvider, root: str) -> APIRouter:
    """``/regulations`` and ``/articles``; ``root`` is the public prefix of the service."""
    router = APIRouter()
    example = examples.invented()
    listed = {"build_id": examples.BUILD, "regulations": [summary(example)]}

    @router.get(
        "/regulations",
        summary="制度列表",
        response_model=None,
        responses={200: shown(RegulationsOut, listed), **errors(503)},
    )
    async def regulations() -> Response:
        """已收录的制度，含文号、日期、效力和来源文件。"""
        index = chain_provider().index
        listed = [summary(regulation) for regulation in index.regulations.values()]
        return JSONResponse({"build_id": index.build_id, "regulations": listed})

    @router.get(
        "/regulations/{identity}",
        summary="一部制度的目录",
        response_model=None,
        responses={200: shown(ContentsOut, contents(example, root)), **MISSING},
    )
    async def regulation(
        identity: Annotated[str, Path(description="制度编号", openapi_examples=examples.only(examples.REGULATION))],
    ) -> Response:
        """一部制度及其全部条文的编号。"""
        found = chain_provider().index.regulations.get(identity)
        if found is None:
            return error_response(
                404, "unknown_regulation", f"没有这个编号的制度，可用的编号见 {root}/api/regulations。"
            )
        return JSONResponse(contents(found, root))

    @router.get(
        "/articles/{identity:path}",
        summary="一条的全文",
        response_model=None,
        responses={200: shown(ArticleOut, whole(example, 1, root)), **MISSING},
    )
    async def article(
        identity: Annotated[str, Path(description="条文编号", openapi_examples=examples.only(examples.ARTICLE))],
    ) -> Response:
        """整条原文及上一条、下一条的编号。编号中的 # 在地址里写作 %23。"""
        found = find(chain_provider().index.regulations, identity)
        if found is None:
            message = f"没有这个编号的条文，编号见 {root}/api/regulations/制度编号，其中的 # 在地址里写作 %23。"
            return error_response(404, "unknown_article", message)
        return JSONResponse(whole(*found, root))

    return router
