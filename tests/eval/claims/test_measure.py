"""What is counted, with a check that goes by a word."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.claims import Claim, Passage, Verdict
from eval.claims.dataset import Labelled, Place, Quotes
from eval.claims.measure import SENTENCES, by_kind, in_own_words, measure, reasons, share
from ingest.model import Regulation

PLACE = Place("new", "第二条", "第二条第（一）项")


def _check(sentence: str, passages: Mapping[int, Passage]) -> Verdict:
    """Releases what has the word 停借 in it."""
    assert passages[1].text.endswith("（一）逾期十五日的；") and passages[1].label == PLACE.label
    if "停借" in sentence:
        return Verdict(Claim(sentence, (1,)), "ok")
    return Verdict(None, "unsupported")


def _labelled(number: int, kind: str, sentence: str, faithful: bool) -> Labelled:
    return Labelled(f"c{number}", (PLACE,), sentence, faithful, kind)


SENTENCES_OF_ALL_SORTS = (
    _labelled(1, "verbatim", "逾期十五日的，停借［1］。", True),
    _labelled(2, "paraphrase", "晚还十五天就不能借了［1］。", True),
    _labelled(3, "number", "逾期十六日的，停借［1］。", False),
    _labelled(4, "modal", "逾期十五日的，可以借［1］。", False),
)


def test_shares_kinds_reasons_and_slips(regulations: Mapping[str, Regulation]) -> None:
    found = measure(SENTENCES_OF_ALL_SORTS, Quotes(regulations), _check)
    faithful, altered = found.of(faithful=True), found.of(faithful=False)
    assert [each.labelled.id for each in found.judged] == ["c1", "c2", "c3", "c4"]
    assert [each.labelled.id for each in found.slips] == ["c3"] and found.slips[0].shown == "逾期十六日的，停借［1］。"
    released = share(faithful)
    assert released and (released.mean, released.count) == (0.5, 2)
    own = share(in_own_words(faithful))
    assert own and (own.mean, own.count) == (1.0, 1) and own.wilson == pytest.approx((0.2065, 1.0), abs=1e-4)
    assert list(by_kind(found.judged)) == ["verbatim", "paraphrase", "number", "modal"]
    assert reasons(altered) == {"ok": 1, "unsupported": 1} and share([]) is None


def test_as_json(regulations: Mapping[str, Regulation]) -> None:
    record = measure(SENTENCES_OF_ALL_SORTS, Quotes(regulations), _check).to_dict()
    assert record["faithful"]["all"]["count"] == 2 and record["faithful"]["without_paraphrase"]["share"] == 1.0
    assert record["altered"]["all"]["released"] == 1 and record["kinds"]["modal"]["released"] == 0
    assert record["sentences"][3] == {
        "id": "c4",
        "kind": "modal",
        "faithful": False,
        "sentence": "逾期十五日的，可以借［1］。",
        "reason": "unsupported",
        "released": False,
        "shown": "",
    }
    assert record["answers"] == 0 and record["elapsed_ms"]["p95"] is None


def test_answers_of_eight_sentences_are_timed(regulations: Mapping[str, Regulation]) -> None:
    many = [_labelled(number, "verbatim", f"停借{number}［1］。", True) for number in range(2 * SENTENCES + 3)]
    found = measure(many, Quotes(regulations), _check)
    assert len(found.elapsed_ms) == 2 and all(each > 0 for each in found.elapsed_ms)
    assert measure((), Quotes(regulations), _check).judged == ()
