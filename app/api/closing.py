"""What is left below a prefix of the API is answered there: nothing falls through to the chat page mounted behind."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.routing import Match

from app.errors import error_response

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def close_off(app: FastAPI, prefix: str, description: str) -> None:
    """Answer 404 or 405 for every address below ``prefix`` that ``app`` has no route for yet.

    ``description`` is the address of the OpenAPI document. Call it after the last route of the prefix.
    """
    known = list(app.router.routes)

    async def rest(request: Request) -> Response:
        if any(route.matches(request.scope)[0] is Match.PARTIAL for route in known):
            message = f"这个地址不支持 {request.method}，接口说明见 {description}。"
            return error_response(405, "method_not_allowed", message)
        return error_response(404, "not_found", f"没有这个接口，接口说明见 {description}。")

    app.add_api_route(f"{prefix}/{{rest:path}}", rest, methods=_METHODS, include_in_schema=False)
    app.add_api_route(prefix, rest, methods=_METHODS, include_in_schema=False)
