"""What official paper prints above a title: 砚禾研究院文件, the 文号, 签发人, the issuers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines.line import Line
from ingest.metadata.docnumber import number_line
from ingest.metadata.issuers import issuer_line

_MASTHEAD = re.compile(r"^.{2,30}文件$")
_SIGNER = re.compile(r"^签\s*发\s*人\s*[：:].{1,40}$")
_MOST = 5


def is_ornament(text: str) -> bool:
    """Whether the line is the paper's, not the text's: 砚禾研究院文件, 签发人：王某."""
    return bool(_MASTHEAD.match(text) or _SIGNER.match(text))


def opening(lines: Sequence[Line], at: int, floor: int) -> int:
    """Where the document whose title stands at ``at`` begins: at its issuers, its number or the masthead above that;
    never at ``floor`` or before."""
    first = above = at
    while above - 1 > floor and at - above < _MOST:
        text = lines[above - 1].text
        masthead = first < at and _MASTHEAD.match(text)
        if number_line(text) or masthead or _is_issuer(lines, above - 1):
            first = above - 1
        elif not _SIGNER.match(text):
            break
        above -= 1
    return first


def title_at(lines: Sequence[Line]) -> int:
    """Which of a document's lines, as :func:`opening` found them, is its title."""
    for at, line in enumerate(lines[: _MOST + 1]):
        if line.marker:
            break  # 比选文件 with nothing below it but its articles is a title
        if not (number_line(line.text) or is_ornament(line.text) or _is_issuer(lines, at)):
            return at
    return 0


def issuers_above(lines: Sequence[Line], title: int) -> str:
    """The issuers on the lines right above 关于…的意见, joined by a space."""
    first = title
    while first and _is_issuer(lines, first - 1):
        first -= 1
    return " ".join(line.text for line in lines[first:title])


def _is_issuer(lines: Sequence[Line], at: int) -> bool:
    """Issuers stand apart above a title that says only what it is about: 关于…的意见."""
    below = at + 1
    while below < len(lines) and below - at < _MOST and issuer_line(lines[below].text):
        below += 1
    return below < len(lines) and lines[below].text.startswith("关于") and issuer_line(lines[at].text) is not None
