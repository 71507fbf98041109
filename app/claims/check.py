"""Whether a sentence says only what the passages it cites say."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache

from app.claims import lexicon, marks, quotations, sources
from app.claims.alignment import Words, ends, reach
from app.claims.canonical import BREAK, JOIN, canonical, unseen
from app.claims.diagnosis import diagnosis
from app.claims.marks import Part
from app.claims.model import Claim, Passage, Reason, Verdict
from app.claims.sentences import LONGEST
from app.claims.twins import has_twin
from app.claims.unit import Unit
from app.claims.units import units

logger = logging.getLogger("tiaowen.claims")

_FIRST = 4  # behind 但是 or （一） a claim may begin with the third or fourth sign
_OPENING = '[［【《“「『（(〔"'
# what is no prose: a question, markup, an address of the web
_FORM = re.compile(r"[?？<>{}`|\\=^@$]|https?:|www\.|://")


def check(sentence: str, passages: Mapping[int, Passage]) -> Verdict:
    """The claim that ``sentence`` is, or why it is none. ``passages`` are the quotations of the answer by number.

    A sentence is a claim if every part of it, up to its mark, can be made from the text of the passages that the mark
    names, by leaving out what may be left out. Never raises: what cannot be checked is no claim.
    """
    try:
        return _verdict(sentence.strip(), passages)
    except Exception:  # a fault of ours must neither let a sentence pass nor cost the reader the quotations
        logger.exception("核对一句改写时出错，这一句不采用")
        return Verdict(None, "unsupported")


def _verdict(sentence: str, passages: Mapping[int, Passage]) -> Verdict:
    if not sentence or not (sentence[0].isalnum() or sentence[0] in _OPENING):
        return Verdict(None, "form" if sentence else "empty")
    if len(sentence) > LONGEST or unseen(sentence) or _FORM.search(marks.without_marks(sentence)):
        return Verdict(None, "form")
    parts = marks.parts(sentence)
    if not parts or not all(part.numbers for part in parts):
        return Verdict(None, "no_mark" if parts else "empty")
    numbers = tuple(dict.fromkeys(number for part in parts for number in part.numbers))
    if not all(number in passages for number in numbers):
        return Verdict(None, "unknown_mark")
    for number, part in enumerate(parts):
        reason = _part(part, [passages[each] for each in part.numbers], number > 0)
        if reason != "ok":
            return Verdict(None, reason)
    return Verdict(Claim("".join(part.text for part in parts), numbers), "ok")


def _part(part: Part, cited: Sequence[Passage], goes_on: bool) -> Reason:
    """Why the words of one part are not supported by all of ``cited`` together, ``ok`` where they are."""
    text = part.words
    if not quotations.are_verbatim(text, cited):
        return "quotation"
    words = canonical(text)
    if sum(key != BREAK for key in words.keys) < lexicon.SUBSTANCE:
        return "empty"
    each = [
        (
            Words(
                words.keys,
                sources.sources(text, words, passage),
                sources.names(text, words, passage),
                sources.headings(words, passage),
            ),
            passage,
        )
        for passage in cited
    ]
    firm = {
        n
        for n, key in enumerate(words.keys)
        if key == BREAK and re.search("[；;。]", text[words.starts[n] : words.ends[n]])
    }
    begin = 0
    while begin < len(words.keys) and words.keys[begin] == BREAK:
        begin += 1
    if goes_on and words.keys[begin] == JOIN:
        begin += 1
    for opening in _begun(words.keys, begin):
        if _made(each, opening, len(words.keys), firm):
            return "ok"
    return diagnosis(text, words, cited)


def _begun(keys: Sequence[str], begin: int) -> list[int]:
    found = [begin]
    for connective in lexicon.CONNECTIVES:
        end = begin + len(connective)
        if tuple(connective) == tuple(keys[begin:end]):
            found.append(end + (end < len(keys) and keys[end] == BREAK))
    return found


def _made(each: Sequence[tuple[Words, Passage]], begin: int, end: int, firm: Set[int]) -> bool:
    """Whether the signs from ``begin`` on are one claim after another, of every passage at least one. ``firm`` are the
    places of ； and 。, behind which something else begins."""
    keys = each[0][0].keys
    while end > begin and keys[end - 1] == BREAK:
        end -= 1
    reached = {(begin, frozenset[int]())}
    open_ = list(reached)
    while open_:
        start, used = open_.pop()
        for place, numbers in _claims(each, start).items():
            now = used | numbers
            if place >= end:
                if len(now) == len(each):
                    return True
            elif place in firm:  # behind a comma the next words would seem to speak of the same
                state = (place + 1, now)
                if state not in reached:
                    reached.add(state)
                    open_.append(state)
    return False


def _claims(each: Sequence[tuple[Words, Passage]], start: int) -> dict[int, frozenset[int]]:
    """Where claims that begin at ``start`` can end, and whose claims they are."""
    found: dict[int, frozenset[int]] = {}
    for words, passage in each:
        for unit in _candidates(words, start, passage):
            for place in ends(words, start, unit):
                if not has_twin(words.keys[start:place], passage):
                    found[place] = found.get(place, frozenset()) | {passage.number}
    return found


def _candidates(words: Words, start: int, passage: Passage) -> Iterator[Unit]:
    """The units that may begin with what stands at ``start``, or behind words that say where it comes from."""
    first = _first(passage)
    keys = {words.at(place) for place in reach(words, start)} | ({"本"} if words.names else set())
    found = {id(unit): unit for key in keys for unit in first.get(key, ())}
    yield from found.values()


@lru_cache(maxsize=128)
def _first(passage: Passage) -> Mapping[str, Sequence[Unit]]:
    """The units of the passage by the signs that their clauses begin with."""
    found: dict[str, list[Unit]] = {}
    for unit in units(passage):
        for key in {key for clause in unit.clauses for key in clause.keys[:_FIRST]}:
            found.setdefault(key, []).append(unit)
    return found
