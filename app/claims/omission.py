"""What of a unit may be left out without what remains saying something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.claims import lexicon
from app.claims.canonical import BREAK
from app.claims.clause import Clause
from app.claims.unit import Unit

_OWN = re.compile(r"本(?:办法|规定|条例|意见|方案|细则|规则|通知|制度|规程|准则|章程|决定|指引|守则)")
_PAUSE = re.compile(r"(?<![不未非无])(?:应|可|不得|必须|不予|不能|须)")
_BRACKETED = re.compile(r"[（(][^（）()]*[)）]")
_HARMLESS = re.compile(r"[^#不未无非除外限仅只含应可须超过以上下内满]*")
_ALIKE = 0.75
_AMOUNT = 5


@lru_cache(maxsize=4096)
def jumps(clause: Clause, free: bool) -> dict[int, int]:
    """The stretches of the clause that may be left out: what ties it to the clause before, where that one is not there
    (``free``), and words in brackets that limit nothing."""
    found = {0: clause.free} if free and clause.free else {}
    for match in _BRACKETED.finditer(clause.shape):
        inside = match[0][1:-1]
        if inside.startswith(("以下简", "下同")) or _HARMLESS.fullmatch(inside):
            found[match.start()] = match.end()
    return found


@lru_cache(maxsize=16384)
def may_pause(clause: Clause, at: int) -> bool:
    """Whether a comma may be put in here: before 应当 and the like, behind …的."""
    return bool(_PAUSE.match(clause.shape, at)) or (clause.shape[at - 1] == "的" and clause.condition)


@lru_cache(maxsize=4096)
def own_name(clause: Clause, at: int) -> int:
    """Where 本办法, which stands here, ends; 0 where it does not stand here."""
    found = _OWN.match(clause.shape, at)
    return found.end() if found else 0


@lru_cache(maxsize=4096)
def may_run_on(here: Clause, there: Clause) -> bool:
    """Whether the punctuation between two clauses may be left out. 不得甲，乙 must not become 不得甲乙."""
    if here.sign in ("", "：", ":") or here.condition:
        return True
    follows = there.goes_on or there.shape.startswith("#")
    return bool(follows)


def may_equal(clause: Clause, at: int) -> bool:
    """Whether 为 or 是 may be put in here: before the amount that the clause ends with, or behind the clause."""
    if at == len(clause.keys):
        return True
    return (
        at > 1
        and clause.keys[at - 1] not in lexicon.NO_EQUALS
        and "#" not in clause.shape[at + 1 :]
        and (len(clause.keys) - at <= _AMOUNT)
    )


def may_take_particle(unit: Unit, number: int, at: int, following: str) -> bool:
    """Whether 的 may be put in here, before the sign ``following``. At the end of a rule it would make that a
    condition: 病假不超过三十日的，由科长批准. Not so at the end of the first of several: 伪造数据，或者篡改数据的，…"""
    clause = unit.clauses[number]
    if clause.keys[at - 1] in lexicon.NO_PARTICLE:
        return False
    if at < len(clause.keys) or clause.condition:
        return True
    listed = number + 1 < len(unit.clauses) and unit.clauses[number + 1].hanging
    return not clause.states and (listed or following != BREAK)


def may_lose_particle(clause: Clause, at: int) -> bool:
    """Whether the 的 that stands here may be left out; at the end of a limit it makes that a condition."""
    if clause.keys[at - 1] in lexicon.NO_PARTICLE:
        return False
    return at + 1 < len(clause.keys) or not lexicon.LIMIT.search(clause.text)


def may_be_joined(here: Clause, alone: bool) -> bool:
    """Whether 、 may stand between this clause and …的, instead of a comma."""
    return here.condition or not (alone or here.states or re.search("[由按每]", here.text))


@lru_cache(maxsize=16384)
def followers(unit: Unit, number: int, before: int) -> tuple[int, ...]:
    """The clauses that may come after this one, which came after ``before``."""
    if unit.whole:
        return (number + 1,) if number + 1 < len(unit.clauses) else ()
    return tuple(n for n in range(len(unit.clauses)) if n != number and _may_follow(unit, number, before, n))


def _may_follow(unit: Unit, number: int, before: int, following: int) -> bool:
    groups = unit.groups
    if following == number + 1:
        return True
    if groups[following] and groups[following] != groups[number] and groups[following] != groups[following - 1]:
        # the next item, or any other; an item stays whole
        if groups[number]:
            return _closes(unit, number)
        return all(groups[n] or unit.clauses[n].announcement for n in range(number + 1, following))
    if following < number:
        return False
    if groups[number] and not groups[following]:
        return _closes(unit, number) and all(groups[number + 1 : following])
    between = range(number + 1, following)
    if any(groups[n] for n in between) or groups[following] != groups[number]:
        return False
    return _may_leave_out(unit, number, before, following)


def _closes(unit: Unit, number: int) -> bool:
    """Whether the clause is the last of its item, or of a table's row of pairs."""
    return number + 1 == len(unit.clauses) or unit.groups[number + 1] != unit.groups[number]


