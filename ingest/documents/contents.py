"""Tables of contents are no content: 目录 and the lines that stand again further down, or headings one below the other
that stand again elsewhere."""

from __future__ import annotations

import re
from collections.abc import Hashable

from ingest.lines.line import Line, dropped, ends_sentence
from ingest.lines.mapped import Edit

_CONTENTS = re.compile(r"^(?:目\s*[录次].{0,4}|Contents)$", re.IGNORECASE)
_LEADER = re.compile(r"[\s.…·\d]+")
_LEAST = 3
"""So many headings without a text between them are a table of contents."""


def is_contents(text: str) -> bool:
    """Whether the line is the heading of a table of contents."""
    return bool(_CONTENTS.match(text.strip()))


def drop_contents(lines: list[Line]) -> tuple[list[Line], list[Edit]]:
    """Leave out tables of contents, wherever they stand, with 目录 above them or without."""
    listed = _after_the_word(lines) | _without_the_word(lines)
    if not listed:
        return lines, []
    kept = [line for at, line in enumerate(lines) if at not in listed]
    return kept, [dropped(lines[at], "目录") for at in sorted(listed)]


def _after_the_word(lines: list[Line]) -> set[int]:
    """目录 and the lines below it that stand again further down, in full or only by their number (第三条)."""
    heads = [at for at, line in enumerate(lines) if is_contents(line.text)]
    listed: set[int] = set(heads)
    if not heads:
        return listed
    last = {_text(line): at for at, line in enumerate(lines)} | {_number(line): at for at, line in enumerate(lines)}
    for head in heads:
        for at in range(head + 1, len(lines)):
            line = lines[at]
            again = max(last[_text(line)], last[_number(line)] if _number(line) else 0)
            if len(line.text) > 80 or ends_sentence(line.text) or again == at or at in listed:
                break
            listed.add(at)
    return listed


def _without_the_word(lines: list[Line]) -> set[int]:
    """Headings one below the other, two of a kind among them, that all stand again further down, or all further up."""
    runs: list[list[int]] = []
    for at, line in enumerate(lines):
        if line.marker and line.marker.kind in ("heading", "section") and not ends_sentence(line.text):
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
    runs = [run for run in runs if len(run) >= _LEAST]
    if not runs:
        return set()
    last = {_text(line): at for at, line in enumerate(lines)}
    first = {_text(line): at for at, line in reversed(list(enumerate(lines)))}
    listed: set[int] = set()
    for run in runs:
        for again in (
            [at for at in run if last[_text(lines[at])] > at],
            [at for at in run if first[_text(lines[at])] < at],
        ):
            words = [found.word for at in again if (found := lines[at].marker)]
            # 编, 章 and 节 may follow one another; two 章 without a text between them are listed only.
            if len(words) >= _LEAST and len(set(words)) < len(words):
                listed.update(again)
                break
    return listed


def _text(line: Line) -> str:
    return _LEADER.sub("", line.text)


def _number(line: Line) -> Hashable:
    found = line.marker
    if found is None or found.kind not in ("article", "heading"):
        return None
    return (found.kind, found.word, found.number, found.inserted)
