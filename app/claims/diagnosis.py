"""Why a sentence is no claim, for those who look after the service. Nothing is let through or held back by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from app.claims import lexicon
from app.claims.canonical import BREAK, Canonical, canonical, squeeze
from app.claims.model import Passage, Reason
from app.claims.sources import TITLE, is_own
from ingest.citation import Citation, find, parse

_CRITICAL = re.compile(
    rf"{lexicon.MODAL.pattern}|[不未无非免禁勿]|一般|原则上|以上|以下|以内|超过|满|至少|最[多高低少长]|每|均|仅|只|累计|连续|同时|或|且|除"
)
_SHORTEST = 2


def diagnosis(text: str, words: Canonical, cited: Sequence[Passage]) -> Reason:
    """The likeliest reason why ``text``, whose signs are ``words``, is not supported."""
    known = "\n".join(squeeze(passage.text) for passage in cited)
    keys = tuple(key for passage in cited for key in canonical(passage.text).keys if key != BREAK)
    for title in TITLE.findall(text):
        if squeeze(title) not in known and not any(is_own(title, passage) for passage in cited):
            return "title"
    for citation, start, end in find(text):
        if squeeze(text[start:end]) not in known and not any(_is_near(citation, passage) for passage in cited):
            return "address"
    if any(len(key) > 1 and key not in keys for key in words.keys):
        return "number"
    if any(match[0] not in known for match in _CRITICAL.finditer(squeeze(text))):
        return "critical"
    wanted = [key for key in words.keys if key != BREAK]
    return "unsupported" if _has_strange(wanted, keys) else _put_together(wanted, cited)


def _is_near(citation: Citation, passage: Passage) -> bool:
    """Whether the address is that of the passage, or of a part of it."""
    own = parse(passage.label)
    if own is None or citation.is_relative:
        return own is not None
    return (citation.article, citation.inserted, citation.address) == (own.article, own.inserted, own.address)


def _has_strange(wanted: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether there are words that the text has not got, of two signs and more."""
    pairs = set(pairwise(keys))
    at = 0
    while at < len(wanted):
        end = at + 1
        while end < len(wanted) and (wanted[end - 1], wanted[end]) in pairs:
            end += 1
        if end - at < _SHORTEST and wanted[at] not in (lexicon.PARTICLE, *lexicon.EQUALS, *lexicon.OPENERS):
            return True
        at = end
    return False


def _put_together(wanted: Sequence[str], cited: Sequence[Passage]) -> Reason:
    """``omitted`` where one line of the text has all of the words, else ``mixed``."""
    for passage in cited:
        for line in passage.text.split("\n"):
            rest = iter(canonical(line).keys)
            if all(key in rest for key in wanted):
                return "omitted"
    return "mixed"
