"""A question together with the one before it, written so that people read it as one: 关于“…”，…"""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"^关于“(?P<before>[^“”]*)”，")
_MOST = 120  # characters


def with_background(before: str, question: str) -> str:
    """``question`` with ``before``, what was asked before, as its background. Backgrounds do not nest."""
    kept = _WRITTEN.sub(lambda match: f"{match['before']}，", before).replace("“", "").replace("”", "")
    return f"关于“{kept.rstrip('？?。，,')[-_MOST:]}”，{question}"


def behind(question: str) -> tuple[str, str]:
    """The background of a question (empty where it has none), and the question itself."""
    written = _WRITTEN.match(question)
    return (written["before"], question[written.end() :]) if written else ("", question)
