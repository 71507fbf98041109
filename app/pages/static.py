"""The package's own scripts, styles and pictures at ``{root}/static/NAME``.

They are read once, when the service starts, so that nothing a visitor sends ever becomes a path. An address without a
version is checked by its ETag on every visit; one with the version that :meth:`StaticFiles.url` gives may be kept for
good, because another content has another address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

FOLDERS = ("ui/static", "pages/static", "embed/static", "admin/static")
"""Where the parts of the service keep their files, below the package ``app``; one that is not there is left out."""

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file: ``version`` is the beginning of its SHA-256."""

    content: bytes
    media_type: str
    version: str


class StaticFiles:
    """The files of ``folders`` by their bare names. Two files of one name are a mistake and raise ``ValueError``."""

    def __init__(self, folders: Iterable[Path], root_path: str = "") -> None:
        self._root = root_path
        self._files: dict[str, StaticFile] = {}
        for folder in folders:
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if path.suffix not in _TYPES or not path.is_file():
                    continue
                if path.name in self._files:
                    raise ValueError(f"two static files are called {path.name}")
                self._files[path.name] = static_file(path.name, path.read_bytes())

    def url(self, name: str) -> str:
        """The address of the file as it is now; ``KeyError`` where there is none of this name."""
        return f"{self._root}/static/{name}?v={self._files[name].version}"

    def get(self, name: str) -> StaticFile | None:
        """The file of this name, or None."""
        return self._files.get(name)


def static_file(name: str, content: bytes) -> StaticFile:
    """``content`` as the file ``name``, whose ending says what it is."""
    return StaticFile(content, _TYPES[Path(name).suffix], hashlib.sha256(content).hexdigest()[:16])


def own_files(root_path: str = "") -> StaticFiles:
    """The files of every part of the service."""
    package = Path(__file__).parent.parent
    return StaticFiles((package / folder for folder in FOLDERS), root_path)


def static_routes(files: StaticFiles) -> APIRouter:
    """``/static/NAME`` for GET and HEAD."""
    router = APIRouter()

    @router.api_route("/static/{name}", methods=["GET", "HEAD"], include_in_schema=False)
    async def static(name: str, request: Request) -> Response:
        found = files.get(name)
        if found is None:
            return PlainTextResponse("没有这个文件。", 404)
        return file_response(found, request)

    return router


def file_response(found: StaticFile, request: Request) -> Response:
    """The file, or 304 where the browser has it: it asks each time, unless the address names the version."""
    lasting = request.query_params.get("v") == found.version
    headers = {
        "ETag": f'"{found.version}"',
        "Cache-Control": "public, max-age=31536000, immutable" if lasting else "no-cache",
    }
    if _same(request.headers.get("if-none-match", ""), found.version):
        return Response(None, 304, headers)
    return Response(found.content, 200, headers, found.media_type)


def _same(condition: str, version: str) -> bool:
    """Whether an If-None-Match names this version; a proxy that compresses makes the tag a weak one."""
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in condition.split(",")}
    return version in tags or "*" in tags
