"""The scripts and styles of the chat page: files of ``app/ui/static``, in the order in which they are to be loaded.

The chat page has them inlined; the embedded page, whose policy forbids inline code, loads the shared ones from
``{root}/static/NAME``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

STATIC = Path(__file__).parent / "static"

SHARED_STYLES = ("theme.css", "shell.css", "talk.css", "panel.css")
SHARED_SCRIPTS = (
    "start.js",
    "display.js",
    "panel.js",
    "copy.js",
    "composer.js",
    "turns.js",
    "feedback.js",
    "export.js",
)
PROSE_STYLES, PROSE_SCRIPTS = ("prose.css",), ("writing.js",)
"""Beyond the shared ones: for what a language model writes. A site without one loads nothing of it."""
PAGE_STYLES, PAGE_SCRIPTS = ("gradio.css",), ("gradio.js",)
"""Beyond the shared ones: for the chat page alone."""


def together(names: Iterable[str]) -> str:
    """The files one after another."""
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)
