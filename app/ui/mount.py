"""The chat page on the service's FastAPI application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

_HERE = Path(__file__).parent
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


def mount(app: FastAPI, blocks: Any, *, path: str = "/", root_path: str = "") -> FastAPI:
    """``app`` with the page at ``path``; ``root_path`` is the public prefix where a proxy strips it.

    Nothing is loaded from another origin: the theme names fonts of the system only. No API page, no run history, no
    error details in the page, no uploads beyond a kilobyte (the guard refuses that route altogether).
    """
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.blue, neutral_hue=gr.themes.colors.slate, font=list(_SANS), font_mono=list(_MONO)
    )
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        blocks,
        path=path,
        root_path=root_path or None,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=theme,
        head=_head(),
    )
    return mounted


def _head() -> str:
    """The page's style and script.

    gradio's ``css`` argument rewrites selectors to hold only inside its container, which breaks those on the body, and
    applies them late; a style element in the head does neither.
    """
    style = (_HERE / "style.css").read_text(encoding="utf-8")
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    return f"<style>{style}</style><script>{script}</script>"
