"""The same regulation found in several places: one text, every place kept.

Two records are copies of one regulation where the shorter text is contained in the longer (:data:`CONTAINED`, five
characters at a time, without punctuation), their titles allow it and their dates do not speak against it. Titles that
are both printed must be equal, or one the end of the other (the issuer put before it): offices do copy each other's
text under titles of their own. Different dates mean two editions, unless the texts are equal but for punctuation: an
amendment may change no more than 三日 to 五日.

The canonical copy is, of those that are nearly complete (:data:`COMPLETE` of the longest), the one with a printed
title, then with more dates, then with more articles, then with fewer repairs, then the longer one, then the file that
comes first by name. What the others know and it does not (title, number, issuer, dates) is filled in from them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.editions.align import Alignment, align, compose, fold
from ingest.editions.candidates import Candidates, Entry, similar
from ingest.editions.punctuation import punctuation_differences
from ingest.editions.shingles import containment, shingles, words
from ingest.editions.status import normalised_title
from ingest.metadata.titlenote import read_note
from ingest.model import Difference, Regulation

CONTAINED = 0.8
"""The least share of the shorter text's shingles that stand in the longer one."""
COMPLETE = 0.95
LEAST_SIZE = 0.4
"""Without a common printed title the shorter text must have this share of the longer one's length: a news item that
quotes a regulation is no copy of it."""
_DATES = ("signed", "adopted", "published", "effective", "expires")
_FILLED = ("document_number", "issuer", *_DATES, "trial", "title_note")


@dataclass(frozen=True, slots=True)
class Merge:
    """What the report says of one merged copy. ``similarity`` is the share, 0 to 1, of the copy's characters that the
    canonical text has in the same place; ``filled`` names the fields taken from it, ``missing_articles`` the
    addresses that it has and the canonical copy lacks (their text is among the differences). ``disagreements`` are
    (field, kept value, the copy's value); ``punctuation`` counts where only marks differ: (canonical mark, the copy's
    mark, how often)."""

    kept_id: str
    kept_title: str
    kept_file: str
    merged_file: str
    similarity: float
    differences: tuple[Difference, ...]
    filled: tuple[str, ...] = ()
    missing_articles: tuple[str, ...] = ()
    disagreements: tuple[tuple[str, str, str], ...] = ()
    punctuation: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MergeResult:
    """``regulations`` in the order of their first copies; ``merges`` in the order of the regulations."""

    regulations: tuple[Regulation, ...]
    merges: tuple[Merge, ...]


def merge(regulations: Sequence[Regulation]) -> MergeResult:
    """One regulation for each set of copies. The result depends on the records, not on their order, except that it
    keeps that order. Ids that are still equal afterwards (two editions) are told apart by ``-2``, ``-3``."""
    entries = [_entry(order, regulation) for order, regulation in enumerate(regulations)]
    groups: list[list[Entry]] = []
    candidates = Candidates(entries)
    for entry in sorted(entries, key=lambda each: (-len(each.words), _file(each.regulation), each.order)):
        possible = [index for index in candidates.of(entry) if _fits(groups[index], entry)]
        fitting = [(similar(groups[index][0], entry), -index) for index in possible]
        if fitting:
            groups[-max(fitting)[1]].append(entry)
        else:
            candidates.add(len(groups), entry)
            groups.append([entry])
    kept: list[Regulation] = []
    merges: list[Merge] = []
    for group in sorted(groups, key=lambda each: min(entry.order for entry in each)):
        regulation, reports = _one(group)
        kept.append(regulation)
        merges.extend(reports)
    return MergeResult(_distinct(kept), tuple(merges))


def similarity(first: str, second: str) -> float:
    """The share, 0 to 1, of the shorter text's five-character shingles that stand in the longer one; letters, digits
    and Chinese characters only."""
    return containment(shingles(words(first)), shingles(words(second)))


def _entry(order: int, regulation: Regulation) -> Entry:
    return Entry(order, regulation, normalised_title(regulation.title), words(regulation.text))


def _fits(group: Sequence[Entry], entry: Entry) -> bool:
    """Whether ``entry`` is a copy of the group, whose first member is its longest."""
    longest = group[0]
    agreed = [_titles_agree(member, entry) for member in group]
    # Titles first: they settle most pairs, and comparing texts is the costly part.
    if False in agreed:
        return False
    if True not in agreed and len(entry.words) < LEAST_SIZE * len(longest.words):
        return False
    if any(_dates_differ(member.regulation, entry.regulation) and member.core != entry.core for member in group):
        return False
    return similar(longest, entry) >= CONTAINED


def _titles_agree(first: Entry, second: Entry) -> bool | None:
    """None where an inferred title leaves it open."""
    mine, its = first.title, second.title
    if mine == its and mine:
        return True
    if first.regulation.title_inferred or second.regulation.title_inferred or not mine or not its:
        return None
    number = first.regulation.document_number
    if number and number == second.regulation.document_number:
        return True
    return mine.endswith(its) or its.endswith(mine)


def _dates_differ(first: Regulation, second: Regulation) -> bool:
    """Whether the two say of themselves that they are different editions. A common number or day of adoption settles
    it, and so does the one under the signature: the day of publication is often that of the gazette or web page at
    hand. But a revision keeps the number of the order: what two 题注 say of revisions goes before."""
    if first.title_note and second.title_note and _revised(first) != _revised(second):
        return True
    for key in ("document_number", "adopted", "signed"):
        mine, its = getattr(first, key), getattr(second, key)
        if mine and its:
            return bool(fold(mine) != fold(its))
    return any(
        getattr(first, key) and getattr(second, key) and getattr(first, key) != getattr(second, key)
        for key in ("published", "effective")
    )


