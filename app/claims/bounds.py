"""Where in a unit a claim may begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from app.claims import lexicon
from app.claims.clause import Clause
from app.claims.omission import alternatives
from app.claims.unit import CUT, Unit


@lru_cache(maxsize=1024)
def beginnings(unit: Unit) -> tuple[int, ...]:
    """The clauses that a claim may begin with."""
    return tuple(number for number in range(len(unit.clauses)) if _may_begin(unit, number))


def _speaks_for_itself(here: Clause, before: Sequence[Clause]) -> bool:
    """Whether what begins behind ； leaves nothing to be understood from ``before``. Not so the second halves of
    无故缺席三次的，…；缺席五次的，… and 病假两个月以内的，…；超过六个月的，…"""
    if here.condition:
        understood = any(here.shape in each.shape for each in before)
        return not understood and not lexicon.THRESHOLD_FIRST.match(here.shape)
    return not before[0].condition and not lexicon.ZERO.match(here.text)


def _may_begin(unit: Unit, number: int) -> bool:
    if number == 0:
        return not (unit.later and unit.clauses[0].leans)  # whose 其, nobody knows
    if unit.whole:
        return False
    if unit.groups[number] and number > unit.lead and unit.groups[number] != unit.groups[number - 1]:
        return all(unit.groups[unit.lead : number])
    if number <= unit.lead:
        return number == unit.lead
    if unit.lead and unit.parts[number] != unit.parts[unit.lead]:
        return False
    here, before = unit.clauses[number], unit.clauses[number - 1]
    if any(unit.groups[: number + 1]):
        return False
    if unit.parts[number] != unit.parts[number - 1]:
        return not here.leans and _speaks_for_itself(here, unit.clauses[:number])
    part = [n for n in range(unit.lead, number) if unit.parts[n] == unit.parts[number]]
    if alternatives(unit, part[0], number) and part[0] == unit.lead:
        return True
    if unit.lead:
        return False
    if number == 1 and before.sign in "：:" and lexicon.LABEL.fullmatch(before.text):
        return True
    permits = lexicon.PERMISSION.search(here.text) or lexicon.DUTY.search(here.text)
    if here.begins("其中") and here.rule and not permits and not any(unit.clauses[n].condition for n in part):
        return True
    same = lexicon.PROHIBITION.match(here.text)
    if same and all(unit.clauses[n].begins(same[0]) for n in part):
        return True
    if not here.topic or permits:
        return False
    return all(unit.clauses[n].settled for n in part)


@lru_cache(maxsize=8192)
def may_end(unit: Unit, number: int) -> bool:
    """Whether a claim may end with this clause: it says something, and nothing behind it takes that back."""
    here = unit.clauses[number]
    if number < unit.least:
        return False
    rest = [n for n in range(number + 1, len(unit.clauses)) if unit.groups[n] == unit.groups[number]]
    if unit.whole:
        return not rest
    same = [unit.clauses[n] for n in rest if unit.parts[n] == unit.parts[number]]
    behind = [unit.clauses[n] for n in rest if unit.parts[n] == unit.parts[number] + 1][:1]
    if any(lexicon.PROVISO.search(each.text) for each in same):
        return False
    if behind and lexicon.PROVISO.search(behind[0].text):
        return False
    if _is_narrowed(unit, number):
        return False
    if here.sign in ("：", ":", CUT):
        return False
    if not same:
        return not here.hanging or (number == len(unit.clauses) - 1 and unit.least > 0)
    named = lexicon.BOUND_START.match(here.text) or lexicon.TOPIC.search(here.text)
    if lexicon.NAMED.search(here.text) or lexicon.RESTRICTS.match(same[0].text):
        return False
    if here.condition or not here.sign or here.announcement or (named and not here.states):
        return False
    if lexicon.OTHER_WAY.match(same[0].text) or same[0].begins("且") or same[0].begins("以及"):
        return False
    first = next(n for n in range(len(unit.clauses)) if unit.parts[n] == unit.parts[number])
    used = unit.clauses[first : number + 1]
    if not here.rule and any(each.condition for each in same):
        return False
    if not here.states and not any(each.condition or each.states for each in used) and _is_to_come(here, same[0]):
        return False
    if any(lexicon.PERMISSION.search(each.text) for each in used):
        return not any(lexicon.LIMIT.search(each.text) for each in same)
    if any(lexicon.PROHIBITION.search(each.text) for each in used):
        return not any(lexicon.PERMISSION.search(each.text) for each in same)
    return True


def _is_narrowed(unit: Unit, number: int) -> bool:
    """Whether what follows without a 但 makes less of what is said: a cap behind a sum, another sum behind a price for
    some, 不收费 behind 收费, who decides behind who proposes."""
    part = unit.parts[number]
    used = [each for n, each in enumerate(unit.clauses[: number + 1]) if unit.parts[n] == part]
    numbers = [n for n in range(number + 1, len(unit.clauses)) if unit.groups[n] == unit.groups[number]]
    same = [unit.clauses[n] for n in numbers if unit.parts[n] == part]
    behind = [unit.clauses[n] for n in numbers if unit.parts[n] == part + 1]
    if any(lexicon.NARROWER.search(each.text) for each in same):
        return True
    if lexicon.PROPOSED.search(used[-1].text) and any(lexicon.DECIDED.search(each.text) for each in same):
        return True
    conditional = any(each.condition for each in used)
    if behind and lexicon.NARROWER_PART.match(behind[0].text):
        return True
    if behind and not conditional and "为#" in used[-1].shape and lexicon.VARIANT.match(behind[0].shape):
        return True
    if behind and conditional and behind[0].condition:  # another case, with a rule of its own
        behind = []
    said = "".join(each.text for each in used)
    return any(word in said for each in (*same, *behind) for word in lexicon.DENIED.findall(each.text))


def _is_to_come(here: Clause, following: Clause) -> bool:
    """受处分的人员参加考核，按照规定办理: whether the predicate is only in the next clause."""
    return bool(lexicon.ZERO.match(following.text) or lexicon.UNSAID.search(here.text))
