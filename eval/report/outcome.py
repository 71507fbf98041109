"""What became of a question: right, or what went wrong first."""

from __future__ import annotations

from collections.abc import Mapping

from eval.run import QuestionResult

OUTCOMES: Mapping[str, str] = {
    "right": "全对",
    "refused": "误拒",
    "baseless": "无依据却作答",
    "quote": "引文不符",
    "article": "条文不对",
    "incomplete": "条文不全",
    "label": "款项目不对",
    "facts": "要点不全",
    "error": "出错",
}
"""Every outcome by its stable name in report.json, with the name a reader sees."""


def outcome(result: QuestionResult) -> str:
    """The outcome's name. Of several faults it is the first that a person would mend: an article that was not found
    has no right 款, and where the 款 is another one its facts are missing because of that."""
    if result.error:
        return "error"
    if result.correct:
        return "right"
    if result.question.unanswerable:
        return "baseless"
    if result.refused:
        return "refused"
    if any(cited.verbatim is False for cited in result.cited):
        return "quote"
    recall = result.scores.get("citation_recall") or 0.0
    if recall < 1:
        return "incomplete" if recall > 0 else "article"
    return "label" if (result.scores.get("label_recall") or 0.0) < 1 else "facts"
