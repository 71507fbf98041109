"""The chat page. gradio is imported only in this package."""

from __future__ import annotations

from app.ui.mount import mount
from app.ui.page import Examples, build_blocks

__all__ = ["Examples", "build_blocks", "mount"]
