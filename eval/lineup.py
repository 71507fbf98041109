"""Systems one after another, each opened, asked and closed in turn, with what is known kept in the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.dataset import Question, QuestionSet
from eval.gold import Catalogue
from eval.journal import Journal, Kept
from eval.run import Opinion, QuestionResult, Run, UnreachableError, run
from eval.systems.system import SystemUnderTest


class Watcher(Protocol):
    """Is told how far it is."""

    def opening(self, name: str) -> None:
        """The system called ``name`` is being opened."""

    def asking(self, name: str, done: int, total: int) -> None:
        """It is open; ``done`` of ``total`` questions it has answered before."""

    def answered(self) -> None:
        """One more question is answered."""

    def absent(self, name: str, why: str) -> None:
        """The system could not be opened; ``why`` in Chinese."""


@dataclass(frozen=True)
class Lineup:
    """``open`` opens a system by its name and raises :class:`UnreachableError`; ``catalogue`` is what its answers are
    judged against, given the build that it answers from and its name; ``judge`` is asked for its opinion, if any."""

    open: Callable[[str], SystemUnderTest]
    catalogue: Callable[[str, str], Catalogue]
    watcher: Watcher
    judge: Opinion | None = None

    def measure(
        self, names: Sequence[str], chosen: QuestionSet, questions: Sequence[Question], journal: Journal
    ) -> tuple[tuple[Run, ...], dict[str, str]]:
        """A run of each system, and why those that have none could not be opened, by name. What the journal knows is
        not asked again. Raises :class:`eval.journal.JournalError`."""
        runs, absent = [], {}
        for name in names:
            try:
                kept = self._asked(name, questions, journal)
            except UnreachableError as error:
                absent[name] = str(error)
                self.watcher.absent(name, str(error))
                continue
            results = tuple(kept.results[question.id] for question in questions)
            runs.append(Run(chosen, name, kept.facts, results, journal.started, kept.memory_mb or {}))
        return tuple(runs), absent

    def _asked(self, name: str, questions: Sequence[Question], journal: Journal) -> Kept:
        known = journal.systems.get(name)
        if known and known.memory_mb is not None:
            self.watcher.asking(name, len(questions), len(questions))
            return known
        self.watcher.opening(name)
        with self.open(name) as system:
            kept = journal.begin(name, system.facts)

            def keep(result: QuestionResult) -> None:
                kept.results[result.question.id] = result
                journal.add(name, result)
                self.watcher.answered()

            todo = [question for question in questions if question.id not in kept.results]
            self.watcher.asking(name, len(questions) - len(todo), len(questions))
            run(todo, system.asker, self.catalogue(system.build_id, name), keep, self.judge)
            journal.end(name, system.memory())
        return kept


def complaints(absent: Mapping[str, str]) -> list[str]:
    """What was to be measured and was not, as demands not met."""
    return [f"没有测到系统 {name}：{why}" for name, why in absent.items()]
