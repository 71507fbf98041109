"""What a question wanted and what it got, in words."""

from __future__ import annotations

from eval.dataset import Question
from eval.run import QuestionResult


def places(question: Question) -> str:
    """The right places, or that it had to be refused."""
    if question.unanswerable:
        return "拒答"
    named = [f"《{gold.regulation}》{gold.article}{gold.label}" for gold in question.gold]
    return ("；" if question.match == "all" else " 或 ").join(named)


def facts(question: Question) -> str:
    """The facts that had to be quoted, each with its alternatives; empty where none were asked for."""
    return "；".join("／".join(phrases) for phrases in question.facts)


def found(result: QuestionResult) -> str:
    """The places that were cited; or that it was refused, or why there was no answer."""
    if result.error:
        return result.error
    if result.refused:
        return "拒答"
    return "；".join(f"《{cited.regulation}》{cited.label}" for cited in result.cited) or "没有引用"
