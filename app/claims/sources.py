"""Where a sentence says that its words come from: 根据《办法》第十二条规定，, the name of the regulation, a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from app.claims.canonical import BREAK, Canonical, canonical, fold
from app.claims.model import Passage
from ingest.citation import Citation, find
from ingest.references.titlekey import GENRE, plain_title, title_key

_BY = re.compile(r"(?:根据|依据|依照|按照|按|据)\s*")
_GENERAL = re.compile(
    r"(?:该|上述|以上|此|有关|相关|所引)?(?:条文|摘录|原文|制度|文件|规定|条款)(?=规定|要求|，|,|：|:)"
)
_SAYS = re.compile(r"\s*(?:的|中|里)?\s*(?:的?(?:相关|有关|明确)?(?:规定|要求|明确|指出|载明)(?:的)?)?")
_PAUSE = re.compile(r"\s*[，,：:]\s*")
_GENRE_END = re.compile(rf"{GENRE}$")
_SHORTEST = 4
_NUMBERED = re.compile(
    r"^(?:第[零〇一二三四五六七八九十百\d]+(?:分编|编|章|节)|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])\s*"
)
_NUMBER = re.compile(r"[第§条附问]|[一二三四五六七八九十][（(、]")
_TURNS = re.compile(r"[不非未无免除]")
TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")


def places(words: Canonical) -> Iterator[int]:
    """The signs that begin a clause."""
    for place, key in enumerate(words.keys):
        if key != BREAK and (place == 0 or words.keys[place - 1] == BREAK):
            yield place


def sources(text: str, words: Canonical, passage: Passage) -> Mapping[int, Sequence[tuple[int, tuple[Citation, ...]]]]:
    """From each beginning of a source to its end, in signs, with the addresses it names. The regulation it names is the
    one of ``passage``; what names another one is no source."""
    found: dict[int, list[tuple[int, tuple[Citation, ...]]]] = {}
    cited = {start: (citation, end) for citation, start, end in find(text)} if _NUMBER.search(text) else {}
    for place in places(words):
        for end, addresses in _read(text, words.starts[place], cited, passage):
            last = next((n for n in range(place, len(words.keys)) if words.starts[n] >= end), len(words.keys))
            if last > place:
                found.setdefault(place, []).append((last, addresses))
    return found


def _read(
    text: str, start: int, cited: Mapping[int, tuple[Citation, int]], passage: Passage
) -> Iterator[tuple[int, tuple[Citation, ...]]]:
    by = _BY.match(text, start)
    at = by.end() if by else start
    addresses: tuple[Citation, ...] = ()
    named = at
    if title := TITLE.match(text, at):
        if not is_own(title[1], passage):
            return
        named = title.end()
    else:
        plain = next(
            (name for name in (passage.title, *passage.aliases) if len(name) > 3 and text.startswith(name, at)), ""
        )
        named = at + len(plain)
    if at in cited or named in cited:
        citation, named = cited[at if at in cited else named]
        addresses = (citation,)
    elif named == at:
        if not (general := _GENERAL.match(text, at)):
            return
        named = general.end()
    says = _SAYS.match(text, named)
    assert says is not None
    for end in dict.fromkeys((says.end(), named)):
        pause = _PAUSE.match(text, end)
        if pause or addresses or says.end() > named:
            yield (pause.end() if pause else end), addresses


def names(text: str, words: Canonical, passage: Passage) -> Mapping[int, int]:
    """From each 《name of the regulation》 to its end, in signs."""
    found: dict[int, int] = {}
    for match in TITLE.finditer(text):
        if is_own(match[1], passage) and match.start() in words.starts:
            last = next((n for n, start in enumerate(words.starts) if start >= match.end()), len(words.keys))
            found[words.starts.index(match.start())] = last
    return found


def headings(words: Canonical, passage: Passage) -> Mapping[int, int]:
    """From each heading that begins a clause to its end, in signs: a whole one, of the passage's own place."""
    found: dict[int, int] = {}
    for place in places(words):
        for keys in _headings(passage):
            if words.keys[place : place + len(keys)] == keys:
                found[place] = max(found.get(place, 0), place + len(keys))
    return found


@lru_cache(maxsize=256)
def _headings(passage: Passage) -> tuple[tuple[str, ...], ...]:
    plain = [_NUMBERED.sub("", heading.strip()) for heading in passage.path]
    made = (canonical(heading).keys for heading in (*plain, passage.title) if not _TURNS.search(heading))
    return tuple(keys for keys in made if len(keys) > 1 and BREAK not in keys)


@lru_cache(maxsize=1024)
def is_own(title: str, passage: Passage) -> bool:
    """Whether ``title`` names the regulation of the passage: its title, an alias, or the end of its title (《考核办法》
    for 《…工作人员考核办法》, also 《办法》)."""
    written = title_key(fold(title))
    own = title_key(fold(passage.title))
    if any(written == title_key(fold(alias)) for alias in (passage.title, *passage.aliases)):
        return True
    short = plain_title(fold(title))
    if written != short or not own.endswith(written):
        return False
    return bool(_GENRE_END.fullmatch(written)) or (len(written) >= _SHORTEST and bool(_GENRE_END.search(written)))
