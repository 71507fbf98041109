"""Tables of contents are no content: 目录 and the lines that stand again further down."""

from __future__ import annotations

import re

from ingest.layout import ENDS_SENTENCE, Line, dropped
from ingest.mapped import Edit

_CONTENTS = re.compile(r"^(?:目\s*录.{0,4}|Contents)$", re.IGNORECASE)


def is_contents(text: str) -> bool:
    """Whether the line is the heading of a table of contents."""
    return bool(_CONTENTS.match(text.strip()))


def drop_contents(lines: list[Line]) -> tuple[list[Line], list[Edit]]:
    """Leave out tables of contents: after 目录, every line that stands again further down."""
    kept: list[Line] = []
    edits: list[Edit] = []
    plain = [re.sub(r"[\s.…·\d]+", "", line.text) for line in lines]
    index = 0
    while index < len(lines):
        line = lines[index]
        if not is_contents(line.text):
            kept.append(line)
            index += 1
            continue
        edits.append(dropped(line, "目录"))
        index += 1
        while index < len(lines) and len(lines[index].text) <= 80 and not ENDS_SENTENCE.search(lines[index].text):
            if plain[index] not in plain[index + 1 :]:
                break
            edits.append(dropped(lines[index], "目录"))
            index += 1
    return kept, edits
