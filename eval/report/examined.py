"""A run with its numbers, which take a while (intervals are drawn by chance two thousand times), worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.run import QuestionResult, Run
from eval.summary import Summary, by_kind, summarise

SYSTEM_NAMES = {"tiaowen": "条问", "bm25": "只用词 BM25", "dense": "只用向量", "naive": "通行做法", "llm": "语言模型"}
"""Systems of our own as a reader sees them; any other (a server's address) keeps its name."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A run, its numbers over all questions and over each kind that occurs."""

    run: Run
    overall: Summary
    kinds: Mapping[str, Summary]

    @property
    def name(self) -> str:
        """The system as a reader sees it."""
        return SYSTEM_NAMES.get(self.run.name, self.run.name)

    @property
    def results(self) -> Sequence[QuestionResult]:
        """The run's results."""
        return self.run.results


def examined(run: Run) -> Examined:
    """The run with its numbers."""
    return Examined(run, summarise(run.results), by_kind(run.results))
