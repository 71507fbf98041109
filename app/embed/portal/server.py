"""The demonstration portal as a web server. It knows its own users by its own cookie, as every portal does."""

from __future__ import annotations

import html
import json
import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, urlsplit

from app.embed.portal.mint import tiaowen_token

_PAGES = Path(__file__).parent / "pages"
_FILES = {
    "/portal.css": "text/css; charset=utf-8",
    "/frame.js": "text/javascript; charset=utf-8",
    "/events.js": "text/javascript; charset=utf-8",
}
_USERS = ("林知夏", "周以安", "陈牧之")
_COOKIE = "demo_portal"
_LONGEST_BODY = 4096
COLOUR, TITLE = "#8c2f22", "问规章"


@dataclass(frozen=True)
class Portal:
    """``service``: the public address of 条问 without a slash at its end. ``secret`` is shared with it, None where it
    asks for no token. ``minutes``: how long a token lives."""

    service: str
    secret: str | None
    minutes: int

    @property
    def line(self) -> str:
        """The one line by which the portal's page has the widget."""
        token = ' data-token-url="/tiaowen-token"' if self.secret else ""
        return (
            f'<script src="{html.escape(self.service)}/widget.js" data-title="{TITLE}" data-color="{COLOUR}"'
            f"{token} async></script>"
        )

    @property
    def policy(self) -> str:
        """The portal's Content-Security-Policy: what it takes to embed 条问, and no more."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(self.service))
        return (
            f"default-src 'self'; img-src 'self' data:; script-src 'self' {origin}; frame-src {origin}; "
            "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'"
        )


def portal_server(host: str, port: int, portal: Portal) -> ThreadingHTTPServer:
    """The server, bound to its address but not yet running. Raises ``OSError`` where that cannot be had."""
    signed_in: dict[str, str] = {}

    class Handler(_Handler):
        def __init__(self, *given: object) -> None:
            self.portal = portal
            self.signed_in = signed_in
            super().__init__(*given)  # type: ignore[arg-type]

    return ThreadingHTTPServer((host, port), Handler)


class _Handler(BaseHTTPRequestHandler):
    portal: Portal
    signed_in: dict[str, str]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        user = self._user()
        if path in _FILES:
            self._send(200, (_PAGES / path[1:]).read_text(encoding="utf-8"), _FILES[path])
        elif path == "/tiaowen-token":
            self._token(user)
        elif user is None:
            users = "".join(f"<option>{name}</option>" for name in _USERS)
            self._page("login.html", users=users)
        elif path == "/":
            self._home(user)
        elif path == "/frame":
            self._page(
                "frame.html",
                banner=_banner(user, path),
                address=html.escape(f"{self.portal.service}/embed?color={COLOUR[1:]}"),
                token_url="/tiaowen-token",
            )
        else:
            self._send(404, "没有这个页面，请回到首页 /。", "text/plain; charset=utf-8")

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        length = self.headers.get("content-length", "")
        size = int(length) if length.isascii() and length.isdigit() else _LONGEST_BODY + 1
        if path not in ("/login", "/logout") or size > _LONGEST_BODY:
            self.close_connection = True
            self._send(400, "请从页面上的表单提交。", "text/plain; charset=utf-8")
            return
        fields = parse_qs(self.rfile.read(size).decode("utf-8", "replace"))
        cookie = f"{_COOKIE}=; Max-Age=0"
        if path == "/login" and (name := fields.get("user", [""])[0]) in _USERS:
            session = secrets.token_urlsafe(24)
            self.signed_in[session] = name
            cookie = f"{_COOKIE}={session}"
        self.send_response(303)
        self.send_header("Location", "/")
        self.send_header("Set-Cookie", f"{cookie}; Path=/; HttpOnly; SameSite=Lax")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a token or a name in a log is one too many."""

    def _user(self) -> str | None:
        try:
            kept = SimpleCookie(self.headers.get("cookie", "")).get(_COOKIE)
        except CookieError:
            return None
        return self.signed_in.get(kept.value) if kept else None

    def _token(self, user: str | None) -> None:
        """What ``data-token-url`` names: only the portal's own session decides for whom a token is minted."""
        if self.portal.secret is None or user is None:
            self._send(401 if user is None else 404, '{"token": ""}', "application/json")
            return
        token = tiaowen_token(self.portal.secret, user, self.portal.minutes)
        self._send(200, json.dumps({"token": token}), "application/json")

    def _home(self, user: str) -> None:
        mode = (
            f"条问处于令牌方式：门户为“{user}”签发 {self.portal.minutes} 分钟的令牌，由脚本交给条问，"
            "不经过地址栏和 Cookie。"
            if self.portal.secret
            else "条问处于开放方式：能打开它的人都可以提问，不需要令牌。"
        )
        self._page(
            "home.html",
            banner=_banner(user, "/"),
            line=html.escape(self.portal.line),
            mode=html.escape(mode),
            widget=self.portal.line,
        )

    def _page(self, name: str, **values: str) -> None:
        text = Template((_PAGES / name).read_text(encoding="utf-8")).substitute(values)
        self._send(200, text, "text/html; charset=utf-8")

    def _send(self, status: int, text: str, kind: str) -> None:
        body = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", self.portal.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


def _banner(user: str, here: str) -> str:
    links = "".join(
        f'<a href="{path}"{" aria-current=page" if path == here else ""}>{name}</a>'
        for path, name in (("/", "首页（挂件）"), ("/frame", "规章查询（整页框架）"))
    )
    return (
        f'<header class="banner"><strong>砚禾研究院</strong><nav>{links}</nav>'
        f'<form method="post" action="/logout"><span>{html.escape(user)}，您好</span>'
        '<button type="submit">退出</button></form></header>'
    )
