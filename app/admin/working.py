"""Jobs over the API: begin, look, cancel."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from app.admin.desk import Desk, Telling
from app.admin.job import Job
from app.admin.tasks import PREVIEWED, Kind, Task
from app.chain import AskError, tidy


class TaskIn(BaseModel):
    """See :class:`app.admin.tasks.Task`."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    preview: bool = False
    plan: str = Field("", pattern=r"^[0-9a-f]{0,64}$")
    id: str = Field("", max_length=400)
    reason: str = Field("", max_length=200)
    force: bool = False


def working(desk: Desk) -> APIRouter:
    """``POST jobs``, ``GET jobs``, ``GET jobs/ID``, ``POST cancel``."""
    router = APIRouter(route_class=Telling)

    @router.post("/jobs", include_in_schema=False)
    def begin(body: TaskIn, request: Request) -> Response:
        session = desk.changing(request)
        task = _task(body)
        job = desk.jobs.start(task, session.name)
        desk.done(request, session, task.kind, preview=task.preview or None, id=task.id or None, job=job.id)
        return JSONResponse(_whole(desk, job), 202)

    @router.get("/jobs", include_in_schema=False)
    def history(request: Request) -> Response:
        desk.session(request)
        return JSONResponse({"jobs": [job.shown() for job in desk.jobs.history()]})

    @router.get("/jobs/{identity}", include_in_schema=False)
    def look(identity: str, request: Request) -> Response:
        desk.session(request, touch=False)  # a page left open asks by itself
        job = desk.jobs.find(identity)
        if job is None:
            raise AskError("unknown_job", "没有这项工作的记录，可能已被较新的取代。", 404)
        return JSONResponse(_whole(desk, job))

    @router.post("/cancel", include_in_schema=False)
    def cancel(request: Request) -> Response:
        session = desk.changing(request)
        asked = desk.jobs.cancel()
        if asked:
            desk.done(request, session, "cancel")
        return JSONResponse({"cancelled": asked})

    return router


def _task(body: TaskIn) -> Task:
    if body.preview and body.kind not in PREVIEWED:
        raise AskError("no_preview", "这项操作没有预演。", 422)
    if body.kind in ("withdraw", "restore") and not body.id:
        raise AskError("no_id", "没有写明是哪一部制度。请刷新页面后再试。", 422)
    if body.kind in PREVIEWED and not body.preview and not body.plan:
        raise AskError("no_plan", "请先预演，看过变化再确认。", 422)
    identity = body.id if body.kind in ("withdraw", "restore") else ""
    if "\0" in identity:
        raise AskError("no_id", "编号里有不能用的字符。请刷新页面后再试。", 422)
    return Task(body.kind, body.preview, body.plan, identity, tidy(body.reason), body.force)


def _whole(desk: Desk, job: Job) -> dict[str, Any]:
    return {**job.shown(), "log": desk.jobs.log(job), "result": desk.jobs.result(job) if job.preview else None}
