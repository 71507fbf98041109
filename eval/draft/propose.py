"""Regulations → drafts: every pattern over every sentence, the topic put before what would not be understood alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence

from eval.dataset import Gold
from eval.draft.conditions import cases, conditions, exceptions, prohibitions
from eval.draft.lists import announced, enumerated
from eval.draft.model import Draft, Pattern, Proposal, Unit
from eval.draft.numbers import numbers
from eval.draft.roles import definitions, duties
from eval.draft.units import units
from eval.draft.vague import vague
from eval.draft.wording import named
from ingest.model import Article, Regulation

_PATTERNS: tuple[Pattern, ...] = (
    numbers,
    announced,
    enumerated,
    definitions,
    exceptions,
    prohibitions,
    conditions,
    cases,
    duties,
    vague,
)
_SHORT = 15  # a question below this length hardly says what it is about
_BELOW_LEAD = 26  # the same for an item, which counts on its lead-in
_AN_ARTICLE = 2  # drafts out of one article, so that a set does not stay in one place


def drafts(regulation: Regulation) -> Iterator[Draft]:
    """Every question that the wording of the regulation suggests, in the order of its text."""
    for unit in units(regulation):
        for pattern in _PATTERNS:
            for proposal in pattern(unit):
                yield _draft(unit, proposal)


def choose(
    regulations: Iterable[Regulation],
    limit: int | None,
    seed: int,
    wanted: Callable[[Regulation, Article], bool] = lambda regulation, article: True,
) -> list[Draft]:
    """Drafts of the regulations in force, spread over regulations, articles and patterns.

    ``wanted`` limits them to certain articles. With ``limit`` the choice is drawn with ``seed``; the drafts stay in
    the order of the texts. Two drafts never have the same wording.
    """
    chosen: list[Draft] = []
    asked: set[str] = set()
    for regulation in regulations:
        if regulation.status in ("已废止", "已被修订"):
            continue
        kept = {article.address for article in regulation.articles if wanted(regulation, article)}
        by_article: dict[str, list[Draft]] = {}
        for draft in drafts(regulation):
            if draft.place not in kept or draft.question in asked:
                continue
            mine = by_article.setdefault(draft.place, [])
            if len(mine) < _AN_ARTICLE and draft.source not in {other.source for other in mine}:
                asked.add(draft.question)
                mine.append(draft)
                chosen.append(draft)
    return chosen if limit is None else _spread(chosen, limit, random.Random(seed))


def _spread(found: Sequence[Draft], limit: int, chance: random.Random) -> list[Draft]:
    """``limit`` of them, in turn from each pattern, so that the rare ones are there too."""
    by_pattern: dict[str, list[int]] = {}
    for number, draft in enumerate(found):
        by_pattern.setdefault(draft.pattern, []).append(number)
    for numbers_ in by_pattern.values():
        chance.shuffle(numbers_)
    taken: list[int] = []
    while len(taken) < min(limit, len(found)):
        for numbers_ in by_pattern.values():
            if numbers_ and len(taken) < limit:
                taken.append(numbers_.pop())
    return [found[number] for number in sorted(taken)]


def _draft(unit: Unit, proposal: Proposal) -> Draft:
    title = unit.regulation.title
    core = named(proposal.core, title)
    if unit.topic and not _names(core, unit.topic) and len(core) < (_BELOW_LEAD if unit.lead else _SHORT):
        core = f"{unit.topic}，{core}"
    elif not unit.topic and len(core) < _SHORT and "《" not in core:
        core = f"《{title}》里，{core}"
    answered = proposal.kind != "unanswerable"
    gold = (Gold(title, unit.article.address, unit.label),) if answered else ()
    facts = proposal.facts if answered else ()
    return Draft(
        question=core + "？",
        kind=proposal.kind,
        gold=gold,
        facts=facts,
        pattern=proposal.pattern,
        source=unit.text,
        place=unit.article.address,
        state=proposal.state,
        note=proposal.note,
    )


def _names(core: str, topic: str) -> bool:
    """Whether the question already speaks of the topic or of a good part of it."""
    return any(topic[at : at + 4] in core for at in range(max(1, len(topic) - 3)))
