"""What is left below a prefix of the API is answered there: nothing falls through to the chat page mounted behind."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.routing import Match

from app.errors import error_response, is_openai, openai_response

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def close_off(app: FastAPI, root: str, prefixes: Sequence[str]) -> None:
    """Answer 404 or 405 for every address below ``prefixes`` that ``app`` has no route for yet.

    ``root`` is the public prefix of the service. Call it after the last route below them.
    """
    known = list(app.router.routes)
    description = f"{root}/api/openapi.json"

    async def rest(request: Request) -> Response:
        shape = openai_response if is_openai(request.scope["path"], root) else error_response
        allowed = [
            method
            for method in _METHODS
            if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in known)
        ]
        if allowed:
            message = f"这个地址不支持 {request.method}，应当用 {'、'.join(allowed)}；接口说明见 {description}。"
            return shape(405, "method_not_allowed", message, {"Allow": ", ".join(allowed)})
        return shape(404, "not_found", f"没有这个接口，接口说明见 {description}。")

    for prefix in prefixes:
        app.add_api_route(f"{prefix}/{{rest:path}}", rest, methods=_METHODS, include_in_schema=False)
        app.add_api_route(prefix, rest, methods=_METHODS, include_in_schema=False)
