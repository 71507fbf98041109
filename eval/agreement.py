"""How far two annotators' files agree over the same questions, and where they do not.

Whether a question has an answer at all is one label a question: Cohen's kappa, the agreement beyond what chance would
give (Cohen, A Coefficient of Agreement for Nominal Scales, 1960). Gold places and facts are sets drawn from more than
anyone could list, where chance agreement is next to nothing and kappa has no meaning; there the overlap of the sets is
the measure: Jaccard as in the weighted coefficients of Artstein & Poesio (Inter-Coder Agreement for Computational
Linguistics, 2008, section 2.6), and F1, to which kappa tends where the negatives cannot be counted (Hripcsak &
Rothschild, Agreement, the F-Measure, and Reliability in Information Retrieval, 2005).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from eval.dataset import Gold, Question, QuestionSet
from eval.measures import fold, fold_label
from eval.statistics import Measured, measured


@dataclass(frozen=True, slots=True)
class Overlap:
    """Agreement on sets, each a mean over the questions that it says something about: the same set, Jaccard
    (shared ÷ all that either names), F1 (2 × shared ÷ what both name together). None where there is no question."""

    exact: Measured | None
    jaccard: Measured | None
    f1: Measured | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One question judged differently; ``what`` is ``unanswerable``, ``article``, ``label``, ``match`` or ``facts``."""

    first: Question
    second: Question
    what: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """``pairs`` questions stand in both files. ``same`` is the share judged alike answerable or not, ``kappa`` the same
    corrected for chance, None where both gave every question one and the same judgement. ``articles``, ``labels`` and
    ``facts`` are over the questions that both answer; ``match`` is the share with the same any or all, over those of
    them where either names several places."""

    pairs: int
    same: Measured | None
    kappa: float | None
    articles: Overlap
    labels: Overlap
    facts: Overlap
    match: Measured | None
    differences: tuple[Difference, ...]
    only_first: tuple[Question, ...]
    only_second: tuple[Question, ...]


def agreement(first: QuestionSet, second: QuestionSet) -> Agreement:
    """Compare two files. A question is the same if wording, conversation and day are; its id does not matter."""
    pairs, only_first, only_second = _paired(first.questions, second.questions)
    title = _titles([*first.questions, *second.questions])

    def articles(question: Question) -> set[Hashable]:
        return {(title(gold.regulation), fold(gold.article)) for gold in question.gold}

    def labels(question: Question) -> set[Hashable]:
        return {(title(gold.regulation), fold_label(gold.article + gold.label)) for gold in question.gold}

    answered = [(a, b) for a, b in pairs if not a.unanswerable and not b.unanswerable]
    several = [(a, b) for a, b in answered if _names_several(a, b)]
    differences = []
    for a, b in pairs:
        if a.unanswerable != b.unanswerable:
            differences.append(Difference(a, b, "unanswerable"))
            continue
        if articles(a) != articles(b):
            differences.append(Difference(a, b, "article"))
        elif labels(a) != labels(b):
            differences.append(Difference(a, b, "label"))
        if _names_several(a, b) and a.match != b.match:
            differences.append(Difference(a, b, "match"))
        if _shared_facts(a, b) != (len(a.facts), len(b.facts)):
            differences.append(Difference(a, b, "facts"))
    return Agreement(
        pairs=len(pairs),
        same=measured([float(a.unanswerable == b.unanswerable) for a, b in pairs]),
        kappa=kappa([a.unanswerable for a, _ in pairs], [b.unanswerable for _, b in pairs]),
        articles=_overlap([(articles(a), articles(b)) for a, b in answered]),
        labels=_overlap([(labels(a), labels(b)) for a, b in answered]),
        facts=_facts_overlap(answered),
        match=measured([float(a.match == b.match) for a, b in several]),
        differences=tuple(differences),
        only_first=only_first,
        only_second=only_second,
    )


def kappa(first: Sequence[bool], second: Sequence[bool]) -> float | None:
    """Cohen's kappa of two judgements on the same questions: (observed − chance) ÷ (1 − chance), 1 for full agreement,
    0 for what chance would give. None without questions, and where chance agreement is 1: both gave every question
    the same judgement, so nothing tells whether they can tell the difference."""
    from sklearn.metrics import cohen_kappa_score

    if len({*first, *second}) < 2:
        return None
    return float(cohen_kappa_score(list(first), list(second)))


def _names_several(a: Question, b: Question) -> bool:
    return max(len(a.gold), len(b.gold)) > 1


def _overlap(pairs: Sequence[tuple[set[Hashable], set[Hashable]]]) -> Overlap:
    return Overlap(
        exact=measured([float(a == b) for a, b in pairs]),
        jaccard=measured([len(a & b) / len(a | b) for a, b in pairs]),
        f1=measured([2 * len(a & b) / (len(a) + len(b)) for a, b in pairs]),
    )


def _facts_overlap(pairs: Iterable[tuple[Question, Question]]) -> Overlap:
    """Two facts are the same if they have an alternative in common. Questions without facts in either file say
    nothing. Facts of one file may share a partner, so F1 is (facts of both that have one) ÷ (facts of both), and
    Jaccard follows from it: F1 ÷ (2 − F1)."""
    exact: list[float] = []
    f1: list[float] = []
    for a, b in pairs:
        if total := len(a.facts) + len(b.facts):
            f1.append(sum(_shared_facts(a, b)) / total)
            exact.append(float(f1[-1] == 1))
    return Overlap(measured(exact), measured([one / (2 - one) for one in f1]), measured(f1))


def _shared_facts(a: Question, b: Question) -> tuple[int, int]:
    """How many facts of each have a partner in the other."""
    first, second = ([{fold(phrase) for phrase in phrases} for phrases in question.facts] for question in (a, b))
    return (
        sum(any(fact & other for other in second) for fact in first),
        sum(any(fact & other for other in first) for fact in second),
    )


def _paired(
    first: Sequence[Question], second: Sequence[Question]
) -> tuple[list[tuple[Question, Question]], tuple[Question, ...], tuple[Question, ...]]:
    waiting: dict[Hashable, list[Question]] = defaultdict(list)
    for question in second:
        waiting[wording(question)].append(question)
    pairs, alone = [], []
    for question in first:
        if same := waiting[wording(question)]:
            pairs.append((question, same.pop(0)))
        else:
            alone.append(question)
    left = {question.id for questions in waiting.values() for question in questions}
    return pairs, tuple(alone), tuple(question for question in second if question.id in left)


def wording(question: Question) -> Hashable:
    """What makes two questions the same one: wording without punctuation, what was asked before, the day."""
    asked = (question.question, *(earlier for earlier, _ in question.history))
    return tuple("".join(filter(str.isalnum, fold(text).casefold())) for text in asked), question.as_of


def _titles(questions: Iterable[Question]) -> Callable[[str], str]:
    """Titles as they are compared: one that ends in … stands for the only one that begins so."""
    golds: list[Gold] = [gold for question in questions for gold in question.gold]
    whole = {fold(gold.regulation) for gold in golds if not gold.regulation.endswith("…")}

    def title(written: str) -> str:
        begun = fold(written.rstrip("…"))
        fits = [name for name in whole if name.startswith(begun)] if written.endswith("…") else []
        return fits[0] if len(fits) == 1 else begun

    return title
