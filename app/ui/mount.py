"""The chat page on the service's FastAPI application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware

from app.ui.frontend import frontend
from app.ui.shell import Shell

_SANS = (
    "system-ui",
    "-apple-system",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "sans-serif",
)
_MONO = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")


def mount(app: FastAPI, blocks: Any, *, path: str = "/", title: str = "条问", llm: bool = False) -> FastAPI:
    """``app`` with the page at ``path``, which is the public prefix too: a proxy passes it on unchanged. ``llm`` is
    whether the site has a language model.

    Nothing is loaded from another origin: the theme names fonts of the system only. No API page, no run history, no
    error details in the page, no uploads beyond a kilobyte (the guard refuses that route altogether).
    """
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.blue, neutral_hue=gr.themes.colors.slate, font=list(_SANS), font_mono=list(_MONO)
    )
    root = path.rstrip("/")
    app.include_router(frontend(Path(gr.__file__).parent / "templates" / "frontend" / "assets"), prefix=root)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        blocks,
        path=path,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=theme,
        app_kwargs={"middleware": [Middleware(Shell, title=title, root_path=root, llm=llm)]},
    )
    return mounted
