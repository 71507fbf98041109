"""What all routes of the administration share: who is signed in, what is done, and how faults are told."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from app.admin.attempts import Attempts
from app.admin.insight import Insight
from app.admin.jobs import BusyError, Jobs
from app.admin.overview import Overview
from app.admin.sessions import Session, Sessions
from app.chain import AskError
from app.errors import error_response
from app.settings import Settings
from ingest.model import IngestError
from vectorstore.errors import VectorstoreError

COOKIE = "tiaowen_admin"
CSRF = "x-tiaowen-csrf"

Note = Callable[..., None]
"""``note(event, **facts)``: writes to the audit log."""


@dataclass(frozen=True)
class Desk:
    """``password`` is the hash that is kept of it."""

    settings: Settings
    password: str
    sessions: Sessions
    attempts: Attempts
    jobs: Jobs
    overview: Overview
    insight: Insight
    note: Note

    @classmethod
    def of(cls, settings: Settings, password: str, note: Note) -> Desk:
        """As the site has set it up."""
        data = settings.data
        return cls(
            settings,
            password,
            Sessions(),
            Attempts(),
            Jobs(data, settings.model),
            Overview(data),
            Insight(data, settings.audit, settings.log_questions),
            note,
        )

    def session(self, request: Request, *, touch: bool = True) -> Session:
        """The session of a request. Raises :class:`AskError` (401)."""
        found = self.sessions.find(request.cookies.get(COOKIE, ""), touch=touch)
        if found is None:
            raise AskError("not_signed_in", "登录已过期或尚未登录，请重新登录。", 401)
        return found

    def changing(self, request: Request) -> Session:
        """The session of a request that changes something: it must come from our own page. Raises :class:`AskError`
        (401, 403)."""
        session = self.session(request)
        if request.headers.get(CSRF, "") != session.csrf:
            raise AskError("csrf", "请求不是从管理页发出的，没有执行。请刷新页面后再试。", 403)
        return session

    def done(self, request: Request, session: Session, action: str, **facts: object) -> None:
        """Write to the audit log what somebody has done."""
        self.note("admin", action=action, visitor=session.name, address=address(request), **facts)


def address(request: Request) -> str:
    """Where a request comes from, as far as the guard can tell; else empty."""
    client = request.scope.get("client")
    return str(client[0]) if client else ""


class Telling(APIRoute):
    """A route that tells the faults of the stages below in the one shape of errors."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except (IngestError, VectorstoreError) as error:
                return error_response(422, error.code, error.message)
            except BusyError as error:
                return error_response(409, "busy", str(error))
            except OSError as error:
                said = f"读写数据文件夹失败（{error.strerror}）。请检查磁盘空间和权限，没有完成的操作请重做。"
                return error_response(503, "io_error", said)

        return handle