def _revised(regulation: Regulation) -> str | None:
    return read_note((regulation.title_note or "").splitlines()).edition


def _one(group: Sequence[Entry]) -> tuple[Regulation, list[Merge]]:
    """The group as one regulation, with what the report says of each merged copy."""
    longest = max(len(entry.words) for entry in group)
    ranked = sorted(group, key=lambda entry: _rank(entry, longest))
    base, others = ranked[0].regulation, [entry.regulation for entry in ranked[1:]]
    kept = base
    reports: list[Merge] = []
    for other in others:
        kept, filled = _fill(kept, other)
        beside = align(base.text, other.text)
        differences = beside.differences
        sources = (
            replace(each, segments=compose(beside.runs, each.segments), differences=differences)
            for each in other.sources
        )
        kept = replace(kept, sources=(*kept.sources, *sources))
        missing = _missing(base, other, beside)
        reports.append(
            Merge(
                kept_id="",
                kept_title="",
                kept_file=_file(base),
                merged_file=_file(other),
                similarity=_agreeing(other.text, beside),
                differences=differences,
                filled=filled,
                missing_articles=missing,
                disagreements=_disagreements(base, other),
                punctuation=punctuation_differences(base.text, other.text, beside.runs),
            )
        )
    return kept, [replace(report, kept_id=kept.id, kept_title=kept.title) for report in reports]


def _rank(entry: Entry, longest: int) -> tuple[object, ...]:
    regulation = entry.regulation
    dates = sum(getattr(regulation, key) is not None for key in _DATES)
    return (
        len(entry.words) < COMPLETE * longest,
        regulation.title_inferred,
        -dates,
        -len(regulation.articles),
        _repairs(regulation),
        -len(entry.words),
        _file(regulation),
        entry.order,
    )


def _repairs(regulation: Regulation) -> int:
    """Places where the text departs from its file: every removal and repair ends a segment."""
    return len(regulation.notices) + sum(len(source.segments) for source in regulation.sources)


def _fill(kept: Regulation, other: Regulation) -> tuple[Regulation, tuple[str, ...]]:
    """``kept`` with what only ``other`` knows, and the names of the fields taken."""
    filled = [key for key in _FILLED if getattr(kept, key) is None and getattr(other, key) is not None]
    changes: dict[str, object] = {key: getattr(other, key) for key in filled}
    aliases = [*kept.aliases, *other.aliases]
    if kept.title_inferred and not other.title_inferred:
        # The id goes with the title: it is made from it, and a link to the titled copy stays good.
        changes |= {"title": other.title, "title_inferred": False, "id": other.id}
        filled.insert(0, "title")
        aliases.append(kept.title)
    elif not other.title_inferred:
        aliases.append(other.title)
    if other.status_stated and not kept.status_stated:
        changes |= {"status": other.status, "status_stated": True}
        filled.append("status")
    title = str(changes.get("title", kept.title))
    changes["aliases"] = tuple(dict.fromkeys(alias for alias in aliases if alias and alias != title))
    changes["repeals"] = tuple(dict.fromkeys((*kept.repeals, *other.repeals)))
    return replace(kept, **changes), tuple(filled)  # type: ignore[arg-type]


def _disagreements(kept: Regulation, other: Regulation) -> tuple[tuple[str, str, str], ...]:
    pairs = ((key, getattr(kept, key), getattr(other, key)) for key in _FILLED if key != "title_note")
    return tuple((key, mine, its) for key, mine, its in pairs if mine and its and fold(mine) != fold(its))


def _agreeing(text: str, beside: Alignment) -> float:
    same = sum(len(fold(text[start : start + length])) for _, start, length in beside.runs)
    return round(same / max(1, len(fold(text))), 4)


def _missing(base: Regulation, other: Regulation, beside: Alignment) -> tuple[str, ...]:
    """The articles of ``other`` whose address ``base`` does not have, and most of whose text it does not have either:
    the same words under another address are not missing."""
    addresses = {article.address for article in base.articles}
    starts = [start for _, start, _ in beside.runs]
    found: list[str] = []
    for article in other.articles:
        if article.address in addresses:
            continue
        first = max(0, bisect_left(starts, article.start) - 1)
        touching = beside.runs[first : bisect_left(starts, article.end)]
        shared = sum(max(0, min(article.end, at + size) - max(article.start, at)) for _, at, size in touching)
        if shared * 2 < article.end - article.start:
            found.append(article.address)
    return tuple(found)


def _distinct(regulations: Sequence[Regulation]) -> tuple[Regulation, ...]:
    used: set[str] = set()
    copies: dict[str, int] = {}
    made: list[Regulation] = []
    for regulation in regulations:
        identifier, copy = regulation.id, copies.get(regulation.id, 1)
        while identifier in used:
            copy += 1
            identifier = f"{regulation.id}-{copy}"
        used.add(identifier)
        copies[regulation.id] = copy
        made.append(regulation if copy == 1 else replace(regulation, id=identifier))
    return tuple(made)


def _file(regulation: Regulation) -> str:
    return regulation.sources[0].file if regulation.sources else ""
