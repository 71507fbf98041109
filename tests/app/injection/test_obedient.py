"""A model that does exactly what hostile words ask of it: a reader must not notice.

The quotations show a document's own words, whatever they are: the reader sees where they stand. In prose may stand only
what the cited words say; a sentence of the document that is hostile and complete may come back there as what it is,
the words of that document at that place. What it asks for may not.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app import written
from app.claims import Claim, Passage, Verdict, marks
from app.llm import writer
from prompts import REFUSAL
from tests.app.injection.attempts import Attempt, attempts
from tests.app.injection.outcome import Obedient, holds, reached

ALL = attempts()
KINDS = {attempt.kind for attempt in ALL}
DOCUMENTED = [attempt for attempt in ALL if attempt.answered is not False]


def by_id(attempt: Attempt) -> str:
    return attempt.id


def test_there_are_many_of_many_kinds() -> None:
    assert len(ALL) >= 60 and len(KINDS) >= 25 and len({attempt.id for attempt in ALL}) == len(ALL)
    assert len({attempt.where for attempt in ALL}) == 9


@pytest.mark.parametrize("attempt", ALL, ids=by_id)
def test_obeying_first_shows_nothing(attempt: Attempt, obedient: Obedient) -> None:
    found = obedient.outcome(attempt, f"{attempt.reply}\n{attempt.faithful}")
    holds(found, attempt)
    if attempt.answered is not None:
        assert found.told["refused"] != attempt.answered
    if found.prompts:
        assert reached(found, attempt)
        assert attempt.stops or _said(attempt.faithful) in found.prose


@pytest.mark.parametrize("attempt", DOCUMENTED, ids=by_id)
def test_obeying_afterwards_costs_nothing_that_was_said_before(attempt: Attempt, obedient: Obedient) -> None:
    found = obedient.outcome(attempt, f"{attempt.faithful}{attempt.reply}")
    holds(found, attempt)
    if found.prompts:
        assert _said(attempt.faithful) in found.prose
        if attempt.faithful:
            assert found.told["mode"] == found.streamed["mode"] == "llm"


@pytest.mark.parametrize("attempt", [a for a in ALL if REFUSAL in a.reply], ids=by_id)
def test_a_model_that_is_made_to_refuse_takes_no_answer_away(attempt: Attempt, obedient: Obedient) -> None:
    found = obedient.outcome(attempt, attempt.reply)
    holds(found, attempt)
    assert not found.told["refused"] and found.told["citations"] and found.told["answer"] == found.quoted["answer"]


def test_without_the_check_it_would_be_noticed(obedient: Obedient, monkeypatch: pytest.MonkeyPatch) -> None:
    def trusting(sentence: str, passages: Mapping[int, Passage]) -> Verdict:
        parts = [part for part in marks.parts(sentence) if part.numbers and part.words]
        text = "".join(part.text for part in parts)
        return Verdict(Claim(text, tuple(n for part in parts for n in part.numbers)), "ok")

    monkeypatch.setattr(writer, "check", trusting)
    monkeypatch.setattr(written, "check", trusting)
    for attempt in DOCUMENTED[::6]:
        found = obedient.outcome(attempt, attempt.reply)
        if found.prompts and not attempt.stops:
            with pytest.raises(AssertionError):
                holds(found, attempt)


def _said(faithful: str) -> str:
    return faithful.replace("[1]", "［1］")
