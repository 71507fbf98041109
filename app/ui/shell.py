"""The HTML around the chat page: gradio's own index page, made Chinese and ours before it leaves.

gradio writes ``lang="en"``, adds its ``head`` argument only once its scripts run, and names pictures and addresses of
other sites in the page's metadata. What it serves is therefore corrected on the way out: language, name, style and
scripts stand in the first bytes, and nothing points elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from html import escape
from typing import Any

from app.ui.assets import (
    PAGE_SCRIPTS,
    PAGE_STYLES,
    PROSE_SCRIPTS,
    PROSE_STYLES,
    SHARED_SCRIPTS,
    SHARED_STYLES,
    together,
)

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

_FOREIGN = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>|<link rel="manifest"[^>]*>')
# the resizer listens to whatever page frames this one; the embedded page has its own, with the origin checked
_RESIZER = re.compile(r"<script>\s*\(\(\) => \{[^<]*iframeResizer\.contentWindow[^<]*</script>")
# gradio takes its words from the browser's language; everything else here is Chinese
_LANGUAGE = 'Object.defineProperty(navigator, "language", { get: () => "zh-CN" });'
_BEGINNING = (
    '<a class="tw-skip" id="tw-skip" href="#tw-box">跳到提问框</a><div id="tw-opening"><p role="status">正在打开…</p>'
    "<noscript><p>本页需要 JavaScript。请在浏览器设置中允许本站运行脚本后刷新。</p></noscript></div>"
)


class Shell:
    """ASGI layer just inside gradio's own ones: rewrites its index page, passes everything else on.

    ``title`` is the page's name, ``root_path`` the public prefix, which scripts read from ``<html data-root>``;
    ``llm`` whether the site has a language model.
    """

    def __init__(self, app: _App, title: str, root_path: str, llm: bool) -> None:
        self._app = app
        self._title = title
        self._root = root_path
        style = together((*SHARED_STYLES, *(PROSE_STYLES if llm else ()), *PAGE_STYLES))
        script = together((*SHARED_SCRIPTS, *(PROSE_SCRIPTS if llm else ()), *PAGE_SCRIPTS))
        self._head = f"<style>{style}</style><script>{_LANGUAGE}\n{script}</script>"

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: _Message | None = None
        parts: list[bytes] = []

        async def reply(message: _Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_html(message):
                start = message
            elif start is None:
                await send(message)
            else:
                parts.append(message.get("body", b""))
                if not message.get("more_body", False):
                    body = self.rewritten(b"".join(parts).decode("utf-8")).encode("utf-8")
                    await send({**start, "headers": _measured(start, body)})
                    await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, reply)

    def rewritten(self, page: str) -> str:
        """gradio's index page as it is served; other HTML comes back as it is."""
        if "<gradio-app" not in page:
            return page
        page = re.sub(r'<html\s+lang="en"', f'<html lang="zh-CN" data-root="{escape(self._root)}"', page, count=1)
        page = _RESIZER.sub("", _FOREIGN.sub("", page))
        # the title may be anything, so that it must not be read as a pattern
        icon = f'<link rel="icon" href="{escape(self._root)}/static/icon.svg">'
        head = f"<title>{escape(self._title)}</title>{icon}{self._head}"
        page = page.replace('<meta charset="utf-8" />', f'<meta charset="utf-8" />{head}', 1)
        return page.replace("<gradio-app", f"{_BEGINNING}<gradio-app", 1)


def _is_html(message: _Message) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in message["headers"])


def _measured(start: _Message, body: bytes) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
    return [*kept, (b"content-length", str(len(body)).encode("ascii"))]
