"""Whether signs can be made of a unit by leaving out what may be left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.claims import bounds, lexicon, omission
from app.claims.canonical import BREAK, JOIN
from app.claims.numbers import SIGN
from app.claims.unit import Unit
from ingest.citation import Citation

_END = "\0"
_MOST_STEPS = 2000  # of one search; text that repeats itself a hundred times takes more, and then nothing is found
_MOST_CLAUSES = 120  # of a unit
_TURNS = frozenset({lexicon.PARTICLE, *lexicon.EQUALS, "《"})


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence as it is aligned: its signs, and at which places something stands that is no words of the text.

    ``sources`` lead from the beginning of 根据第X条规定， to its end, with the addresses that it names; ``names`` from
    the beginning of a name of the cited regulation to its end; ``headings`` likewise for a heading.
    """

    keys: tuple[str, ...]
    sources: Mapping[int, Sequence[tuple[int, tuple[Citation, ...]]]] = field(default_factory=dict)
    names: Mapping[int, int] = field(default_factory=dict)
    headings: Mapping[int, int] = field(default_factory=dict)

    def at(self, place: int) -> str:
        """The sign at ``place``, a sign of its own behind the last."""
        return self.keys[place] if place < len(self.keys) else _END


def ends(words: Words, start: int, unit: Unit) -> set[int]:
    """Where in ``words`` a claim can end that begins at ``start`` and is made of ``unit``; always before a break or at
    the end of the words."""
    return _Alignment(words, unit).run(start)


def reach(words: Words, start: int) -> set[int]:
    """The places at which the first words of a unit may stand, of a claim that begins at ``start``."""
    found = {start, *(end for end, _ in words.sources.get(start, ()))}
    found |= {end for place in tuple(found) for end, _ in words.sources.get(place, ())}
    found |= {words.headings[place] for place in tuple(found) if place in words.headings}
    return {place + more for place in found for more in (0, 1, 2, 3)}


class _Alignment:
    """One search: a step is (clause, place in the words, whether the clause stands without the one before)."""

    def __init__(self, words: Words, unit: Unit) -> None:
        self._words = words
        self._unit = unit
        self._open: list[tuple[int, int, bool, int]] = []
        self._seen: set[tuple[int, int, bool, int]] = set()
        self._found: set[int] = set()

    def run(self, start: int) -> set[int]:
        if len(self._unit.clauses) > _MOST_CLAUSES:
            return set()
        for first in bounds.beginnings(self._unit):
            for place in self._opened(start, first):
                self._step(first, place, first > 0, -1)
        while self._open:
            if len(self._seen) > _MOST_STEPS:
                return set()
            number, place, free, used = self._open.pop()
            self._match(number, place, free, used)
        return self._found

    def _step(self, number: int, place: int, free: bool, before: int) -> None:
        step = (number, place, free, before)
        if step not in self._seen:
            self._seen.add(step)
            self._open.append(step)

    def _opened(self, place: int, number: int) -> Iterator[int]:
        """Where the clause may begin: here, or behind what says where the words come from or leads over to them."""
        yield place
        for end, cited in self._words.sources.get(place, ()):
            if all(self._is_place(each) for each in cited):
                yield from self._opened(end, number)
        key = self._words.at(place)
        own = self._unit.place
        if key == "(" and own and self._words.keys[place + 1 : place + 3] == (f"{SIGN}{own.item}", ")"):
            yield place + 3
        if key in lexicon.OPENERS:
            yield place + 1
        condition = self._unit.clauses[number].condition
        if condition and key in "如若":
            yield place + 1
        if condition and key == "对":
            yield place + 1 + (self._words.at(place + 1) == "于")
        if (heading := self._words.headings.get(place)) is not None:
            yield heading
            yield heading + (self._words.at(heading) in ("的", "中", BREAK))

    def _is_place(self, cited: Citation) -> bool:
        own = self._unit.place
        if own is None:
            return False
        if cited.is_relative:
            return cited.with_number("article", own.article).contains(own)
        return cited.contains(own)

    def _match(self, number: int, start: int, free: bool, before: int) -> None:
        """Match the clause from ``start``; go on from wherever it ends, or where a later clause takes over."""
        clause = self._unit.clauses[number]
        keys, words = clause.keys, self._words
        states = [(0, start)]
        seen = set(states)
        jumps = omission.jumps(clause, free)
        while states:
            at, place = states.pop()
            while at < len(keys) and keys[at] == words.at(place) and at not in clause.turns and keys[at] not in _TURNS:
                at, place = at + 1, place + 1  # nothing else than the next sign may follow
            if at == len(keys):
                self._after(number, place, before)
            elif place > start and at in clause.turns:
                self._carry(number, at, place)
            following: list[tuple[int, int]] = []
            key = words.at(place)
            if at < len(keys) and keys[at] == key:
                following.append((at + 1, place + 1))
            if (
                key == lexicon.PARTICLE
                and at
                and omission.may_take_particle(self._unit, number, at, words.at(place + 1))
            ):
                following.append((at, place + 1))
            if key in lexicon.EQUALS and words.at(place + 1).startswith(SIGN) and omission.may_equal(clause, at):
                following.append((at, place + 1))
            if key == BREAK and at and omission.may_pause(clause, at):
                following.append((at, place + 1))
            if at and at < len(keys) and keys[at] == lexicon.PARTICLE and omission.may_lose_particle(clause, at):
                following.append((at + 1, place))
            if at in jumps:
                following.append((jumps[at], place))
            if (name := words.names.get(place)) is not None and (end := omission.own_name(clause, at)):
                following.append((end, name))
            for state in following:
                if state not in seen:
                    seen.add(state)
                    states.append(state)

    def _after(self, number: int, place: int, before: int) -> None:
        """The clause has been matched up to ``place``."""
        unit, words = self._unit, self._words
        key = words.at(place)
        if key in (BREAK, _END) and bounds.may_end(unit, number):
            self._found.add(place)
        for following in omission.followers(unit, number, before):
            alone = following != number + 1
            here, there = unit.clauses[number], unit.clauses[following]
            if key == BREAK:
                for opened in self._opened(place + 1, following):
                    self._step(following, opened, alone, number)
                if unit.groups[following]:
                    for opened in self._other(place + 1):
                        self._step(following, opened, True, number)
            if omission.may_run_on(here, there) and (not here.hanging or self._words.keys[place - 1] == here.keys[-1]):
                self._step(following, place, alone, number)
                if here.sign in "：:" and key in lexicon.EQUALS:
                    self._step(following, place + 1, alone, number)
            if key == JOIN and there.hanging and omission.may_be_joined(here, alone):
                self._step(following, place + 1, alone, number)

    def _other(self, place: int) -> Iterator[int]:
        """Between the items of a list: 或者, 以及, 其中."""
        if self._words.at(place) in ("或", JOIN):
            yield place + 1
        if self._words.keys[place : place + 2] == ("其", "中"):
            yield place + 2

    def _carry(self, number: int, at: int, place: int) -> None:
        """The subject stands before ``at``; a later clause says something else of it."""
        for following, offset in omission.carried(self._unit, number, at):
            if offset:
                self._match_from(following, offset, place)
            elif (
                not self._unit.clauses[following].free or self._words.at(place) != self._unit.clauses[following].keys[0]
            ):
                self._step(following, place, True, number)

    def _match_from(self, number: int, offset: int, place: int) -> None:
        """应当甲，并乙 → 应当乙: the rest of the clause behind 并."""
        clause = self._unit.clauses[number]
        rest = clause.keys[offset:]
        if self._words.keys[place : place + len(rest)] == rest:
            self._after(number, place + len(rest), number)
