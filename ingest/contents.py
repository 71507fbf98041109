"""Tables of contents are no content: 目录 and the lines that stand again further down."""

from __future__ import annotations

import re

from ingest.line import Line, dropped, ends_sentence
from ingest.mapped import Edit

_CONTENTS = re.compile(r"^(?:目\s*录.{0,4}|Contents)$", re.IGNORECASE)
_LEADER = re.compile(r"[\s.…·\d]+")


def is_contents(text: str) -> bool:
    """Whether the line is the heading of a table of contents."""
    return bool(_CONTENTS.match(text.strip()))


def drop_contents(lines: list[Line]) -> tuple[list[Line], list[Edit]]:
    """Leave out tables of contents: after 目录, every line that stands again further down."""
    if not any(is_contents(line.text) for line in lines):
        return lines, []
    kept: list[Line] = []
    edits: list[Edit] = []
    plain = [_LEADER.sub("", line.text) for line in lines]
    last = {text: index for index, text in enumerate(plain)}
    index = 0
    while index < len(lines):
        line = lines[index]
        if not is_contents(line.text):
            kept.append(line)
            index += 1
            continue
        edits.append(dropped(line, "目录"))
        index += 1
        while index < len(lines) and len(lines[index].text) <= 80 and not ends_sentence(lines[index].text):
            if last[plain[index]] == index:
                break
            edits.append(dropped(lines[index], "目录"))
            index += 1
    return kept, edits