def _may_leave_out(unit: Unit, number: int, before: int, following: int) -> bool:
    there = unit.clauses[following]
    between = unit.clauses[number + 1 : following]
    if all(each.announcement or _is_addition(unit, n) for n, each in enumerate(between, number + 1)):
        return True
    if len({unit.parts[n] for n in range(number, following + 1)}) > 1:
        return False
    if all(lexicon.OTHER_WAY.match(each.text) and each.text.endswith("的") for each in between):
        return True
    if alternatives(unit, number + 1, following) or _alternatives_behind(unit, number, before, following):
        return True
    if lexicon.ELABORATION.match(between[0].text) and len(between) == 1:
        return not there.leans
    if not all(each.rule or (each.goes_on and not each.condition) for each in between):
        return False
    if all(each.goes_on for each in between):
        leaning = there.leans  # 并写明原因 would lose the 应当 of what is left out
        turning = any(each.text[0] in "但除" for each in between) or _is_tied("".join(c.text for c in between), there)
        says = there.goes_on if leaning or not there.subject else there.subject
        return not turning and bool(says)
    if any(lexicon.PROVISO.search(each.text) for each in between):
        return False
    return bool(there.subject) and not there.leans


def _is_tied(left_out: str, there: Clause) -> bool:
    """Whether the clause hangs on what is left out before it: 可以解除合同，但应当提前通知 is a duty of those who make
    use of the permission, 应当将经费列支，可以税前扣除 speaks of the money."""
    if re.search("[将把]", left_out):
        return True
    return bool(lexicon.PERMISSION.search(left_out) and lexicon.DUTY.search(there.text))


def _is_addition(unit: Unit, number: int) -> bool:
    """除适用前条规定外，并…"""
    return (
        bool(lexicon.ADDITION.match(unit.clauses[number].text))
        and number + 1 < len(unit.clauses)
        and bool(lexicon.ADDED.match(unit.clauses[number + 1].text))
    )


def alternatives(unit: Unit, first: int, following: int) -> bool:
    """受记过处分的当年，受记大过处分的当年及次年，…: the clauses from ``first`` on are worded like those from
    ``following`` on, so each says for itself when the rest holds."""
    length = following - first
    if length not in (1, 2) or following + length > len(unit.clauses) - 1:
        return False
    return _alike(unit, range(first, following), range(following, following + length))


def _alternatives_behind(unit: Unit, number: int, before: int, following: int) -> bool:
    length = following - number - 1
    if length not in (1, 2) or (length == 2 and before != number - 1):
        return False
    first = number - length + 1
    return first >= 0 and _alike(unit, range(first, number + 1), range(number + 1, following))


def _alike(unit: Unit, these: range, those: range) -> bool:
    pairs = [(unit.clauses[a], unit.clauses[b]) for a, b in zip(these, those, strict=True)]
    if not all(a.condition and b.condition and "的" in a.shape + b.shape for a, b in pairs[:1]):
        return False
    return all(_similar(a, b) for a, b in pairs)


@lru_cache(maxsize=4096)
def _similar(one: Clause, other: Clause) -> bool:
    short, long = sorted((_plain(one), _plain(other)), key=len)
    if not short or short[0] != long[0] or "且" in one.shape + other.shape or "同时" in one.shape + other.shape:
        return False
    row = [0] * (len(long) + 1)
    for sign in short:
        last = 0
        for place, other_sign in enumerate(long, 1):
            last, row[place] = row[place], (last + 1 if sign == other_sign else max(row[place], row[place - 1]))
    return row[-1] >= _ALIKE * len(short)


def _plain(clause: Clause) -> str:
    return clause.shape[clause.free :]


def carried(unit: Unit, number: int, at: int) -> Iterator[tuple[int, int]]:
    """The clauses that may go on from ``at`` within this one, each with the sign it goes on from."""
    here = unit.clauses[number]
    if unit.whole or at == 0 or any(unit.groups):
        return
    if at == here.cut:
        for following in range(number + 1, len(unit.clauses)):
            there = unit.clauses[following]
            if unit.parts[following] != unit.parts[number] or not there.goes_on:
                return
            left_out = "".join(each.text for each in unit.clauses[number:following])
            if not there.condition and not _is_tied(left_out, there):
                yield following, 0
    if at == here.basis and at and number + 1 < len(unit.clauses):
        there = unit.clauses[number + 1]
        if unit.parts[number + 1] == unit.parts[number] and lexicon.RATE_FIRST.match(there.shape):
            yield number + 1, 0
    if at in here.modal_cuts and number + 1 < len(unit.clauses):
        there = unit.clauses[number + 1]
        if there.begins("并") and not there.begins("并非") and not there.condition:
            yield number + 1, 2 if there.begins("并且") else 1
    if at == here.threshold and at and number == 0:
        for following in range(1, len(unit.clauses)):
            there = unit.clauses[following]
            starts_part = unit.parts[following] != unit.parts[following - 1]
            if starts_part and there.condition and lexicon.THRESHOLD_FIRST.match(there.shape):
                yield following, 0
