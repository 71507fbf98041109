"""Signing in and out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from app.access.password import verify
from app.admin.desk import COOKIE, Desk, Telling, address
from app.chain import tidy
from app.errors import error_response


class LoginIn(BaseModel):
    """``name`` is what the person says of themselves: it goes into the log, not into the check."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=40)
    password: str = Field(max_length=1024)


def entering(desk: Desk) -> APIRouter:
    """``POST login`` and ``POST logout``."""
    router = APIRouter(route_class=Telling)
    root = desk.settings.root_path

    # a plain function: checking a password takes a tenth of a second on purpose
    @router.post("/login", include_in_schema=False)
    def login(body: LoginIn, request: Request) -> Response:
        origin = address(request)
        if wait := desk.attempts.wait(origin):
            said = f"密码错误的次数太多，请 {wait} 秒后再试。"
            return error_response(429, "too_many_failures", said, {"Retry-After": str(wait)})
        name = tidy(body.name)
        if not name:
            return error_response(422, "name", "请填写姓名：它会记入操作记录。")
        if not verify(body.password, desk.password):
            desk.attempts.failed(origin)
            desk.note("admin", action="login_failed", visitor=name, address=origin)
            return error_response(
                401, "wrong_password", "密码不对。忘记密码时，请在服务器上用 python -m app password 重设。"
            )
        desk.attempts.succeeded(origin)
        session = desk.sessions.begin(name)
        desk.done(request, session, "login")
        response = JSONResponse({"csrf": session.csrf})
        response.set_cookie(
            COOKIE,
            session.key,
            path=f"{root}/admin",
            secure=request.scope.get("scheme") == "https",
            httponly=True,
            samesite="strict",
        )
        return response

    @router.post("/logout", include_in_schema=False)
    def logout(request: Request) -> Response:
        session = desk.changing(request)
        desk.sessions.end(session.key)
        desk.done(request, session, "logout")
        response = JSONResponse({"done": True})
        response.delete_cookie(COOKIE, path=f"{root}/admin", httponly=True, samesite="strict")
        return response

    return router
