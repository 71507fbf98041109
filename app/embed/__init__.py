"""Embedding: the page for a frame, the one-line widget, and a demonstration portal."""

from __future__ import annotations

from app.embed.routes import add_embed

__all__ = ["add_embed"]
