"""gradio's own scripts and styles, served from memory.

gradio reads, compresses and sends each of them anew for every visitor, some sixty for a page, and lets no browser keep
them. Their names hold a hash of their content, so that both can be done once.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_LASTING = "public, max-age=31536000, immutable"


def frontend(folder: Path) -> APIRouter:
    """``/assets/NAME`` for the scripts and styles in ``folder``. Others (fonts, pictures) are left to gradio: the page
    uses none."""
    known = {path.name: path for path in folder.iterdir() if path.suffix in _TYPES}
    router = APIRouter()

    @lru_cache(maxsize=256)
    def content(name: str, packed: bool) -> bytes:
        plain = known[name].read_bytes()
        return gzip.compress(plain, mtime=0) if packed else plain

    @router.api_route("/assets/{name}", methods=["GET", "HEAD"], include_in_schema=False)
    async def asset(name: str, request: Request) -> Response:
        if name not in known:
            return PlainTextResponse("没有这个文件。", 404)
        packed = "gzip" in request.headers.get("accept-encoding", "")
        headers = {"Cache-Control": _LASTING, "Vary": "Accept-Encoding"}
        if packed:
            headers["Content-Encoding"] = "gzip"
        return Response(content(name, packed), 200, headers, _TYPES[known[name].suffix])

    return router
