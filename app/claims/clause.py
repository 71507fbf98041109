"""A clause of a regulation: its signs, and what it does in its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from app.claims import lexicon
from app.claims.canonical import BREAK, canonical, fold, squeeze
from app.claims.numbers import SIGN


@dataclass(frozen=True, eq=False)
class Clause:
    """``keys`` are its signs, ``text`` its characters without white space; ``sign`` is the punctuation behind it, ""
    where it goes on without. What it does is worked out when it is asked for: few clauses ever are."""

    keys: tuple[str, ...]
    text: str
    sign: str

    def begins(self, word: str) -> bool:
        """Whether it begins with ``word``."""
        return self.text.startswith(word)

    @cached_property
    def shape(self) -> str:
        """Its signs as one character each, # for a number."""
        return "".join(key if len(key) == 1 else SIGN for key in self.keys)

    @cached_property
    def states(self) -> bool:
        """Whether it lays down or defines something."""
        return bool(lexicon.STATEMENT.search(self.text))

    @cached_property
    def hanging(self) -> bool:
        """Whether it says when the rest holds (…的), so clearly that no sentence ends with it."""
        return bool(lexicon.CONDITION.search(self.text))

    @cached_property
    def condition(self) -> bool:
        """Whether it says when the rest holds, or for whom."""
        return self.hanging or (not self.states and bool(lexicon.SCOPE.search(self.text)))

    @cached_property
    def rule(self) -> bool:
        """Whether it lays something down, and nothing else hangs on it."""
        return self.states and not self.condition and not lexicon.BOUND_START.match(self.text)

    @cached_property
    def settled(self) -> bool:
        """Whether it says something by itself, so that nothing of its sentence hangs on it."""
        if lexicon.LABEL.fullmatch(self.text):
            return True
        return self.rule or (not self.condition and bool(lexicon.SETTLED.search(self.text, 2)))

    @cached_property
    def announcement(self) -> bool:
        """Whether it only says that a list follows."""
        return bool(lexicon.ANNOUNCEMENT.search(self.text)) and not lexicon.PROHIBITION.search(self.text)

    @cached_property
    def subject(self) -> str:
        """What a rule that stands by itself speaks of; "" where it does not."""
        return self._before(lexicon.STATEMENT)

    @cached_property
    def topic(self) -> str:
        """The same for any clause."""
        return self._before(lexicon.SPOKEN_OF)

    @cached_property
    def goes_on(self) -> bool:
        """Whether it says something more of a subject that stands before it."""
        return bool(lexicon.PREDICATE_FIRST.match(self.shape))

    @cached_property
    def leans(self) -> bool:
        """Whether it makes no sense without the clause before."""
        return bool(lexicon.LEANING.match(self.text))

    @cached_property
    def cut(self) -> int:
        """The place before the predicate, where a later clause may take up the subject; 0 where there is none."""
        found = None if self.condition else lexicon.SUBJECT_END.search(self.shape, 2)
        return found.start() if found and lexicon.PARTICLE not in self.shape[found.end() :] else 0

    @cached_property
    def modal_cuts(self) -> frozenset[int]:
        """The places behind 应当 and the like."""
        if self.condition:
            return frozenset()
        return frozenset(match.end() for match in lexicon.MODAL_END.finditer(self.shape))

    @cached_property
    def threshold(self) -> int:
        """The place before 超过三天 in a condition, 0 where there is none."""
        found = lexicon.THRESHOLD_FIRST.search(self.shape, 2) if self.condition else None
        return found.start() if found else 0

    @cached_property
    def basis(self) -> int:
        """The place before 按出差天数计算, where that is all that the clause says; 0 elsewhere."""
        found = lexicon.BASIS.search(self.shape, 2)
        return found.start() if found else 0

    @cached_property
    def free(self) -> int:
        """How many signs tie it to the clause before (并, 但, 或者)."""
        found = lexicon.JOINERS.match(self.shape)
        return found.end() if found else 0

    @cached_property
    def turns(self) -> frozenset[int]:
        """The places where a sentence may go another way than the clause."""
        ways = {place for place, sign in enumerate(self.shape) if sign in "的(（本"}
        return frozenset(ways | self.modal_cuts | {0, self.cut, self.threshold, self.basis})

    def _before(self, predicate: re.Pattern[str]) -> str:
        if lexicon.ZERO.match(self.text) or self.leans or self.hanging:
            return ""
        found = predicate.search(self.text, 2)
        subject = self.text[: found.start()] if found else ""
        return "" if lexicon.CONDITION.search(subject) or lexicon.TIME.search(subject) else subject


@lru_cache(maxsize=2048)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of ``text``, cut at 。，；： and line breaks."""
    signs = canonical(text)
    folded = fold(text)
    made: list[Clause] = []
    begin = 0
    breaks = [place for place, key in enumerate(signs.keys) if key == BREAK]
    for place in (*breaks, len(signs.keys)):
        if place > begin:
            words = squeeze(folded[signs.starts[begin] : signs.ends[place - 1]])
            made.append(Clause(signs.keys[begin:place], words, text[signs.starts[place]] if place in breaks else ""))
        begin = place + 1
    return tuple(made)
