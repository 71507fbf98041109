"""What the guard goes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.settings import Settings


@dataclass(frozen=True)
class Rules:
    """``root`` is the public prefix, ``portals`` are origins that may embed the pages and call the API.

    ``max_body`` in bytes and ``body_seconds`` bound a request; ``per_minute`` are questions of one user or address, 0
    for no limit; ``title`` is the service's name on the guard's own pages.
    """

    root: str = ""
    portals: Sequence[str] = ()
    max_body: int = 1024 * 1024
    body_seconds: float = 60
    per_minute: int = 0
    title: str = "条问"


def rules(settings: Settings) -> Rules:
    """The rules of a site."""
    return Rules(
        settings.root_path,
        settings.portal_origins,
        settings.max_body_kb * 1024,
        per_minute=settings.rate_per_minute,
        title=settings.title,
    )
