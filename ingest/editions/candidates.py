"""Which sets of copies a text may belong to, without comparing it with every one of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.editions.shingles import SHARED, containment, is_large, sample, shingles, sketches, words
from ingest.model import Regulation


@dataclass(frozen=True)
class Entry:
    """A regulation that may be a copy. ``order`` is its place among the others, ``title`` its title for comparison,
    ``words`` are its text's."""

    order: int
    regulation: Regulation
    title: str
    words: str

    @property
    def is_open(self) -> bool:
        """Whether its title says nothing about whose copy it is."""
        return self.regulation.title_inferred or not self.title

    @cached_property
    def core(self) -> str:
        """The words without the notice that issues the text and without its 题注, which a copy may lack."""
        parts = [a for a in self.regulation.articles if a.kind != "front" and a.address != "题注"]
        return words("".join(self.regulation.text[a.start : a.end] for a in parts)) if parts else self.words

    @cached_property
    def shingles(self) -> frozenset[str]:
        """Only compared texts need them, and they take many times the text's room."""
        return shingles(self.words)

    @cached_property
    def sample(self) -> frozenset[str]:
        """Some of the shingles."""
        return sample(self.words)


def similar(first: Entry, second: Entry) -> float:
    """The share, 0 to 1, of the shorter text's shingles that stand in the longer one."""
    if first.words == second.words:
        return 1.0 if first.words else 0.0
    if is_large(first.words) or is_large(second.words):
        return containment(first.sample, second.sample)
    return containment(first.shingles, second.shingles)


class Candidates:
    """The sets of copies so far, by what a further copy would have in common with their longest one."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._backwards = sorted({entry.title[::-1] for entry in entries if entry.title})
        self._titled: dict[str, list[int]] = defaultdict(list)
        self._numbered: dict[str, list[int]] = defaultdict(list)
        # Where a title says nothing only the text can tell.
        self._by_text = any(entry.is_open for entry in entries)
        self._sketched: dict[int, list[int]] = defaultdict(list)
        self._open: set[int] = set()

    def add(self, number: int, longest: Entry) -> None:
        """Tell of a new set and its longest copy."""
        if longest.title:
            self._titled[longest.title].append(number)
        if longest.regulation.document_number:
            self._numbered[longest.regulation.document_number].append(number)
        if longest.is_open:
            self._open.add(number)
        if self._by_text:
            for each in sketches(longest.words):
                self._sketched[each].append(number)

    def of(self, entry: Entry) -> list[int]:
        """The numbers of the sets the entry may belong to, in rising order."""
        found = set(self._numbered.get(entry.regulation.document_number or "", ()))
        for title in [entry.title] if entry.is_open else self._related(entry.title):
            found.update(self._titled.get(title, ()))
        if self._by_text:
            some = sketches(entry.words)
            shared = Counter(number for each in some for number in self._sketched.get(each, ()))
            enough = min(SHARED, len(some))
            found |= {
                number
                for number, count in shared.items()
                if count >= enough and (entry.is_open or number in self._open)
            }
        return sorted(found)

    def _related(self, title: str) -> list[str]:
        """The titles that end in this one, and those that this one ends in."""
        related = [title[start:] for start in range(1, len(title))]
        backwards = title[::-1]
        at = bisect_left(self._backwards, backwards)
        while at < len(self._backwards) and self._backwards[at].startswith(backwards):
            related.append(self._backwards[at][::-1])
            at += 1
        return related
