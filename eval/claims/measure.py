"""Labelled sentences through the check: what is released, what is withheld and why, how long an answer takes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.claims import Passage, Verdict
from app.claims.grounds import passages
from eval.claims.dataset import FREE, KINDS, Labelled, Quotes
from eval.statistics import Measured, measured, percentile

SENTENCES = 8
"""Sentences of the answers whose time is told."""

Check = Callable[[str, Mapping[int, Passage]], Verdict]


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence and what the check says of it: ``reason`` is its code, ``shown`` what a reader would see, empty where
    it was withheld."""

    labelled: Labelled
    reason: str
    shown: str

    @property
    def released(self) -> bool:
        """Whether a reader would see it."""
        return bool(self.shown)


@dataclass(frozen=True, slots=True)
class Measurement:
    """``judged`` in the order of the set; ``elapsed_ms`` of each answer of ``SENTENCES`` sentences."""

    judged: tuple[Judged, ...]
    elapsed_ms: tuple[float, ...]

    def of(self, *, faithful: bool) -> list[Judged]:
        """The sentences with this label."""
        return [each for each in self.judged if each.labelled.faithful == faithful]

    @property
    def slips(self) -> list[Judged]:
        """The altered sentences that were released: there must be none."""
        return [each for each in self.of(faithful=False) if each.released]

    def to_dict(self) -> dict[str, Any]:
        """As JSON: shares 0 to 1 with 95 % Wilson intervals, times in milliseconds."""
        faithful, altered = self.of(faithful=True), self.of(faithful=False)
        return {
            "faithful": {"all": _record(faithful), "without_paraphrase": _record(in_own_words(faithful))},
            "altered": {"all": _record(altered)},
            "kinds": {kind: _record(group) for kind, group in by_kind(self.judged).items()},
            "reasons": {"faithful": reasons(faithful), "altered": reasons(altered)},
            "answers": len(self.elapsed_ms),
            "elapsed_ms": {f"p{percent}": percentile(self.elapsed_ms, percent) for percent in (50, 95, 100)},
            "sentences": [
                {
                    "id": each.labelled.id,
                    "kind": each.labelled.kind,
                    "faithful": each.labelled.faithful,
                    "sentence": each.labelled.sentence,
                    "reason": each.reason,
                    "released": each.released,
                    "shown": each.shown,
                }
                for each in self.judged
            ],
        }


def measure(sentences: Sequence[Labelled], quotes: Quotes, check: Check) -> Measurement:
    """Judge every sentence; those about the same passages are one answer after another. The first is judged once more
    before, so that loading on first use is not timed. Raises :class:`eval.claims.dataset.ClaimsError`."""
    if sentences:
        check(sentences[0].sentence, passages(quotes.of(sentences[0]), quotes.regulations))
    judged: dict[str, Judged] = {}
    elapsed: list[float] = []
    for answer in _answers(sentences):
        cited = quotes.of(answer[0])
        started = time.perf_counter()
        grounds = passages(cited, quotes.regulations)
        verdicts = [check(each.sentence, grounds) for each in answer]
        if len(answer) == SENTENCES:
            elapsed.append((time.perf_counter() - started) * 1000)
        for each, verdict in zip(answer, verdicts, strict=True):
            judged[each.id] = Judged(each, verdict.reason, verdict.claim.text if verdict.claim else "")
    return Measurement(tuple(judged[each.id] for each in sentences), tuple(elapsed))


def share(judged: Sequence[Judged]) -> Measured | None:
    """The share released; None of nothing."""
    return measured([float(each.released) for each in judged])


def in_own_words(judged: Sequence[Judged]) -> list[Judged]:
    """Without the sentences in other words than the text's."""
    return [each for each in judged if each.labelled.kind != FREE]


def by_kind(judged: Sequence[Judged]) -> dict[str, list[Judged]]:
    """The sentences of each kind that occurs, in the order of the kinds."""
    groups: dict[str, list[Judged]] = {kind: [] for kind in KINDS}
    for each in judged:
        groups[each.labelled.kind].append(each)
    return {kind: group for kind, group in groups.items() if group}


def reasons(judged: Sequence[Judged]) -> dict[str, int]:
    """How often each reason was given, the most frequent first."""
    return dict(Counter(each.reason for each in judged).most_common())


def _answers(sentences: Sequence[Labelled]) -> Iterator[tuple[Labelled, ...]]:
    groups: dict[tuple[Any, ...], list[Labelled]] = {}
    for each in sentences:
        groups.setdefault(each.passages, []).append(each)
    for group in groups.values():
        for start in range(0, len(group), SENTENCES):
            yield tuple(group[start : start + SENTENCES])


def _record(judged: Sequence[Judged]) -> dict[str, Any]:
    found = share(judged)
    return {
        "count": len(judged),
        "released": sum(each.released for each in judged),
        "share": found.mean if found else None,
        "wilson": list(found.wilson) if found and found.wilson else None,
    }
