"""Words between quotation marks: they must stand just so in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.claims.canonical import squeeze
from app.claims.model import Passage

_QUOTED = re.compile(r"“([^“”]*)”|「([^「」]*)」|『([^『』]*)』|‘([^‘’]*)’|\"([^\"]*)\"")
_SIGNS = re.compile('[“”「」『』‘’"]')


def are_verbatim(text: str, passages: Iterable[Passage]) -> bool:
    """Whether every quotation in ``text`` stands in a line of one of the passages, white space aside, and every
    quotation mark has its other half."""
    if not _SIGNS.search(text):
        return True
    lines = [squeeze(line) for passage in passages for line in passage.text.split("\n")]
    for match in _QUOTED.finditer(text):
        words = squeeze("".join(group or "" for group in match.groups())).rstrip("。，；,;")
        if not words or not any(words in line for line in lines):
            return False
    return not _SIGNS.search(_QUOTED.sub("", text))
