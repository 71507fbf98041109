"""References between places: found in each text, then led to the regulations that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.address import Citation
from ingest.documents.titles import quoted
from ingest.model import Reference, Regulation
from ingest.references.catalogue import Catalogue
from ingest.references.locate import AbsentError, Places
from ingest.references.mention import Mention
from ingest.references.mentions import mentions


def find_references(regulation: Regulation) -> tuple[Reference, ...]:
    """The references in the text of the articles, in its order; nothing but the text itself is consulted.

    Those within the text are resolved; those to another regulation have its title, written out, and in ``targets`` the
    addresses as cited, the two ends of a range.
    """
    return _references(regulation, Places(regulation), None, {})


def resolve(regulations: Sequence[Regulation]) -> tuple[Regulation, ...]:
    """The regulations with their references, in the same order; those they had before are replaced.

    Of several editions the one in force is meant; what that no longer has, the newest that does. Editions must be
    settled before (:mod:`ingest.editions.status`).
    """
    catalogue = Catalogue(regulations)
    places: dict[str, Places] = {}
    resolved = []
    for regulation in regulations:
        references = _references(regulation, _places(regulation, places), catalogue, places)
        resolved.append(
            regulation if references == regulation.references else replace(regulation, references=references)
        )
    return tuple(resolved)


def is_outside(reference: Reference) -> bool:
    """Whether it leads to a regulation that is not among the ingested ones; no fault, unlike an address that is not
    there."""
    return bool(reference.title and reference.problem) and reference.regulation_id is None


def _places(regulation: Regulation, known: dict[str, Places]) -> Places:
    if regulation.id not in known:
        known[regulation.id] = Places(regulation)
    return known[regulation.id]


def _references(
    regulation: Regulation, own: Places, catalogue: Catalogue | None, known: dict[str, Places]
) -> tuple[Reference, ...]:
    found = []
    for mention in mentions(regulation):
        meant = _meant(mention, regulation, own, catalogue, known)
        if mention.plain and meant.problem:
            continue
        found.append(
            Reference(
                mention.start + meant.shift,
                mention.end,
                mention.article.address,
                meant.title,
                meant.targets or _as_cited(mention),
                meant.regulation_id,
                meant.problem,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Meant:
    title: str
    regulation_id: str | None = None
    targets: tuple[str, ...] = ()
    problem: str = ""
    shift: int = 0


def _meant(
    mention: Mention, regulation: Regulation, own: Places, catalogue: Catalogue | None, known: dict[str, Places]
) -> _Meant:
    if mention.problem:
        return _Meant("", problem=mention.problem)
    if mention.title:
        return _across(mention, catalogue, known) if catalogue else _Meant(mention.title)
    within = _within(mention, regulation, own)
    if within.problem and catalogue:
        # Another part of the same code, where each part is a file of its own.
        parts = [part for part in catalogue.find(regulation.title) if not own.shares_with(_places(part, known))]
        found = _in_one_of(parts, mention, known) if parts else within
        return within if found.problem else found
    return within


def _as_cited(mention: Mention) -> tuple[str, ...]:
    return tuple(each.format() for each in (mention.first, mention.last) if each is not None and each != Citation())


def _within(mention: Mention, regulation: Regulation, own: Places) -> _Meant:
    if mention.first is None:
        return _Meant("", regulation.id)
    try:
        return _Meant("", regulation.id, own.find(mention.first, mention.last, mention.article))
    except AbsentError as absent:
        said = str(absent)
        return _Meant("", regulation.id, problem=f"本文件{said}" if said.startswith("没有") else said)


def _across(mention: Mention, catalogue: Catalogue, known: dict[str, Places]) -> _Meant:
    for reading in mention.readings or (mention.title,):
        if editions := catalogue.find(reading):
            found = _in_one_of(editions, mention, known)
            # The mention begins where its name does: 劳动合同法, not 合同法.
            return replace(found, shift=len(mention.title) - len(reading)) if mention.readings else found
    return _Meant(mention.title, problem=f"未导入{quoted(mention.title)}")


def _in_one_of(editions: Sequence[Regulation], mention: Mention, known: dict[str, Places]) -> _Meant:
    """What is meant in the first that has it, else what the first lacks."""
    problems: list[_Meant] = []
    for edition in editions:
        if mention.first is None:
            return _Meant(edition.title, edition.id)
        try:
            targets = _places(edition, known).find(mention.first, mention.last)
            return _Meant(edition.title, edition.id, targets)
        except AbsentError as absent:
            problems.append(_Meant(edition.title, edition.id, problem=f"{quoted(edition.title)}{absent}"))
    return problems[0]
