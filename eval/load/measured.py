"""What a load was like: requests, faults, how long they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.load.client import Sample
from eval.statistics import percentile


@dataclass(frozen=True, slots=True)
class Load:
    """``samples`` of ``users`` at once, all of them within ``seconds``."""

    users: int
    samples: tuple[Sample, ...]
    seconds: float

    @property
    def answered(self) -> list[Sample]:
        """The requests that were answered, a refusal for want of a basis included."""
        return [sample for sample in self.samples if sample.code == "ok"]

    @property
    def faults(self) -> dict[str, int]:
        """How often each code other than ``ok`` came, the most frequent first."""
        return dict(Counter(sample.code for sample in self.samples if sample.code != "ok").most_common())

    def to_dict(self) -> dict[str, Any]:
        """As JSON: times in milliseconds."""
        return {
            "users": self.users,
            "requests": len(self.samples),
            "answered": len(self.answered),
            "faults": self.faults,
            "seconds": round(self.seconds, 2),
            "per_second": round(len(self.answered) / self.seconds, 1) if self.seconds else 0.0,
            "answered_ms": milliseconds(self.answered),
        }


@dataclass(frozen=True, slots=True)
class Limited:
    """A user over the limit. ``allowed`` is how many requests were answered until the first was refused, None where
    none was; ``beyond`` are the requests after that, ``others`` what the other users got meanwhile."""

    allowed: int | None
    beyond: tuple[Sample, ...]
    others: Load

    @property
    def refused(self) -> list[Sample]:
        """The requests that were refused as too many."""
        return [sample for sample in self.beyond if sample.status == 429]

    def to_dict(self) -> dict[str, Any]:
        """As JSON: times in milliseconds."""
        return {
            "answered_before_refusal": self.allowed,
            "requests_beyond": len(self.beyond),
            "refused": len(self.refused),
            "refused_ms": milliseconds(self.refused),
            "others": self.others.to_dict(),
        }


def milliseconds(samples: Sequence[Sample]) -> Mapping[str, float] | None:
    """p50, p95 (nearest rank) and the longest time; None without samples."""
    times = [sample.seconds * 1000 for sample in samples]
    found = {"p50": percentile(times, 50), "p95": percentile(times, 95), "max": max(times, default=None)}
    return {name: round(time, 1) for name, time in found.items() if time is not None} or None
