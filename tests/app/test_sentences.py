"""The sentences of a long paragraph that are quoted."""

from __future__ import annotations

from app.sentences import sentences
from ingest.model import Passage
from vectorstore.evidence import Support
from vectorstore.lexical import Term
from vectorstore.query import Query
from vectorstore.retrieval import ScoredPassage

TEXT = "锅炉由工人看管。烟囱每年清扫。其中，雨季停扫。煤渣运走。"
SENTENCES = [(0, 8), (8, 15), (15, 23), (23, 28)]
TERMS = tuple(Term(word, ((word,),), 1.0) for word in ("锅炉", "煤渣"))


def _passage(span: tuple[int, int], score: float) -> ScoredPassage:
    text = TEXT[slice(*span)]
    words = tuple(float(term.word in text) for term in TERMS)
    passage = Passage(f"r#1/{span}", "r", "r#1", "", "paragraph", (span,), "", text)
    return ScoredPassage(passage, score, Support(words=words))


def _quoted(*order: int, query: Query | None = None, step: float = 0.4) -> list[str]:
    passages = [_passage(SENTENCES[at], 2.0 - rank * step) for rank, at in enumerate(order)]
    spans = sentences(TEXT, (0, len(TEXT)), passages, query or Query("", "", terms=TERMS))
    return [TEXT[low:high] for low, high in spans]


def test_the_best_sentence_and_one_that_adds_to_it() -> None:
    assert _quoted(0, 1, 2, 3) == ["锅炉由工人看管。", "煤渣运走。"]


def test_a_sentence_that_adds_nothing_is_left_out() -> None:
    assert _quoted(0, 1) == ["锅炉由工人看管。"]


def test_a_second_sentence_that_fits_nearly_as_well() -> None:
    assert _quoted(0, 1, step=0.2) == ["锅炉由工人看管。烟囱每年清扫。"]
    assert _quoted(1, 0, 2, step=0.1) == ["锅炉由工人看管。烟囱每年清扫。"], "no third"


def test_a_sentence_that_leans_on_the_one_before_it() -> None:
    assert _quoted(2) == ["烟囱每年清扫。其中，雨季停扫。"]


def test_the_whole_where_no_sentence_was_found() -> None:
    assert _quoted() == [TEXT]
