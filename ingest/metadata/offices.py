"""Names of offices that are written one after the other without anything between them."""

from __future__ import annotations

import re

_LONGEST = 30
MOST = 300
"""Characters that such names may have together."""


def are_offices(text: str, ending: re.Pattern[str]) -> bool:
    """Whether the text consists of names of two to thirty characters and an office's ending each (部, 委员会).

    ``ending`` matches nothing, and its first group what is ahead. 党委、政府 is read as one name or as two.
    """
    if len(text) > MOST:
        return False
    # A pattern that repeats such a name would try every way to part the text.
    ends = {0}
    for office in ending.finditer(text):
        if any(2 <= office.start() - end <= _LONGEST for end in ends):
            end = office.end(1)
            ends |= {end, end + len(text[end:]) - len(text[end:].lstrip("、"))}
    return bool(text) and len(text) in ends
