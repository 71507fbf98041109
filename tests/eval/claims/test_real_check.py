"""The check itself on the half that it may be tried on: nothing altered passes, and what passes holds up elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from app.claims import check
from app.claims.grounds import passages
from eval.claims.dataset import Quotes, load
from eval.claims.invariants import violations
from eval.claims.measure import measure, share
from ingest.model import Regulation


def test_nothing_altered_is_released_and_what_is_released_breaks_no_invariant(
    samples: Mapping[str, Regulation],
) -> None:
    quotes = Quotes(samples)
    found = measure(load("tuning"), quotes, check)
    assert [each.labelled.id for each in found.slips] == []
    released = share(found.of(faithful=True))
    assert released and released.mean > 0.5  # a check that releases nothing lets nothing wrong through either
    for each in found.judged:
        cited = quotes.of(each.labelled)
        verdict = check(each.labelled.sentence, passages(cited, samples))
        if verdict.claim is None:
            continue
        answer = f"甲：\n{verdict.claim.text}\n\n"
        generated = {"label": "甲", "claims": [verdict.claim.to_dict()], "withheld": 0}
        shown = {
            "mode": "llm",
            "answer": answer,
            "citations": [quote.to_dict() for quote in cited],
            "generated": generated,
        }
        assert violations(shown) == [], each.labelled.id
