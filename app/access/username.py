"""The name of a user as it may stand in logs and limits: one line, of reasonable length."""

from __future__ import annotations

import unicodedata

LONGEST = 128
"""Characters."""


def username(text: str) -> str | None:
    """The name in one spelling (NFC, no blanks around); None where it is empty, too long or not printable."""
    if len(text) > 4 * LONGEST:  # before any work goes into it
        return None
    name = unicodedata.normalize("NFC", text).strip()
    return name if name and len(name) <= LONGEST and name.isprintable() else None
