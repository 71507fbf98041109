"""A conversation as a Word document."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import quote as percent_encode

from fastapi import APIRouter, Body
from starlette.responses import Response

from app.api import examples
from app.api.responses import ERRORS
from app.chain import AskError
from app.export.contract import ExportIn
from app.export.document import document
from app.export.rebuild import rebuild
from app.served import ChainProvider
from app.settings import Settings
from app.slots import Slots

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def exporting(chain_provider: ChainProvider, settings: Settings) -> APIRouter:
    """``/export``. One document at a time: a long one takes seconds, which those who ask must not wait for."""
    router = APIRouter()
    places = Slots(1)

    @router.post(
        "/export",
        summary="导出对话为 Word 文档",
        response_model=None,
        response_class=Response,
        responses={
            200: {
                "description": "DOCX 文件，含问题、引文及其出处",
                "content": {DOCX: {"schema": {"type": "string", "format": "binary"}}},
            },
            **ERRORS,
        },
    )
    def export(body: Annotated[ExportIn, Body(openapi_examples=examples.exported())]) -> Response:
        """把若干轮问答做成 Word 文档。引文按位置从现在的索引重新摘取并核对，核对不上的不予导出（422）。"""
        chain = chain_provider()
        index, contact = chain.index, chain.options.contact  # of the chain: an administrator may have set another one
        today = date.today()
        if not places.take(5.0):
            raise AskError("busy", "正在导出别的对话，请稍后再试。", 503)
        try:
            turns = rebuild(body.turns, index.regulations, contact=contact)
            file = document(turns, settings.title, today, index.build_id)
        finally:
            places.give_back()
        name = percent_encode(f"{settings.title} 问答记录 {today.isoformat()}.docx", safe="")
        disposition = f"attachment; filename=\"export.docx\"; filename*=UTF-8''{name}"
        return Response(file, media_type=DOCX, headers={"content-disposition": disposition})

    return router
