"""A clause of a regulation: its signs, and what it does in its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.claims import lexicon, numbers
from app.claims.canonical import BREAK, canonical, fold, squeeze


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """``keys`` are its signs, ``shape`` the same as one character each (# for a number); ``text`` its characters,
    without white space; ``sign`` is the punctuation behind it, "" where it goes on without.

    ``condition``: it says when the rest holds; ``hanging``: so clearly that no sentence ends with it. ``rule``: it lays something down and nothing else hangs on it.
    ``cuts`` are the places before the predicate, where a later clause may take up the subject; ``modal_cuts`` those
    after 应当 and the like; ``threshold`` is the place before 超过三天, 0 where there is none;
    ``turns`` are these three and the places of 的 and brackets, where a sentence may go another way than the clause.
    ``free`` is how long what ties it to the clause before is (并).
    """

    text: str
    keys: tuple[str, ...]
    shape: str
    sign: str
    condition: bool
    hanging: bool
    rule: bool
    announcement: bool
    subject: str
    topic: str
    cuts: frozenset[int]
    modal_cuts: frozenset[int]
    threshold: int
    free: int
    turns: frozenset[int]

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
    cuts = frozenset({modal.start()}) if modal and not scope and "的" not in shape[modal.end() :] else frozenset()
    modal_cuts = frozenset(m.end() for m in lexicon.MODAL_END.finditer(shape)) if not scope else frozenset()
    after = threshold.start() if threshold else 0
    ways = frozenset(place for place, sign in enumerate(shape) if sign in "的(（本")
    return Clause(
        text=text,
        keys=keys,
        shape=shape,
        sign=sign,
        condition=scope,
        hanging=condition,
        rule=bool(states) and not scope and not lexicon.BOUND_START.match(text),
        announcement=bool(lexicon.ANNOUNCEMENT.search(text)) and not lexicon.PROHIBITION.search(text),
        subject=_before(lexicon.STATEMENT, text),
        topic=_before(lexicon.SPOKEN_OF, text),
        cuts=cuts,
        modal_cuts=modal_cuts,
        threshold=after,
        free=free.end() if free else 0,
        turns=ways | cuts | modal_cuts | {0, after},
    )


def _before(predicate: re.Pattern[str], text: str) -> str:
    """What a clause with such a predicate speaks of, where it stands by itself; "" where it does not."""
    if lexicon.ZERO.match(text) or lexicon.LEANING.match(text) or lexicon.CONDITION.search(text):
        return ""
    found = predicate.search(text, 2)
    subject = text[: found.start()] if found else ""
    return "" if lexicon.CONDITION.search(subject) or lexicon.TIME.search(subject) else subject
