"""A clause of a regulation: its signs, and what it does in its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.claims import lexicon, numbers
from app.claims.canonical import BREAK, canonical, fold, squeeze


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """``keys`` are its signs, ``shape`` the same as one character each (# for a number); ``text`` its characters,
    without white space; ``sign`` is the punctuation behind it, "" where it goes on without.

    ``condition``: it says when the rest holds. ``rule``: it lays something down and nothing else hangs on it.
    ``cuts`` are the places before the predicate, where a later clause may take up the subject; ``modal_cuts`` those
    after 应当 and the like; ``threshold`` is the place before 超过三天, 0 where there is none.
    """

    text: str
    keys: tuple[str, ...]
    shape: str
    sign: str
    condition: bool
    rule: bool
    announcement: bool
    subject: str
    cuts: frozenset[int]
    modal_cuts: frozenset[int]
    threshold: int
    free: int

    def begins(self, word: str) -> bool:
        """Whether it begins with ``word``."""
        return self.text.startswith(word)


@lru_cache(maxsize=2048)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of ``text``, cut at 。，；： and line breaks."""
    signs = canonical(text)
    folded = fold(text)
    made: list[Clause] = []
    begin = 0
    for place in range(len(signs.keys) + 1):
        if place < len(signs.keys) and signs.keys[place] != BREAK:
            continue
        if place > begin:
            words = folded[signs.starts[begin] : signs.ends[place - 1]]
            sign = text[signs.starts[place]] if place < len(signs.keys) else ""
            made.append(clause(signs.keys[begin:place], squeeze(words), sign))
        begin = place + 1
    return tuple(made)


def clause(keys: tuple[str, ...], text: str, sign: str) -> Clause:
    """The clause of these signs."""
    shape = "".join(key if len(key) == 1 else numbers.SIGN for key in keys)
    condition = bool(lexicon.CONDITION.search(text))
    states = lexicon.STATEMENT.search(text)
    scope = condition or (not states and bool(lexicon.SCOPE.search(text)))
    modal = lexicon.SUBJECT_END.search(shape, 2)
    threshold = lexicon.THRESHOLD_FIRST.search(shape, 2) if condition else None
    free = lexicon.JOINERS.match(shape)
    return Clause(
        text=text,
        keys=keys,
        shape=shape,
        sign=sign,
        condition=scope,
        rule=bool(states) and not scope and not lexicon.BOUND_START.match(text),
        announcement=bool(lexicon.ANNOUNCEMENT.search(text)) and not lexicon.PROHIBITION.search(text),
        subject=_subject(text),
        cuts=frozenset({modal.start()}) if modal and not scope and "的" not in shape[modal.end() :] else frozenset(),
        modal_cuts=frozenset(m.end() for m in lexicon.MODAL_END.finditer(shape)) if not scope else frozenset(),
        threshold=threshold.start() if threshold else 0,
        free=free.end() if free else 0,
    )


def _subject(text: str) -> str:
    """What a clause that stands by itself speaks of; "" where it does not."""
    if lexicon.ZERO.match(text) or lexicon.LEANING.match(text) or lexicon.CONDITION.search(text):
        return ""
    found = lexicon.STATEMENT.search(text, 2)
    subject = text[: found.start()] if found else ""
    return "" if lexicon.CONDITION.search(subject) or lexicon.TIME.search(subject) else subject
