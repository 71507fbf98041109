"""The server at ``{root}/mcp``: streamable HTTP without sessions, every answer one JSON document."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.errors import error_response
from app.mcpserver.server import build
from app.served import ChainProvider
from app.settings import Settings

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager


class Endpoint:
    """Hands requests to the SDK while the service runs. ``origins`` are the pages that may call it.

    The guard around the service has let the visitor in before; the SDK's own check of host names is off, since behind a
    reverse proxy it would know none of them.
    """

    def __init__(self, origins: Sequence[str]) -> None:
        self.manager: StreamableHTTPSessionManager | None = None
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        stated = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        refused: tuple[int, str, str, dict[str, str]] | None = None
        if origin and origin.lower() not in self._origins:  # the protocol asks for it: a page may be anybody's
            message = "这个网页不能调用 MCP 服务，请管理员把它的来源加入 portal_origins。"
            refused = (403, "origin_not_allowed", message, {})
        elif scope["method"] != "POST":
            message = "这是 MCP 服务的地址，只接受 POST。请在支持 MCP（streamable HTTP）的客户端里填写这个地址。"
            refused = (405, "method_not_allowed", message, {"Allow": "POST"})
        elif stated != b"application/json":
            refused = (415, "unsupported_media_type", "请求头 Content-Type 应为 application/json。", {})
        elif self.manager is None:
            refused = (503, "not_ready", "服务正在启动或停止，请稍后再试。", {"Retry-After": "5"})
        if refused is not None:
            await error_response(*refused)(scope, receive, send)
        elif self.manager is not None:
            await self.manager.handle_request(scope, receive, send)


def add_mcp(app: FastAPI, provider: ChainProvider, settings: Settings) -> None:
    """Add ``{root}/mcp`` to ``app``, unless the site has switched it off. The SDK runs as long as ``app`` does."""
    paths = (f"{settings.root_path}/mcp", f"{settings.root_path}/mcp/")  # both, so that nothing is redirected
    if not settings.mcp:
        app.router.routes.extend(Route(path, _Closed()) for path in paths)
        return
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    endpoint = Endpoint(settings.portal_origins)
    server = build(provider, settings.title, settings.root_path)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(served: Any) -> AsyncIterator[Any]:
        async with inner(served) as state:
            manager = StreamableHTTPSessionManager(
                server, json_response=True, stateless=True, max_request_body_size=settings.max_body_kb * 1024
            )
            async with manager.run():
                endpoint.manager = manager
                try:
                    yield state
                finally:
                    endpoint.manager = None

    app.router.lifespan_context = lifespan
    app.router.routes.extend(Route(path, endpoint) for path in paths)


class _Closed:
    """What stands there where the site has switched it off."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = "本站没有开放 MCP 服务。需要时请管理员在设置中写 mcp = true，再重新启动。"
        await error_response(404, "not_found", message)(scope, receive, send)
