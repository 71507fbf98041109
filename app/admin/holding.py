"""What there is, and files on their way in: list, upload, take out."""

from __future__ import annotations

import os
import shutil
from typing import BinaryIO

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from app.admin.desk import Desk, Telling
from app.admin.jobs import BusyError
from app.chain import AskError
from ingest.commands.shared import DEFAULT_MAX_FILE_MB
from ingest.pipeline import REPORT_MD
from ingest.staging import Staging

_MB = 1024 * 1024
_SPARE = 200 * _MB
"""Bytes that stay free on the disk."""
_REPORT = 200_000
_PASSED = 60.0
"""MB; see ``app.guard.routes``."""


class NameIn(BaseModel):
    """A file of the library or of those that wait."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=400)


def holding(desk: Desk) -> APIRouter:
    """``overview``, ``regulations``, ``report``, ``files/NAME``, ``drop``, ``remove``, ``discard``."""
    router = APIRouter(route_class=Telling)
    data = desk.settings.data
    staging = Staging(data)

    def idle() -> None:
        """What waits must stay as it was tried out while it is imported. Raises BusyError."""
        if desk.jobs.running() is not None:
            raise BusyError("正在导入或建立索引，请等它结束再改动文件。")

    @router.get("/overview", include_in_schema=False)
    def overview(request: Request) -> Response:
        desk.session(request)
        latest = desk.jobs.latest()
        shown = latest.shown() if latest is not None else None
        return JSONResponse({"index": desk.overview.index(), "staged": desk.overview.staged(), "job": shown})

    @router.get("/regulations", include_in_schema=False)
    def regulations(request: Request) -> Response:
        desk.session(request)
        return JSONResponse(desk.overview.regulations())

    @router.get("/report", include_in_schema=False)
    def report(request: Request) -> Response:
        desk.session(request)
        path = data / REPORT_MD
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else "还没有导入过。"
        cut = f"\n……（以下略，全文见服务器上的 {path}）" if len(text) > _REPORT else ""
        return JSONResponse({"report": text[:_REPORT] + cut})

    @router.put("/files/{name:path}", include_in_schema=False)
    async def upload(name: str, request: Request, replaces: str = "") -> Response:
        session = desk.changing(request)
        await run_in_threadpool(idle)
        limit = int(max_file_mb() * _MB)
        _refuse_declared(request, limit)
        received = await run_in_threadpool(staging.receive)
        try:
            if shutil.disk_usage(received.parent).free < limit + _SPARE:
                raise AskError("disk_full", "服务器磁盘空间不足，没有保存。请先清理磁盘。", 507)
            with received.open("wb") as file:
                await _write(request, file, limit)
            await run_in_threadpool(idle)  # an upload takes its time
            saved = await run_in_threadpool(lambda: staging.put(received, name, replaces=replaces))
        finally:
            received.unlink(missing_ok=True)
        desk.done(request, session, "upload", file=saved, replaces=replaces or None)
        return JSONResponse({"name": saved, **desk.overview.staged()}, 201)

    @router.post("/drop", include_in_schema=False)
    def drop(body: NameIn, request: Request) -> Response:
        session = desk.changing(request)
        idle()
        staging.drop(body.name)
        desk.done(request, session, "drop", file=body.name)
        return JSONResponse(desk.overview.staged())

    @router.post("/remove", include_in_schema=False)
    def remove(body: NameIn, request: Request) -> Response:
        session = desk.changing(request)
        idle()
        staging.remove(body.name)
        desk.done(request, session, "remove", file=body.name)
        return JSONResponse(desk.overview.staged())

    @router.post("/discard", include_in_schema=False)
    def discard(request: Request) -> Response:
        session = desk.changing(request)
        idle()
        staging.clear()
        desk.done(request, session, "discard")
        return JSONResponse(desk.overview.staged())

    return router


def max_file_mb() -> float:
    """The limit of ``ingest``, which runs with the environment of the service, within what the guard lets pass."""
    try:
        given = float(os.environ.get("MAX_FILE_MB", ""))
    except ValueError:
        return DEFAULT_MAX_FILE_MB
    return min(given, _PASSED) if given > 0 else DEFAULT_MAX_FILE_MB


def _refuse_declared(request: Request, limit: int) -> None:
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)


async def _write(request: Request, file: BinaryIO, limit: int) -> None:
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise _too_large(limit)
            await run_in_threadpool(file.write, chunk)
    except ClientDisconnect:
        raise AskError("interrupted", "上传中断，没有保存，请重新上传。", 400) from None
    if not size:
        raise AskError("empty", "文件是空的，请检查后重新上传。", 422)


def _too_large(limit: int) -> AskError:
    said = (
        f"文件超过 {round(limit / _MB, 3):g} MB 的上限，没有保存。请拆成几个文件，或请管理服务器的人调大 MAX_FILE_MB。"
    )
    return AskError("too_large", said, 413)
