"""``POST /enter``: a portal's form hands over a token; the browser gets a session of our own and goes to the page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, unquote

from app.access.identify import COOKIE, Access, AccessError
from app.access.lines import only
from app.access.signed import SignedError
from app.guard.asgi import Headers, Receive, Send
from app.guard.refusal import RefusedError

_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_FORM = b"application/x-www-form-urlencoded"


async def enter(access: Access, headers: Headers, receive: Receive, send: Send, root: str, secure: bool) -> None:
    """Answer with a session cookie and a redirection. ``receive`` has the whole body.

    Raises :class:`RefusedError` for a request that is no such form, :class:`AccessError` for a token that is not good.
    """
    if access.tokens is None or access.sessions is None:
        raise RefusedError(404, "not_found", "本站没有启用令牌登录。请直接打开首页。")
    kind = only(headers, b"content-type") or b""
    if kind.partition(b";")[0].strip().lower() != _FORM:
        raise RefusedError(400, "invalid_form", "应以表单（application/x-www-form-urlencoded）提交，其中有一项 token。")
    form = parse_qs((await receive())["body"].decode("utf-8", "replace"), max_num_fields=None)
    token = form.get("token", [""])[0].strip()
    if not token:
        raise AccessError("unauthenticated", "表单中没有令牌（token）。请从门户进入。", tried=False)
    try:
        user = access.tokens.read(token)
    except SignedError as error:
        raise AccessError(error.code, error.message, tried=error.code != "token_expired") from error
    await send(
        {
            "type": "http.response.start",
            "status": 303,
            "headers": [
                (b"location", destination(form.get("next", [""])[0], root).encode("ascii")),
                (b"set-cookie", _cookie(access.sessions.mint(user), access.sessions.longest, root, secure)),
                (b"content-length", b"0"),
            ],
        }
    )
    await send({"type": "http.response.body", "body": b""})


def destination(wanted: str, root: str) -> str:
    """``wanted`` where it is a path of this service, else its first page. What browsers read as a host is none."""
    home = f"{root}/"
    path, mark, query = wanted.partition("?")
    readings = (path, unquote(path), unquote(unquote(path)))
    good = len(wanted) <= 2000 and all(
        _LOCAL.fullmatch(reading) and (reading + "/").startswith(home) and ".." not in reading.split("/")
        for reading in readings
    )
    if not good or not wanted.isprintable():
        return home
    return quote(path, safe="/%@:~!$&'()*+,;=-._") + mark + quote(query, safe="/%@:~!$&'()*+,;=-._?#")


def _cookie(session: str, seconds: int, root: str, secure: bool) -> bytes:
    cookie = f"{COOKIE}={session}; Path={root or '/'}; Max-Age={seconds}; HttpOnly; SameSite=Lax"
    return (cookie + ("; Secure" if secure else "")).encode("ascii")
