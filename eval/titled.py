"""The regulations that an option of a command means: those with these words in their title."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from eval.measures import fold
from ingest.console import fail
from ingest.model import Regulation


def titled(name: str, regulations: Sequence[Regulation]) -> list[Regulation]:
    """The regulations with ``name`` in one of their titles; ends the process where there is none."""
    found = [r for r in regulations if any(fold(name) in fold(title) for title in (r.title, *r.aliases))]
    if not found:
        near = get_close_matches(name, [r.title for r in regulations], n=1, cutoff=0.0)
        fail(f"没有名称含“{name}”的制度，最接近的是《{near[0]}》。" if near else "还没有导入任何制度。", 2)
    return found
