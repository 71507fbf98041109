"""Pages without gradio: browsing regulations and articles, the source panel's fragments, static files."""

from __future__ import annotations

from app.pages.routes import add_pages

__all__ = ["add_pages"]
