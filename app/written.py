"""An extractive answer and what a language model wrote of it → one answer that says which words are whose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.answer import NOTICE, Answer
from app.claims import Claim, check
from app.claims.grounds import passages
from app.generated import LABEL, Generated
from ingest.model import Regulation

WITHHELD = "语言模型的改写没有通过核对，未采用"
"""Why an answer has no prose, where the model wrote and nothing of it stood up."""

LEFT = "没有等语言模型写完"
"""Why, where whoever asked was gone before the model had written; for nobody but the log."""


def written(answer: Answer, generated: Generated, regulations: Mapping[str, Regulation]) -> Answer:
    """``answer``, which is extractive and verified, with the claims of ``generated`` before its quotations; where there
    is none, the answer as it was, and its notice says why.

    The claims are checked once more, as a whole: whatever wrote them, none gets past this.
    """
    claims = sound(generated.claims, answer, regulations)
    lost = len(generated.claims) - len(claims)
    kept = replace(generated, claims=claims, withheld=generated.withheld + lost)
    if not claims:
        note, kind = (generated.note, generated.kind) if generated.note else (WITHHELD, "withheld")
        return replace(answer, notice=f"{NOTICE}（{note}）", generated=replace(kept, note=note, kind=kind))
    prose = "\n".join(claim.text for claim in claims)
    text = f"{LABEL}：\n{prose}\n\n{NOTICE}：\n{answer.answer}"
    return replace(answer, answer=text, mode="llm", notice=LABEL, generated=kept)


def sound(claims: Iterable[Claim], answer: Answer, regulations: Mapping[str, Regulation]) -> tuple[Claim, ...]:
    """Those of ``claims`` that the quotations of ``answer`` support, as the check writes them."""
    grounds = passages(answer.citations, regulations)
    verdicts = (check(claim.text, grounds) for claim in claims)
    return tuple(verdict.claim for verdict in verdicts if verdict.claim is not None)
