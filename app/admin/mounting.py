"""The administration put on the service's application."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from app.admin.desk import COOKIE, Desk, Note, address
from app.admin.entering import entering
from app.admin.holding import holding, max_file_mb
from app.admin.reviewing import reviewing
from app.admin.wording import wording
from app.admin.working import working
from app.errors import error_response
from app.pages.static import own_files
from app.settings import Settings

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def add_admin(app: FastAPI, settings: Settings, note: Note) -> None:
    """``{root}/admin`` and what is below it. ``note`` writes to the audit log what is done there.

    Without a password nothing is there but a page that says so; how to set one it tells only on this machine.
    """
    prefix = f"{settings.root_path}/admin"
    templates = _templates(settings)
    if settings.admin_password is None:
        app.include_router(_closed(templates), prefix=prefix)
        return
    desk = Desk.of(settings, settings.admin_password, note)
    for part in (entering, holding, working, wording, reviewing):
        app.include_router(part(desk), prefix=f"{prefix}/api")
    app.include_router(_rest(), prefix=f"{prefix}/api")
    app.include_router(_pages(desk, templates), prefix=prefix)


def _templates(settings: Settings) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
    )
    root = settings.root_path
    environment.globals.update(site=settings.title, root=root, static=own_files(root).url)
    return environment


def _pages(desk: Desk, templates: Environment) -> APIRouter:
    router = APIRouter()

    @router.get("", include_in_schema=False)
    @router.get("/", include_in_schema=False)
    def page(request: Request) -> Response:
        session = desk.sessions.find(request.cookies.get(COOKIE, ""))
        if session is None:
            return HTMLResponse(templates.get_template("login.html").render())
        shown = templates.get_template("admin.html").render(
            csrf=session.csrf, name=session.name, limit=f"{max_file_mb():g}"
        )
        return HTMLResponse(shown)

    return router


def _rest() -> APIRouter:
    """What is left below ``api``, so that it does not fall through to the chat page."""
    router = APIRouter()

    @router.api_route("/{rest:path}", methods=_METHODS, include_in_schema=False)
    async def rest(rest: str) -> Response:
        return error_response(404, "not_found", "管理接口里没有这个地址。请刷新管理页后再试。")

    return router


def _closed(templates: Environment) -> APIRouter:
    router = APIRouter()

    @router.api_route("", methods=_METHODS, include_in_schema=False)
    @router.api_route("/{rest:path}", methods=_METHODS, include_in_schema=False)
    async def closed(request: Request, rest: str = "") -> Response:
        if rest.startswith("api"):
            return error_response(404, "closed", "管理功能没有开放。")
        return HTMLResponse(templates.get_template("closed.html").render(here=_is_here(request)), 404)

    return router


def _is_here(request: Request) -> bool:
    """Whether the browser runs on this machine, as far as the guard can tell."""
    try:
        return ip_address(address(request)).is_loopback
    except ValueError:
        return False
