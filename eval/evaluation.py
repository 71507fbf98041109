"""Everything one call of ``python -m eval run`` found out: a question set through one system or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eval.comparison import Comparison
from eval.dataset import Problem, QuestionSet
from eval.run import Run


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The same questions through each system in turn. ``runs[0]`` is the system that demands and the baseline apply
    to first; ``comparisons[i]`` belongs to ``runs[i]`` and is None where nothing was compared (empty: nothing at all).
    ``problems`` say where the set and the index disagree, ``missed`` (Chinese) which demands were not met, ``absent``
    (Chinese) by name why a system that was asked for could not be opened."""

    question_set: QuestionSet
    runs: tuple[Run, ...]
    started: str
    problems: tuple[Problem, ...] = ()
    missed: tuple[str, ...] = ()
    comparisons: tuple[Comparison | None, ...] = ()
    absent: Mapping[str, str] = field(default_factory=dict)
