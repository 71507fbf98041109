"""What a path is: who may go there, what it costs, how large a body may be, which headers its answer gets.

Whatever is not named here is treated as the page: it needs an identity. A path written in an unusual way (``//``,
``..``) is never public, and is judged by what it would be when written properly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Policy = Literal["page", "own", "admin", "data"]
"""Which headers: of gradio's page, of pages that are all ours, of the administration, of answers for programs."""

READING = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Route:
    """``name`` is the class for statistics; a "held" connection stays open as long as a page does.

    ``public``: needs no identity, or asks for a credential of its own. ``asks``: costs one of the questions a minute,
    ``third``: a third of one. ``tries``: a credential is tried here. ``html``: a refusal is read by a person. ``body``:
    bytes, None for the default; ``streamed``: the body is handed on as it comes. ``shared``: pages of other origins may
    load it. ``openai``: errors have the shape that OpenAI's clients read.
    """

    name: str
    policy: Policy = "data"
    public: bool = False
    asks: bool = False
    third: bool = False
    tries: bool = False
    html: bool = False
    body: int | None = None
    streamed: bool = False
    shared: bool = False
    openai: bool = False


_MB = 1024 * 1024
_OTHER = Route("page", "page")
_OUTSIDE = Route("outside", "own", html=True)
# the first that fits; each is matched against the whole path below the public prefix
_ROUTES: tuple[tuple[re.Pattern[str], Route], ...] = tuple(
    (re.compile(pattern, re.DOTALL), route)
    for pattern, route in (
        (r"/", Route("page", "page", html=True)),
        (r"/api/(?:health|ready|metrics)", Route("health", public=True)),
        (r"/api/ask(?:/.*)?", Route("ask", asks=True)),
        (r"/api/batch/?", Route("batch", asks=True, body=5 * _MB)),
        (r"/api(?:/.*)?", Route("api")),
        (r"/v1/chat/completions/?", Route("ask", asks=True, openai=True)),
        (r"/v1(?:/.*)?", Route("api", openai=True)),
        (r"/mcp(?:/.*)?", Route("mcp", asks=True, third=True)),
        (r"/widget\.js", Route("static", "own", public=True, shared=True)),
        (r"/static/.*", Route("static", "own", public=True)),
        (r"/embed/turn/?", Route("ask", asks=True)),
        (r"/embed/?", Route("embed", "own", public=True, html=True)),
        (r"/embed/.*", Route("static", "own", public=True)),
        (r"/enter/?", Route("enter", "own", public=True, html=True, body=16 * 1024)),
        (r"/browse(?:/.*)?", Route("browse", "own", html=True)),
        (r"/panel(?:/.*)?", Route("browse", "own")),
        (r"/admin/api/login/?", Route("admin_api", "admin", public=True, tries=True)),
        # bodies of files alone are large: what is read whole must be small where anybody may knock
        (r"/admin/api/files/.*", Route("admin_api", "admin", public=True, body=60 * _MB, streamed=True)),
        (r"/admin/api/.*", Route("admin_api", "admin", public=True, body=2 * _MB)),
        (r"/admin(?:/.*)?", Route("admin", "admin", public=True, html=True)),
        (r"/gradio_api/(?:queue/join/?|call/.*|run/.*|api/.*)", Route("ask", asks=True)),
        (r"/gradio_api/queue/data/?", Route("answers")),
        (r"/gradio_api/heartbeat/.*", Route("held")),
        (r"/gradio_api(?:/.*)?", Route("gradio")),
        (r"/(?:assets|svelte)/.*|/theme\.css|/favicon\.ico|/manifest\.json", Route("static", "page")),
    )
)
# gradio serves these whether or not the page needs them: writing files, fetching from elsewhere, running code, its own
# statistics. They are searched for anywhere in the path, whatever it is mounted under.
_CLOSED = re.compile(
    r"/gradio_api/+(?:upload|process_recording|proxy=|file=\s*https?:|stream/|run-history|deep_link|profiling"
    r"|(?:undo-)?vibe-)|/+monitoring(?:/|$)",
    re.IGNORECASE,
)


def closed(path: str) -> bool:
    """Whether nobody may go there."""
    return _CLOSED.search(path) is not None


def writable(path: str) -> bool:
    """Whether a path is one that links lead to.

    With a line feed at its end a path still matches the framework's patterns, but not ours.
    """
    return path.startswith("/") and not any(character < " " or character == "\x7f" for character in path)


def route(method: str, path: str, root: str) -> Route:
    """The route of a request. ``path`` is decoded, ``root`` the public prefix that belongs before it."""
    proper = _proper(path)
    if root and proper != root and not proper.startswith(f"{root}/"):
        return _OUTSIDE
    below = proper[len(root) :] or "/"
    found = next((kind for pattern, kind in _ROUTES if pattern.fullmatch(below)), _OTHER)
    if found.public and (proper != path or (found.name in ("static", "embed", "health") and method not in READING)):
        found = replace(found, public=False)
    if found.asks and method in READING:
        found = replace(found, asks=False, name="held" if found.name == "mcp" else found.name)
    return found


def _proper(path: str) -> str:
    """The path as it is usually written: one slash between its parts, no parts that lead nowhere or upwards."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts[-1:] = []
        elif part not in ("", "."):
            parts.append(part)
    trailing = "/" if parts and path.endswith("/") else ""
    return "/" + "/".join(parts) + trailing
