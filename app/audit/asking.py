"""What the audit log keeps of a question that was answered or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.log import AuditLog
from app.privacy import recorded

if TYPE_CHECKING:
    from app.answer import Answer
    from app.chain import AskRequest


def answered(log: AuditLog, build: str, request: AskRequest, answer: Answer) -> None:
    """One line ``ask``. The question itself stands in it only as far as the site wants questions kept; of what a
    language model wrote only how much was released, never a word."""
    generated = answer.generated
    log.write(
        "ask",
        id=answer.id,
        visitor=request.visitor,
        refused=answer.refused,
        cited=list(dict.fromkeys(citation.article_id for citation in answer.citations)),
        elapsed_ms=answer.elapsed_ms,
        build=build,
        mode=answer.mode,
        mode_asked=request.mode if request.mode != "extractive" else None,
        model=generated.model if generated else None,
        model_outcome=generated.outcome if generated else None,
        claims=len(generated.claims) if generated else None,
        withheld=generated.withheld if generated else None,
        as_of=request.as_of.isoformat() if request.as_of else None,
        question=recorded(request.question, log.policy),
    )
