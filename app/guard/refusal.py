"""A request refused: what is wrong and what to do, as the API's error or as a small page."""

from __future__ import annotations

import base64
import hashlib
import html
import json

from app.error_body import error_body, openai_body
from app.guard.asgi import Send

_STYLE = (
    "body{margin:0;font:1rem/1.7 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;"
    "color:#1f2937;background:#f8fafc}"
    "main{max-width:32rem;margin:12vh auto;padding:0 1.25rem}h1{font-size:1.35rem}small{color:#4b5563}"
    "@media(prefers-color-scheme:dark){body{color:#e5e7eb;background:#111827}small{color:#9ca3af}}"
)
STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")
"""SHA-256 of the page's only style, which lets the policy forbid every other."""

_TITLES = {
    400: "请求有误",
    401: "请从门户进入",
    403: "没有权限",
    404: "没有这个页面",
    405: "请从门户进入",
    408: "请求超时",
    413: "请求太大",
    429: "请求太频繁",
}


class RefusedError(Exception):
    """``status`` and ``code`` for programs, ``message`` Chinese; ``retry_after`` in seconds."""

    def __init__(self, status: int, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after


async def refuse(
    send: Send, refusal: RefusedError, title: str, identity: str, as_page: bool, openai: bool = False
) -> None:
    """Send the whole response. ``title`` is the service's name, ``identity`` the id of the request.

    ``openai``: the error has the shape that OpenAI's clients read.
    """
    if as_page:
        kind, body = b"text/html; charset=utf-8", _page(refusal, title, identity)
    else:
        kind = b"application/json"
        code, message = refusal.code, refusal.message
        error = openai_body(refusal.status, code, message) if openai else error_body(code, message)
        body = json.dumps(error, ensure_ascii=False).encode()
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"cache-control", b"no-store"),
    ]
    if refusal.retry_after is not None:
        headers.append((b"retry-after", str(refusal.retry_after).encode("ascii")))
    if refusal.status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="tiaowen"'))
    if refusal.status in (400, 408, 413):
        headers.append((b"connection", b"close"))  # the rest of the body is not read
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _page(refusal: RefusedError, title: str, identity: str) -> bytes:
    heading = _TITLES.get(refusal.status, "服务暂时不可用")
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{heading} · {html.escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{heading}</h1><p>{html.escape(refusal.message)}</p>"
        f"<p><small>{html.escape(title)} · 请求编号 {html.escape(identity)}</small></p></main></body></html>"
    ).encode()
