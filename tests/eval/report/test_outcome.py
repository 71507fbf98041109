from __future__ import annotations

import pytest

from eval.dataset import Gold, Question
from eval.report.outcome import OUTCOMES, outcome
from eval.run import Cited, QuestionResult, Run

ASKED = Question("q", "问", "direct", (Gold("甲办法", "第一条"),))
OUTSIDE = Question("q", "问", "unanswerable", unanswerable=True)


def result(question: Question = ASKED, verbatim: bool | None = True, **given: float | bool | str) -> QuestionResult:
    scores = {name: float(given.get(name, 0)) for name in ("correct", "citation_recall", "label_recall", "fact_recall")}
    cited = (Cited("甲办法", "第一条", "第一条", "引", verbatim),)
    refused, error = bool(given.get("refused")), str(given.get("error", ""))
    return QuestionResult(question, refused, cited, (), (), scores, 1, error)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (result(correct=1), "right"),
        (result(error="断线"), "error"),
        (result(OUTSIDE), "baseless"),
        (result(OUTSIDE, refused=True, correct=1), "right"),
        (result(refused=True), "refused"),
        (result(verbatim=False, citation_recall=1, label_recall=1), "quote"),
        (result(), "article"),
        (result(citation_recall=0.5), "incomplete"),
        (result(citation_recall=1), "label"),
        (result(citation_recall=1, label_recall=1), "facts"),
    ],
)
def test_each_outcome(made: QuestionResult, name: str) -> None:
    assert outcome(made) == name
    assert name in OUTCOMES


def test_a_whole_run(made: Run) -> None:
    assert [outcome(result) for result in made.results] == [
        "right",
        "quote",
        "right",
        "error",
        "refused",
        "baseless",
    ]
